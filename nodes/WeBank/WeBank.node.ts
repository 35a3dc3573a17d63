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
import { webankApiTest } from './accountTest';
import { resources } from './operations';
import { webank } from './provider';

export class WeBank implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WeBank',
		name: 'weBank',
		icon: { light: 'file:../../icons/webank.svg', dark: 'file:../../icons/webank.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Call the credit open platform of WeBank (微众银行)',
		defaults: { name: 'WeBank' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'webankApi', required: true, testedBy: 'webankApiTest' }],
		// Paths in the output that n8n always redacts for those who may not see them.
		sensitiveOutputFields: ['ticket', 'normalized'],
		properties: [...operationProperties(resources, 'business'), optionsProperty(resources)],
	};

	methods = { credentialTest: { webankApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, webank, resources);
	}
}
