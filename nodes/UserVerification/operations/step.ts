import type { Resource } from '../../shared/model/operation';
import { submitAddress } from './address';
import { submitDocument } from './document';
import { submitFace } from './face';
import { submitIncome } from './income';
import { submitPersonalInformation } from './personalInformation';

/** The five steps, to be submitted in their order (gap UV-25). */
export const step: Resource = {
	name: 'Step',
	description: "Submit the five steps of the user's verification (认证步骤)",
	operations: {
		submitPersonalInformation,
		submitAddress,
		submitIncome,
		submitDocument,
		submitFace,
	},
};
