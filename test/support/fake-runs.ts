import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { FakeApi, startFakeProvider } from './fake-provider';
import { retried, runNode, type Run } from './n8n';
import { processed, useProcessed } from './processed';

export interface Setting {
	operation?: string;
	names: string[];
	credentials?: IDataObject;
	options?: IDataObject;
	settings?: Run['settings'];
	signal?: AbortSignal;
	/** The fields of each item beside its name. */
	fields?: IDataObject;
}

export const CONTINUE = { onError: 'continueRegularOutput' } as const;
export const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
export const STOP = { onError: 'stopWorkflow' } as const;

export const outcomesOf = (output: INodeExecutionData[] = []) =>
	output.map(({ json }) => (json.details as IDataObject | undefined)?.outcome ?? json.name);

/** Runs of the shared runner before a provider that is none of ours: the names of items decide what becomes of them. */
export function useFakeRuns() {
	const fake = startFakeProvider();
	let baseUrl = '';
	beforeAll(async () => {
		baseUrl = await fake.listening;
		await useProcessed();
	});
	beforeEach(() => {
		fake.seen.length = 0;
		processed.lists.clear();
		processed.fault = undefined;
	});
	afterAll(() => fake.close());

	const prepare = ({ operation = 'submit', names, ...setting }: Setting): Run => ({
		node: fake.node,
		credentialType: new FakeApi(),
		credentials: { baseUrl, account: 'shared', ...setting.credentials } as Run['credentials'],
		parameters: {
			resource: 'thing',
			operation,
			name: '={{ $json.name }}',
			options: { retries: 0, concurrency: 10, ...setting.options },
		},
		items: names.map((name) => ({ json: { name, ...setting.fields } })),
		settings: setting.settings,
		signal: setting.signal,
	});
	return {
		fake,
		prepare,
		run: async (setting: Setting) => await runNode(prepare(setting)),
		sentNames: () => fake.seen.map(({ name }) => name).sort(),
		/** n8n's rule for another try: the node threw, or its first item has an error. */
		async tryThrice(setting: Setting) {
			const once = retried(prepare(setting));
			let last: { output?: INodeExecutionData[]; error?: unknown } = {};
			for (let i = 0; i < 3; i++) {
				last = await once().then(
					(output) => ({ output }),
					(error: unknown) => ({ error }),
				);
				if (last.output && !last.output[0].json.error) break;
			}
			return last;
		},
	};
}
