import type { IDataObject } from 'n8n-workflow';

import { WeBankTrigger } from '../../nodes/WeBank/WeBankTrigger.node';
import { buildNotification } from '../../sandbox/webank/notification.ts';
import { kindNames, kindOf, type KindName } from '../../sandbox/webank/kinds.ts';
import type { Report } from '../../sandbox/webank/sender.ts';
import { readSchema, schemaFaults } from '../support/schema';
import { hookContext, useTrigger } from '../support/trigger-server';

const SALT = 'webank-sandbox-salt';

const stage = useTrigger(new WeBankTrigger());
beforeEach(() => listen());

function listen(credentials: IDataObject | undefined = {}, parameters: IDataObject = {}): void {
	stage.listen(credentials && { salt: SALT, ...credentials }, parameters);
}
const deleteCredential = (): void => void (stage.trigger.credentials = undefined);

const notify = async (order: object = {}): Promise<Report> =>
	await stage.control.call('/webank/notify', { url: stage.trigger.url, ...order });

const message = (content: object = { A: 1 }, timestamp = String(Date.now())) =>
	buildNotification({
		...{ text: JSON.stringify(content), salt: SALT, timestamp },
		...{ transName: 'LoanResult', seqNo: '7' },
	});

const post = async (body: string, contentType = 'application/json'): Promise<Response> =>
	await fetch(stage.trigger.url, {
		method: 'POST',
		headers: { 'content-type': contentType },
		body,
	});

/** The kinds that start the workflow, with how often they do. */
const STARTS: Partial<Record<KindName, number>> = {
	...{ right: 1, replay: 2, renamed: 2, sentBack: 1, upperCaseSignature: 1, percentEncoded: 1 },
	prototype: 1,
};
/** What n8n itself answers. */
const BY_N8N: Partial<Record<KindName, number>> = { notJson: 422, huge: 500, hugeUnsigned: 500 };

test.each(kindNames)('%s', async (kind) => {
	const { faults, results, status, summary } = await notify({ kind });
	expect(stage.trigger.items).toHaveLength(STARTS[kind] ?? 0);
	if (BY_N8N[kind]) {
		expect(status).toBe(BY_N8N[kind]);
		return;
	}
	expect({ faults, ...summary }).toMatchObject({ faults: [], asExpected: summary.sent });
	expect(results[0].signatureOk).toBe(!kindOf(kind).unproven);
});

const ofFields = ['missingField', 'emptyField', 'wrongType'];
const fields = ['Plain', 'Signature', 'Timestamp', 'transName', 'SeqNo'];
test.each(ofFields.flatMap((kind) => fields.map((field) => [kind, field])))(
	'%s: %s is refused',
	async (kind, field) => {
		expect(await notify({ kind, field })).toMatchObject({ replyCode: '0002', asExpected: true });
		expect(stage.trigger.items).toEqual([]);
	},
);

test('delivers what was signed under one key, and the rest as it came', async () => {
	await notify({ kind: 'renamed', content: { A: '王' }, transName: 'Loan', seqNo: '8' });
	const [first, second] = stage.trigger.items;
	expect(first).toEqual({
		...{ transName: 'Loan', seqNo: '8', content: { A: '王' } },
		timestamp: expect.stringMatching(/^\d{13}$/),
		dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
	});
	expect(second).toEqual({ ...first, transName: 'Loan2', seqNo: '0' });
	expect(schemaFaults(first, readSchema('WeBank', 'notification', 'verify'))).toEqual([]);
	await notify({ content: { A: '王' }, transName: 'Loan', seqNo: '8' });
	expect(stage.trigger.items[2].dedupeKey).not.toBe(first.dedupeKey);
});

test.each([
	...['Application/JSON', 'application/json ;charset=utf-8', ' application/json ; charset=UTF-8 '],
	...['application/json;charset="utf-8"', 'application/json,charset=utf-8', 'text/json'],
])('%p is JSON', async (contentType) => {
	const reply = await post(JSON.stringify(message()), contentType);
	expect(await reply.json()).toMatchObject({ Signature: expect.stringMatching(/^[0-9a-f]{64}$/) });
	expect(stage.trigger.items).toHaveLength(1);
});

describe('the time window', () => {
	const old = () => message({ A: 1 }, String(Date.now() - 290_000));
	const older = () => message({ A: 1 }, String(Date.now() - 310_000));

	test.each([undefined, null, '', 300, '300', ' 300 '])('%p is five minutes', async (seconds) => {
		listen({ callbackTimestampWindowSeconds: seconds });
		await post(JSON.stringify(old()));
		await post(JSON.stringify(older()));
		expect(stage.trigger.items).toHaveLength(1);
	});
	test('0 is any time', async () => {
		listen({ callbackTimestampWindowSeconds: 0 });
		await post(JSON.stringify(message({ A: 1 }, '1519700632680')));
		expect(stage.trigger.items).toHaveLength(1);
	});
	test.each(['five minutes', '300s', -1, '-300', NaN, 'Infinity', {}, true, '3e2', '0x10'])(
		'%p cannot be read: nothing is accepted, and nothing published',
		async (seconds) => {
			listen({ callbackTimestampWindowSeconds: seconds });
			const { status } = await post(JSON.stringify(message()));
			expect([status, stage.trigger.items]).toEqual([503, []]);
			const { create } = new WeBankTrigger().webhookMethods.default;
			await expect(create.call(hookContext(stage.trigger))).rejects.toThrow(
				"The credential's 'Callback Time Window (Seconds)' is no whole number",
			);
		},
	);
});

test('only the named transactions start the workflow', async () => {
	listen({}, { transNames: 'LoanResult, TLMerchantQuery' });
	for (const transName of ['Other', 'loanresult', 'LoanResult,TLMerchantQuery']) {
		expect(await notify({ transName })).toMatchObject({ replyCode: '0002' });
	}
	for (const transName of ['LoanResult', 'TLMerchantQuery']) {
		expect(await notify({ transName })).toMatchObject({ replyCode: '0000' });
	}
	expect(stage.trigger.items).toHaveLength(2);
});

test('a second salt is good while the bank changes it; replies use the first', async () => {
	listen({ specialSettings: true, salt: 'the-old-salt', secondSalt: SALT });
	expect(await notify()).toMatchObject({ replyCode: '0000', signatureOk: false });
	expect(await notify({ salt: 'the-old-salt' })).toMatchObject({ asExpected: true });
	expect(await notify({ salt: 'no-salt' })).toMatchObject({ replyCode: '0010' });
});

test('the code of success can be another one', async () => {
	listen({ specialSettings: true, replySuccessCode: '66590000' });
	expect(await notify({ expect: ['66590000'] })).toMatchObject({ asExpected: true });
});

describe('without what verifies', () => {
	test.each([
		['a credential that was deleted', deleteCredential],
		['a salt', () => listen({ salt: '' })],
	])('(%s) a call is answered with HTTP 503 and starts nothing', async (_what, prepare) => {
		prepare();
		const { status, body } = await notify();
		expect({ status, body, items: stage.trigger.items }).toEqual({
			status: 503,
			body: '',
			items: [],
		});
	});
	test('that comes back, calls are accepted again', async () => {
		deleteCredential();
		expect(await notify()).toMatchObject({ status: 503 });
		stage.trigger.credentials = { salt: SALT };
		expect(await notify()).toMatchObject({ replyCode: '0000', asExpected: true });
	});
});

describe('the list of addresses', () => {
	test.each(['127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:0/104', '127.0.0.0-127.0.0.9'])(
		'%p lets the caller in',
		async (ipAllowlist) => {
			listen({}, { options: { ipAllowlist } });
			expect(await notify()).toMatchObject({ replyCode: '0000' });
		},
	);
	test.each(['10.0.0.0/8', '127.0.0.1/33', 'localhost', ',', undefined])(
		'%p does not, before the credential is read',
		async (ipAllowlist) => {
			listen({}, { options: { ipAllowlist } });
			expect(await notify()).toMatchObject({ status: 403, body: '' });
			expect([stage.trigger.items, stage.trigger.reads]).toEqual([[], 0]);
		},
	);
	test('that holds no address keeps the trigger from being published', async () => {
		listen({}, { options: { ipAllowlist: '127.0.0.1, my-proxy' } });
		const { create } = new WeBankTrigger().webhookMethods.default;
		await expect(create.call(hookContext(stage.trigger))).rejects.toThrow(
			"'IP(s) Allowlist' holds 'my-proxy', which is neither an address nor a range",
		);
		listen({}, { options: { ipAllowlist: '127.0.0.1' } });
		expect(await create.call(hookContext(stage.trigger))).toBe(true);
	});
});
