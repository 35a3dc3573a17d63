import { NodeHelpers, type INodeProperties } from 'n8n-workflow';

import { prepareStage } from '../../../scripts/coverage/built.ts';
import { rehearse, stageFor } from '../../../scripts/coverage/rehearsal.ts';
import { previewsByPath } from '../../../scripts/generate/generated.ts';
import { loadProvider, placesOf, type Place } from '../../../scripts/shared/providers.ts';
import { readSpec, type SpecOperation } from '../../../scripts/shared/spec.ts';
import { PROVIDERS } from '../../../spec/providers.ts';
import type { ApiRequest, Operation } from '../../../nodes/shared/model/operation';

/**
 * The requests that change nothing at the provider, as its document describes them. All others submit: a
 * request that is new here counts as one until somebody has looked and written it down.
 */
const READS = [
	// HSTong: 'step info', 'status' and photos; the OCR result of photos that are there already
	'getApplyIndex',
	...[1, 2, 3, 4, 5, 6, 7, 8].map((step) => `getStep${step}Info`),
	...['ocrValidate', 'getIdCardImage', 'getAvatarActionImage', 'getOpenStatus'],
	// Htouhui
	'queryUser',
	// User Verification
	'queryUserVerified',
	// WeBank: its test interface, and a file
	...['networkTest', 'downloadFile'],
	// Qiancheng Credit
	...['searchBlacklist', 'telecomGetState', 'telecomGetRawData', 'telecomGetReport'],
	...['degreeGetState', 'degreeGetRawData'],
	...['ebankGetBankInfo', 'ebankGetState', 'ebankGetRawData'],
	...['ebankV2GetBankList', 'ebankV2GetState', 'ebankV2GetRawData'],
	'riskAuditResult',
];

/** The requests of an operation, one list for each time that it was run. */
function watched(operation: Operation): { operation: Operation; runs: ApiRequest[][] } {
	const runs: ApiRequest[][] = [];
	return {
		runs,
		operation: {
			...operation,
			run: async (call) => {
				const sent: ApiRequest[] = [];
				runs.push(sent);
				return await operation.run({
					...call,
					request: async (request) => {
						sent.push(request);
						return await call.request(request);
					},
					download: async (request) => {
						sent.push(request);
						return await call.download(request);
					},
				});
			},
		},
	};
}

/** What the specification calls a request. One without placeholders in its path comes first. */
function idOf({ method = 'POST', path }: ApiRequest, operations: SpecOperation[]): string {
	const pattern = (printed: string) => new RegExp(`^${printed.replace(/\{\w+\}/g, '[^/]+')}$`);
	const found = operations
		.filter((operation) => operation.method === method && pattern(operation.path).test(path))
		.sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));
	return found[0]?.id ?? `${method} ${path}, which the specification lacks`;
}

describe.each(PROVIDERS)('$id', ({ id }) => {
	const spec = readSpec(id);
	const modules = loadProvider(id, process.cwd());
	const versions = [...previewsByPath(id, modules, spec).values()].flatMap((previewed) =>
		previewed.versions.map(({ place, wanted }): [string, Place, SpecOperation] => [
			`${place.resource} / ${place.name} ${place.version ?? ''}`,
			place,
			wanted,
		]),
	);

	test('every operation is looked at', () => {
		const seen = new Set(versions.map(([, place]) => place.operation));
		expect(placesOf(modules.resources).filter(({ operation }) => !seen.has(operation))).toEqual([]);
	});

	test.each(versions)('%s says whether it submits', async (_name, place, wanted) => {
		const { stage } = await prepareStage(id, spec, modules);
		const { operation, runs } = watched(place.operation);
		await rehearse(operation, wanted, stageFor(place, stage));

		const ids = runs.flat().map((request) => idOf(request, spec.operations));
		const submitted = ids.filter((sent) => !READS.includes(sent));
		if (submitted.length === 0) {
			expect(place.operation.effect).toBe('reads');
		} else {
			expect({ submitted, effect: place.operation.effect }).toEqual({
				submitted,
				effect: { submits: expect.stringMatching(/\w{3}/) },
			});
			// 'Nothing was sent' and 'Submit Only Once' speak of the item: there is one request that counts.
			expect(runs.map(({ length }) => length)).toEqual(runs.map(() => 1));
		}
	});

	test("'Submit Only Once' is shown for the operations that submit, and for no other", () => {
		const { properties } = modules.node.description;
		const options = properties.find(({ name }) => name === 'options') as INodeProperties;
		const option = (options.options as INodeProperties[]).find(
			({ name }) => name === 'submitOnlyOnce',
		) as INodeProperties;
		for (const { resource, name, operation } of placesOf(modules.resources)) {
			const root = { resource, operation: name };
			const isShown = NodeHelpers.displayParameter({}, option, null, null, root);
			expect({ ...root, isShown }).toEqual({ ...root, isShown: operation.effect !== 'reads' });
		}
	});
});
