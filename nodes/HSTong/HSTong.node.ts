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
import { hstongApiTest } from './accountTest';
import { resources } from './operations';
import { hstong } from './provider';

export class HSTong implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HSTong',
		name: 'hSTong',
		icon: { light: 'file:../../icons/hstong.svg', dark: 'file:../../icons/hstong.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Open Hong Kong securities accounts with HSTong (华盛)',
		defaults: { name: 'HSTong' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'hstongApi', required: true, testedBy: 'hstongApiTest' }],
		// Paths in the output that n8n always redacts for those who may not see them.
		sensitiveOutputFields: [
			'token',
			'idCardNo',
			'bankCardNo',
			'idCardAddr',
			'sc.idNo',
			'sc.TIN',
			'scTIN',
			'normalized',
		],
		properties: [...operationProperties(resources, 'authorization'), optionsProperty(resources)],
	};

	methods = { credentialTest: { hstongApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, hstong, resources);
	}
}
