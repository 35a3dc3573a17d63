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
import { htouhuiApiTest } from './accountTest';
import { resources } from './operations';
import { htouhui } from './provider';

export class Htouhui implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Htouhui',
		name: 'htouhui',
		icon: { light: 'file:../../icons/htouhui.svg', dark: 'file:../../icons/htouhui.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Register users and open their bank accounts with Htouhui (海投汇)',
		defaults: { name: 'Htouhui' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'htouhuiApi', required: true, testedBy: 'htouhuiApiTest' }],
		// Paths in the output that n8n always redacts for those who may not see them.
		sensitiveOutputFields: ['bank_card_number', 'fields', 'html', 'normalized'],
		hints: [
			{
				message:
					"Nothing proves that this came from Htouhui: the signature in the credential is 'None'. Confirm it with 'Query User' before you act on it.",
				type: 'warning',
				location: 'outputPane',
				whenToDisplay: 'afterExecution',
				displayCondition: '={{ $json.verified === false }}',
			},
		],
		properties: [...operationProperties(resources, 'user'), optionsProperty(resources)],
	};

	methods = { credentialTest: { htouhuiApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, htouhui, resources);
	}
}
