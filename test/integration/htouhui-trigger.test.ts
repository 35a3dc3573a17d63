import type { IDataObject } from 'n8n-workflow';

import { HtouhuiTrigger } from '../../nodes/Htouhui/HtouhuiTrigger.node';
import { accounts } from '../../sandbox/htouhui/accounts.ts';
import { expectedOf, kindNames, kindOf } from '../../sandbox/htouhui/kinds.ts';
import type { KindName } from '../../sandbox/htouhui/kinds.ts';
import { merchantPublicKey, platformPublicKey } from '../../sandbox/htouhui/keys.ts';
import type { Report } from '../../sandbox/htouhui/sender.ts';
import { accountOf, algorithms, merchants, signatures } from '../support/htouhui';
import { readSchema, schemaFaults } from '../support/schema';
import { hookContext, useTrigger } from '../support/trigger-server';

const stage = useTrigger(new HtouhuiTrigger());
beforeEach(async () => {
	await stage.control.reset();
	listen('md5');
});

type Algorithm = (typeof algorithms)[number];
let merchant = '';

function listen(algorithm: Algorithm, changes: IDataObject = {}, options: IDataObject = {}): void {
	merchant = merchants[algorithm];
	stage.listen(accountOf(stage.sandbox.urls.htouhui, algorithm, changes), { options });
}

const notify = async (order: object = {}): Promise<Report> =>
	await stage.control.call('/htouhui/notify', { url: stage.trigger.url, merchant, ...order });

/** The kinds that start the workflow, with how often they do. */
const STARTS: Partial<Record<KindName, number>> = {
	...{ right: 1, replay: 2, reordered: 1, percentEncoded: 1, withoutCard: 1, extraField: 1 },
	...{ cardMissing: 1, jsonBody: 1, jsonSpelled: 1, jsonNumber: 1 },
};
const UNSIGNED: KindName[] = [
	...(['wrongSignature', 'unsigned', 'emptySignature', 'shortSignature', 'otherCase'] as const),
	...(['changedStatus', 'changedUser', 'addedField', 'otherMerchant'] as const),
];

function startsOf(algorithm: Algorithm, kind: KindName): number {
	if (algorithm === 'none' && UNSIGNED.includes(kind)) return 1;
	// Digits are the same in either case; Base64 is not.
	if (kind === 'otherCase') return algorithm === 'rsaSha256' ? 0 : 1;
	return STARTS[kind] ?? 0;
}

const refusedAs: Partial<Record<KindName, number>> = {
	wrongMethod: 404,
	huge: 500,
	hugeUnsigned: 500,
};

describe.each(algorithms)('with %s', (algorithm) => {
	const account = accounts.find((one) => one.merchant === merchants[algorithm]);
	if (!account) throw new Error('no account');

	// n8n itself refuses what is huge, before anything is verified.
	const kinds = kindNames.filter((kind) => algorithm === 'md5' || !kind.startsWith('huge'));
	test.each(kinds)('%s', async (kind) => {
		listen(algorithm);
		const { status, replyCode, body, error, contentType } = await notify({ kind });
		const starts = startsOf(algorithm, kind);
		expect(error).toBeNull();
		expect(stage.trigger.items).toHaveLength(starts);
		const expected = expectedOf(kind, account);
		if (expected.length > 0) expect(expected).toContain(replyCode);
		if (starts > 0) expect({ status, body }).toEqual({ status: 200, body: 'success' });
		else if (refusedAs[kind]) expect(status).toBe(refusedAs[kind]);
		else expect([[400, 401], 'fail']).toEqual([expect.arrayContaining([status]), body]);
		if (starts > 0) expect(contentType).toMatch(/^text\/plain/);
	});
});

describe('what is rightly signed', () => {
	const fields = ['htouhui_user_id', 'third_party_user_id', 'status', 'bank_card_number'];
	const ofFields: KindName[] = ['missingField', 'emptyField', 'duplicatedField', 'nestedField'];
	test.each(ofFields.flatMap((kind) => fields.map((field) => [kind, field] as const)))(
		'%s: %s is refused, but for the card',
		async (kind, field) => {
			const { status, asExpected } = await notify({ kind, field });
			if (field === 'bank_card_number' && (kind === 'missingField' || kind === 'emptyField')) {
				expect(stage.trigger.items).toMatchObject([
					{ status: '3', warnings: [expect.any(String)] },
				]);
				return;
			}
			expect({ asExpected, items: stage.trigger.items }).toEqual({ asExpected: true, items: [] });
			expect([400, 401]).toContain(status);
		},
	);

	test.each([
		['0', 'Account opening failed (开户失败)', '0', 'Open Account (开户)'],
		['1', 'Account opened (开户成功)', '1', 'Set Trading Password (设置交易密码)'],
		[
			'2',
			'Account opened and trading password set (开户及设置交易密码成功)',
			'2',
			'Fee Authorization (缴费授权)',
		],
		[
			'3',
			'Account opened, trading password set and fees authorized (开户设置交易密码及授权都成功)',
			null,
			null,
		],
	])('with status %s is decoded', async (status, statusLabel, nextType, nextTypeLabel) => {
		const thirdPartyUserId = 'u &=+/测试 😀';
		await notify({ status, thirdPartyUserId, htouhuiUserId: '7' });
		expect(stage.trigger.items).toEqual([
			{
				...{ htouhui_user_id: '7', third_party_user_id: thirdPartyUserId },
				...{ status, statusLabel, nextType, nextTypeLabel, done: status === '3' },
				bank_card_number: '6222020000000010001',
				dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
				...{ verified: true, warnings: [] },
				furtherFields: { merchant_id: merchant },
			},
		]);
		const schema = readSchema('Htouhui', 'notification', 'verify');
		expect(schemaFaults(stage.trigger.items[0], schema)).toEqual([]);
	});
});

test.each(signatures)(
	'is verified with $algorithm, $secretPlacement, $hmacText, $letterCase',
	async (one) => {
		const { algorithm, ...settings } = one;
		listen(algorithm, { ...settings, signField: 'mac' });
		expect(await notify({ ...settings, signField: 'mac' })).toMatchObject({ asExpected: true });
		expect(stage.trigger.items).toMatchObject([{ verified: algorithm !== 'none' }]);
		if (algorithm === 'none') return;
		for (const kind of ['wrongSignature', 'changedStatus', 'addedField', 'unsigned']) {
			const refused = await notify({ ...settings, signField: 'mac', kind });
			expect(refused).toMatchObject({ asExpected: true, status: 401, body: 'fail' });
		}
		expect(stage.trigger.items).toHaveLength(1);
	},
);

describe('the reply', () => {
	test.each([
		[{ notificationReply: 'OK' }, {}, 'OK', /^text\/plain/],
		[{ notificationReply: 'OK' }, { reply: ' RECEIVED ' }, 'RECEIVED', /^text\/plain/],
		[{ notificationReply: '{"code":"0000"}' }, {}, '{"code":"0000"}', /^application\/json/],
		[{ notificationReply: '' }, {}, 'success', /^text\/plain/],
		// What an expression may result in.
		[{ notificationReply: 'OK' }, { reply: 0 }, '0', /^text\/plain/],
		[{ notificationReply: 'OK' }, { reply: null }, 'OK', /^text\/plain/],
	])('of %j with %j is %s', async (changes, options, body, type) => {
		listen('md5', changes, options);
		const sent = await notify({ notificationReply: body });
		expect(sent).toMatchObject({
			asExpected: true,
			body,
			contentType: expect.stringMatching(type),
		});
	});
});

describe('the key', () => {
	test('may be another one while it is being changed', async () => {
		listen('sha256', { secret: 'old', secondSecret: 'new' });
		expect(await notify({ secret: 'new' })).toMatchObject({ status: 200 });
		expect(await notify({ secret: 'old' })).toMatchObject({ status: 200 });
		expect(await notify({ secret: 'none' })).toMatchObject({ status: 401 });
		listen('rsaSha256', { publicKey: `${merchantPublicKey}${platformPublicKey}` });
		expect(await notify()).toMatchObject({ status: 200 });
	});
	test.each([
		['md5', { secret: '' }],
		['rsaSha256', { publicKey: '' }],
		['rsaSha256', { publicKey: 'no key' }],
		['none', { algorithm: 'notChosen' }],
		['md5', { algorithm: 'MD-5' }],
		['md5', { algorithm: '' }],
	] as const)('that is missing (%s, %j) lets nothing in', async (algorithm, changes) => {
		listen(algorithm, changes);
		expect(await notify()).toMatchObject({ status: 503, body: '' });
		expect(stage.trigger.items).toEqual([]);
		const { create } = new HtouhuiTrigger().webhookMethods.default;
		await expect(create.call(hookContext(stage.trigger))).rejects.toThrow(
			/^The credential('s| has no) /,
		);
	});
	test.each(algorithms)('of %s that is there lets the trigger be published', async (algorithm) => {
		listen(algorithm);
		const { create } = new HtouhuiTrigger().webhookMethods.default;
		expect(await create.call(hookContext(stage.trigger))).toBe(true);
	});
});

test('an address that is not allowed gets 403, before the credential is read', async () => {
	listen('md5', {}, { ipAllowlist: '10.0.0.0/8' });
	expect(await notify()).toMatchObject({ status: 403, body: '' });
	expect([stage.trigger.items, stage.trigger.reads]).toEqual([[], 0]);
	listen('md5', {}, { ipAllowlist: '10.0.0.0/8, 127.0.0.1' });
	expect(await notify()).toMatchObject({ status: 200 });
});

test('many at once are all accepted, with the credential read once', async () => {
	const { summary } = await notify({ times: 300, concurrency: 20 });
	expect(summary).toMatchObject({ sent: 300, asExpected: 300, statuses: { 200: 300 } });
	expect(new Set(stage.trigger.items.map(({ dedupeKey }) => dedupeKey)).size).toBe(300);
	expect(stage.trigger.reads).toBe(1);
});

test('a repetition has the key of the first', async () => {
	await notify({ kind: 'replay' });
	const [first, second] = stage.trigger.items;
	expect(second).toEqual(first);
});

test('every kind has a text', () => {
	for (const kind of kindNames) expect(kindOf(kind).text).not.toBe('');
});
