import type { Built } from '../../scripts/coverage/built.ts';
import { readBuilt } from '../../scripts/coverage/built.ts';
import { compare, isComplete } from '../../scripts/coverage/coverage.ts';
import { PREVIEW_RULES } from '../../scripts/generate/preview.ts';
import { readSpec } from '../../scripts/shared/spec.ts';

const spec = readSpec('htouhui');

let whole: Built;
beforeAll(async () => {
	whole = await readBuilt('htouhui', spec, process.cwd());
});

test('Htouhui has everything that its specification asks for', () => {
	const report = compare(spec, whole, PREVIEW_RULES.htouhui);

	expect(isComplete(report)).toBe(true);
	expect(
		Object.entries(report.counts).map(([what, { have, spec: of }]) => `${what} ${have}/${of}`),
	).toEqual([
		'operations 3/3',
		'sandbox operations 3/3',
		'parameters 12/12',
		'common parameters 0/0',
		'response fields 13/13',
		'dictionaries 5/5',
		'dictionary entries 13/13',
		'error codes 0/0',
		'sandbox error codes 0/0',
		'environments 3/3',
		'credential fields 2/2',
		'switches 3/3',
		'switch positions 1/1',
		'notification fields 4/4',
		'reply fields 1/1',
		'reply codes 0/0',
		'sandbox notifications 4/4',
	]);
});

const takenAway: Array<[what: string, line: string, change: (built: Built) => void]> = [
	[
		'the page call',
		'openAccount requests POST , not POST /openapi/user/openAccount',
		({ operations }) => (operations.openAccount.path = ''),
	],
	[
		'the condition of the name',
		'openAccount.real_name is not shown just when type is 0,1',
		({ operations: { openAccount } }) => {
			const field = openAccount.fields.find(({ name }) => name === 'real_name');
			if (field) field.shownWhen = { type: ['0'] };
		},
	],
	[
		'a secret of the signature',
		'signer lacks privateKey, which is not a field of the credential',
		({ credential }) =>
			(credential.fields = credential.fields.filter(({ name }) => name !== 'privateKey')),
	],
	[
		'the format of the body',
		'bodyFormat json changes nothing that is sent',
		({ credential }) => (credential.switched.bodyFormat = {}),
	],
	[
		'the reply to a notification',
		'success is not the reply of the trigger',
		({ callback }) => void delete callback?.text,
	],
	[
		'the demand for a status',
		'status is not demanded in the operation',
		({ callback }) => void callback?.demands.operation.pop(),
	],
];

test.each(takenAway)('taking away %s is noticed', (_what, line, change) => {
	const missing = (built: Built) =>
		Object.values(compare(spec, built, PREVIEW_RULES.htouhui).counts).flatMap(
			(count) => count.missing,
		);
	expect(missing(whole)).toEqual([]);
	const built = structuredClone(whole);
	change(built);
	expect(missing(built)).toContain(line);
});
