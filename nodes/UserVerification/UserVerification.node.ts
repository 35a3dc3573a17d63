import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { operationProperties, subtitleOf } from '../shared/model/properties';
import { optionsProperty } from '../shared/run/options';
import { runOperations } from '../shared/run/runner';
import { userVerificationApiTest } from './accountTest';
import { resources } from './operations';
import { userVerification } from './provider';

export class UserVerification implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'User Verification',
		name: 'userVerification',
		icon: {
			light: 'file:../../icons/user-verification.svg',
			dark: 'file:../../icons/user-verification.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Verify the identity of users in five steps (用户认证)',
		defaults: { name: 'User Verification' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'userVerificationApi', required: true, testedBy: 'userVerificationApiTest' },
		],
		// Paths in the output that n8n always redacts for those who may not see them.
		sensitiveOutputFields: [
			'cardNo',
			'taxNo',
			'birthDate',
			'residenceAddr',
			'permanentAddr',
			'cardFrontUrl',
			'handSignUrl',
			'faceAuthUrl',
			'normalized',
		],
		properties: [...operationProperties(resources, 'step'), optionsProperty(resources)],
	};

	methods = { credentialTest: { userVerificationApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, userVerification, resources);
	}
}
