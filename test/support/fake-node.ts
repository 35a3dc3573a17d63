import type { IExecuteFunctions, INodeProperties, INodeType } from 'n8n-workflow';

import type { Resources } from '../../nodes/shared/model/operation';
import type { Provider } from '../../nodes/shared/model/providerType';
import { optionsProperty } from '../../nodes/shared/run/options';
import { runOperations } from '../../nodes/shared/run/runner';

/** A node of a provider that is made up, with a credential of the type `fakeApi`. */
export const fakeNode = (
	provider: Provider,
	resources: Resources,
	operation: string,
	fields: INodeProperties[] = [],
): INodeType =>
	({
		description: {
			displayName: 'Fake',
			name: 'fake',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'fakeApi', required: true }],
			properties: [
				{ displayName: 'Resource', name: 'resource', type: 'string', default: 'thing' },
				{ displayName: 'Operation', name: 'operation', type: 'string', default: operation },
				...fields,
				optionsProperty(resources),
			],
		},
		async execute(this: IExecuteFunctions) {
			return await runOperations(this, provider, resources);
		},
	}) as unknown as INodeType;
