import type { ICredentialType, IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { parameterReader } from '../../nodes/shared/values/expressions';
import { runNode } from './n8n';

/** What a way to read gave: a value, or that it refused. */
type Reading = { value: unknown } | { refused: true };

const attempt = (read: () => unknown): Reading => {
	try {
		return { value: read() ?? undefined };
	} catch {
		return { refused: true };
	}
};

/**
 * Reads each parameter for each item twice: by the plain reader, which takes what it can straight from the
 * item, and by n8n's own engine.
 */
export async function readBoth(parameters: IDataObject, items: IDataObject[]) {
	const readings: Array<{ raw: unknown; item: IDataObject; ours: Reading; n8n: Reading }> = [];
	let asked = 0;
	const node = {
		description: {
			displayName: 'Reader',
			name: 'reader',
			properties: Object.keys(parameters).map((name) => ({
				displayName: name,
				name,
				type: 'json',
				default: '',
			})),
		},
		execute(this: IExecuteFunctions) {
			const read = parameterReader({
				getInputData: () => this.getInputData(),
				getNodeParameter: (...args: Parameters<IExecuteFunctions['getNodeParameter']>) => {
					if (args[3]?.rawExpressions !== true) asked++;
					return this.getNodeParameter(...args);
				},
			} as unknown as IExecuteFunctions);
			for (const [name, raw] of Object.entries(parameters)) {
				for (const [i, item] of items.entries()) {
					const n8n = attempt(() => this.getNodeParameter(name, i, null, { skipValidation: true }));
					readings.push({ raw, item, ours: attempt(() => read(name, i)), n8n });
				}
			}
			return [[]];
		},
	} as unknown as INodeType;
	await runNode({
		node,
		credentialType: { name: 'none', properties: [] } as unknown as ICredentialType,
		credentials: {},
		parameters,
		items: items.map((json) => ({ json })),
	});
	return { readings, asked };
}
