import type { INodeExecutionData } from 'n8n-workflow';

import { loadProvider, placesOf, versionsOf } from '../../scripts/shared/providers.ts';
import type { ProviderEntry } from '../../spec/providers.ts';
import { readSpec, withPaths } from '../../spec/read.ts';
import type { JournalEntry } from './sandbox';
import { readSchema } from './schema';

/** Watches what the operations of a node send and return while the tests of a file run. */
export function watch(entry: ProviderEntry) {
	const { resources } = loadProvider(entry, process.cwd());
	const spec = readSpec(entry.id);
	// The credential may ask for more of the same kind by itself.
	const sessions = spec.operations
		.filter(({ by }) => by === 'credential')
		.map(({ group }) => group);
	const counted = spec.operations.filter(({ group }) => !sessions.includes(group));
	const seen = new Set<string>();

	return {
		/** Fails when one that submits has made the provider do its work more often than once for an item. */
		expectOnce(resource: string, name: string, requests: JournalEntry[], items: number) {
			const operation = resources[resource]?.operations[name];
			if (!operation || operation.effect === 'reads') return;
			const ids = versionsOf(operation).map(({ id }) => id);
			const done = requests.filter(
				({ operation: id, processed }) =>
					processed && ids.includes(id) && counted.some((wanted) => wanted.id === id),
			);
			expect(done.length).toBeLessThanOrEqual(items);
		},

		note(resource: string, name: string, requests: JournalEntry[], outputs: INodeExecutionData[]) {
			for (const { operation, params, files } of requests) {
				const names = [...Object.keys(params), ...files.map((file) => file.name)];
				for (const sent of names) {
					// options[contacts][0][name], and what it is in.
					const path = sent.split(/[[\]]+/).filter((part) => !/^\d*$/.test(part));
					path.forEach((_part, i) => {
						seen.add(`${operation} sends ${path.slice(0, i + 1).join('.')}`);
					});
				}
			}
			for (const { json } of outputs) {
				for (const field of Object.keys(json)) seen.add(`${resource}.${name} returns ${field}`);
			}
		},

		/** Parameters that no request had, and fields of previews that no result had. */
		unseen(): string[] {
			const sent = spec.operations
				.filter(({ by }) => by === undefined)
				.flatMap(({ id, params }) =>
					withPaths(params)
						// What is inside a JSON text is for the provider to read.
						.filter(({ field, path }) => path.length === 1 || field.in !== 'json')
						.map(({ path }) => `${id} sends ${path.join('.')}`),
				);
			const returned = placesOf(resources).flatMap(({ resource, name }) =>
				Object.keys(readSchema(entry.node, resource, name).properties ?? {})
					// Any operation may have these for its values; values.test.ts and warnings.test.ts hold that.
					.filter((field) => !['normalized', 'warnings', 'warningsChinese'].includes(field))
					.map((field) => `${resource}.${name} returns ${field}`),
			);
			return [...sent, ...returned].filter((one) => !seen.has(one));
		},
	};
}
