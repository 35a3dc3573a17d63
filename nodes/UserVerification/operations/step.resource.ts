import type { Resource } from '../../shared/model/operation';
import { submitAddress } from './step/submitAddress.operation';
import { submitDocument } from './step/submitDocument.operation';
import { submitFace } from './step/submitFace.operation';
import { submitIncome } from './step/submitIncome.operation';
import { submitPersonalInformation } from './step/submitPersonalInformation.operation';

/** The five steps, to be submitted in their order (gap UV-25). */
export const step: Resource = {
	name: 'Step',
	chinese: '认证步骤',
	description: "Submit the five steps of the user's verification (认证步骤)",
	operations: {
		submitPersonalInformation,
		submitAddress,
		submitIncome,
		submitDocument,
		submitFace,
	},
};
