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
import { qianchengCreditApiTest } from './accountTest';
import { resources } from './operations';
import { qianchengCredit } from './provider';

export class QianchengCredit implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Qiancheng Credit',
		name: 'qianchengCredit',
		icon: {
			light: 'file:../../icons/qiancheng-credit.svg',
			dark: 'file:../../icons/qiancheng-credit.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Screen people and judge loans with Qiancheng Credit (前程征信)',
		defaults: { name: 'Qiancheng Credit' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'qianchengCreditApi', required: true, testedBy: 'qianchengCreditApiTest' },
		],
		// Paths in the output that n8n always redacts for those who may not see them.
		sensitiveOutputFields: ['data', 'pic_captcha', 'personIdCard', 'normalized'],
		properties: [...operationProperties(resources, 'blacklist'), optionsProperty(resources)],
	};

	methods = { credentialTest: { qianchengCreditApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, qianchengCredit, resources);
	}
}
