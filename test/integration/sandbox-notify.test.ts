import { spawn } from 'node:child_process';
import { join } from 'node:path';
import * as htouhuiKinds from '../../sandbox/htouhui/kinds.ts';
import * as webankKinds from '../../sandbox/webank/kinds.ts';
import type { Report as HtouhuiReport } from '../../sandbox/htouhui/sender.ts';
import { javaUrlDecode, signPlain } from '../../sandbox/webank/crypto.ts';
import type { Delivery, Report } from '../../sandbox/webank/sender.ts';
import type { Message } from '../reference/webank.ts';
import type { Answer } from '../support/sandboxes/partner.ts';
import { merchant, useHtouhui } from '../support/sandboxes/use-htouhui.ts';
import { accept, account, useWebank } from '../support/sandboxes/use-webank.ts';

// The senders of notifications, which show a partner what a bank sends and what others could send in its name.

const webank = useWebank();
const htouhui = useHtouhui();

const malicious = (
	{
		kindNames,
		kindOf,
	}: { kindNames: readonly string[]; kindOf: (name: never) => { expected: readonly string[] } },
	good: string,
): string[] =>
	kindNames.filter((kind) => {
		const { expected } = kindOf(kind as never);
		return expected.length > 0 && !expected.includes(good);
	});

const senders = [
	{
		...{ provider: 'webank', stage: webank, good: '0000', trusting: accept() },
		kinds: malicious(webankKinds, '0000'),
		order: {},
		options: ['--trans-name', 'repaid', '--seq-no', '9', '--content', '{"A":1}'],
		told: { transName: 'repaid', seqNo: '9', replyCode: '0000' },
		wrongUse: [['--uri', 'http://127.0.0.1'], "Unknown option '--uri'"],
	},
	{
		...{ provider: 'htouhui', stage: htouhui, good: 'success' },
		trusting: (): Answer => ({ body: 'success' }),
		kinds: malicious(htouhuiKinds, 'success'),
		order: { merchant: merchant('md5').merchant },
		options: ['--algorithm', 'hmacSha256', '--secret', 's', '--common-fields', '{"mch":"1"}'],
		told: { replyCode: 'success' },
		wrongUse: [['--algorithm', 'sha1'], 'algorithm must be one of'],
	},
] as const;

describe.each(senders)('The sender of $provider', (sender) => {
	const { good, kinds, options, order, provider, stage, told, trusting, wrongUse } = sender;
	const { control, partner } = stage;
	const send = async (more: object): Promise<Report> =>
		await control(`/${provider}/notify`, { url: partner.url(), ...order, ...more });

	/** Runs the command line. */
	async function run(...args: string[]): Promise<{ code: number | null; out: string }> {
		const file = join(__dirname, `../../sandbox/${provider}/notify.ts`);
		const child = spawn(process.execPath, [file, ...args]);
		let out = '';
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk) => (out += String(chunk)));
		const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
		return { code, out };
	}

	test.each([...kinds])('shows by %s a partner that trusts everyone', async (kind) => {
		partner.answer(trusting);
		expect(await send({ kind })).toMatchObject({ replyCode: good, asExpected: false });
	});

	test('gives up a partner that never answers, and names one that is not there', async () => {
		partner.answer(() => undefined);
		const report = await send({ timeoutMs: 100 });
		expect(report).toMatchObject({ status: null, error: 'no answer within 100 ms' });
		expect(report.summary).toMatchObject({ lost: 1, asExpected: 0 });
		partner.close();
		expect((await send({})).error).toContain('ECONNREFUSED');
	});

	test('as a command reports as JSON, and ends with 0 when all went as it should', async () => {
		if (provider === 'htouhui')
			htouhui.as('hmacSha256', { commonFields: { mch: '1' }, secret: 's' });
		const many = ['--kind', 'right', '--times', '3', '--concurrency', '2'];
		const { code, out } = await run('--url', partner.url(), ...many, ...options);
		expect(JSON.parse(out)).toMatchObject({
			kind: 'right',
			...told,
			summary: { sent: 3, asExpected: 3 },
		});
		expect(code).toBe(0);
		expect(partner.bodies).toHaveLength(3);
	});

	test('as a command ends with 1 when a reply is not the expected one', async () => {
		partner.answer(() => ({ body: '{"CODE":"0000","DESC":"系统处理成功"}' }));
		expect((await run('--url', partner.url())).code).toBe(1);
		partner.answer(trusting);
		expect((await run('--url', partner.url(), '--expect', 'refused,0001')).code).toBe(1);
	});

	test.each([
		[['--kind', 'right'], 'url must be an http or https address'],
		[['--url', 'http://127.0.0.1', '--kind', 'evil'], 'kind must be one of'],
		[['--url', 'http://127.0.0.1', ...wrongUse[0]], wrongUse[1]],
	])('as a command given %j says what is wrong and ends with 2', async (args, reason) => {
		const { code, out } = await run(...args);
		expect([code, out]).toEqual([2, expect.stringContaining(reason)]);
	});
});

describe('A partner of WeBank', () => {
	const { control, page, partner } = webank;
	const notify = async (order: object = {}): Promise<Report> =>
		await control('/webank/notify', { url: partner.url(), ...order });
	const received = (index = 0): Message => JSON.parse(partner.bodies[index] ?? '{}') as Message;
	/** What a notification holds, when it is signed with the salt. */
	const decodedOf = ({ Plain, Signature, Timestamp }: Message): string | undefined =>
		Signature === signPlain(Plain, account.salt, Timestamp) ? javaUrlDecode(Plain) : undefined;

	test('gets Java’s encoding of exactly the content, signed with the salt', async () => {
		const content = '{"N": 1.50, "T": "a+b*~ \'(!)\' 系统 😀 %"}';
		const report = await notify({ transName: 'TLMerchantQuery', seqNo: '42', content });
		const message = received();
		expect(message).toMatchObject({ transName: 'TLMerchantQuery', SeqNo: '42' });
		const java = 'a%2Bb*%7E+%27%28%21%29%27+%E7%B3%BB%E7%BB%9F+%F0%9F%98%80+%25';
		expect(message.Plain).toContain(java);
		expect(Math.abs(Number(message.Timestamp) - Date.now())).toBeLessThan(10_000);
		expect(decodedOf(message)).toBe(content);
		expect(report).toMatchObject({
			...{ kind: 'right', transName: 'TLMerchantQuery', seqNo: '42', status: 200 },
			...{ replyCode: '0000', replyDesc: '系统处理成功', signatureOk: true, faults: [] },
			content: { CODE: '0000', DESC: '系统处理成功' },
			contentType: 'application/json;charset=UTF-8',
		});
	});

	test('gets a replay byte for byte, and a new serial otherwise', async () => {
		const { summary } = await notify({ kind: 'replay' });
		expect(summary).toMatchObject({ sent: 2, asExpected: 2 });
		expect(partner.bodies[1]).toBe(partner.bodies[0]);
		await notify({ times: 20, concurrency: 5 });
		const serials = partner.bodies.slice(2).map((_body, index) => received(index + 2).SeqNo);
		expect(new Set(serials).size).toBe(20);
		for (const serial of serials) expect(serial).toMatch(/^\d{19}$/);
	});

	test.each([
		['approves', { APS_STATUS: 'SUCC', CREDIT_LIMIT: '60000.00' }],
		['rejects', { APS_STATUS: 'FAIL', DESC: '额度不足' }],
	])('gets what the button of the page says with which the bank %s', async (word, content) => {
		const button = `name="content"[^>]*>([^<]*)</textarea></label> <button [^>]*data-body="([^<]*)">[^<]*The bank ${word}<`;
		const html = (await page()).replaceAll('&quot;', '"');
		const [, typed = '', body = ''] = new RegExp(button).exec(html) ?? [];
		const report = await notify({
			...(JSON.parse(body) as object),
			content: typed,
			url: partner.url(),
		});
		expect(report).toMatchObject({ asExpected: true, transName: 'CreditResult' });
		expect(decodedOf(received())).toBe(JSON.stringify(content));
	});

	test('signs with the salt of its account, or with the one that the order names', async () => {
		const appId = 'sandbox-webank-part-name';
		expect(await notify({ appId })).toMatchObject({
			...{ replyCode: '0000', signatureOk: false, asExpected: false },
		});
		expect(await notify({ appId, salt: account.salt })).toMatchObject({ asExpected: true });
	});

	test('is measured over many notifications', async () => {
		const started = performance.now();
		const { summary, results } = await notify({ times: 500, concurrency: 20 });
		const tookMs = performance.now() - started;
		expect(summary).toMatchObject({
			...{ sent: 500, asExpected: 500, lost: 0 },
			...{ statuses: { 200: 500 }, codes: { '0000': 500 } },
		});
		const measuredMs = (500 / summary.perSecond) * 1000;
		expect(measuredMs).toBeLessThan(tookMs + 10);
		expect(measuredMs).toBeGreaterThan(summary.latencyMs.max - 10);
		expect(summary.latencyMs.p50).toBeLessThanOrEqual(summary.latencyMs.max);
		expect([results.length, partner.bodies.length]).toEqual([20, 500]);
		const { notifications } = await control<{ notifications: Delivery[] }>('/webank/notifications');
		expect(notifications).toHaveLength(200);
	});

	test('can read the kinds with the replies of a right partner', async () => {
		const { kinds } = await control<{ kinds: Array<{ name: string }> }>('/webank/kinds');
		expect(kinds.map(({ name }) => name)).toEqual(webankKinds.kindNames);
		expect(kinds.find(({ name }) => name === 'sentBack')).toEqual({
			...{ name: 'sentBack', text: expect.stringContaining('WB-53') },
			...{ expected: ['0000'], then: { expected: ['0001', '0002'] } },
		});
	});

	test.each<[string, (body: string) => Answer, string, signed: boolean]>([
		['with another salt', accept(() => undefined, 'another'), 'Signature must be', false],
		['unsigned', accept((reply) => void delete reply.Signature), 'Signature is no string', false],
		[
			'in upper case',
			accept((reply) => void (reply.Signature = String(reply.Signature).toUpperCase())),
			...(['Signature must be', false] as const),
		],
		[
			'of another serial',
			accept((reply) => void (reply.SeqNo = '1')),
			'SeqNo does not repeat 7',
			true,
		],
		[
			'with a number',
			accept((reply) => void (reply.Timestamp = Number(reply.Timestamp))),
			...(['Timestamp is no string or missing', true] as const),
		],
		['bare', () => ({ body: '{"CODE":"0000"}' }), 'Plain is no string or missing', false],
		['HTML', () => ({ body: '<html></html>' }), 'the reply is not a JSON object', false],
		[
			'as text',
			(body) => ({ body: accept()(body)?.body ?? '', contentType: 'text/plain' }),
			...(['the reply is not application/json', true] as const),
		],
		[
			'with HTTP 500',
			(body) => ({ body: accept()(body)?.body ?? '', status: 500 }),
			'HTTP 500',
			true,
		],
	])('that answers %s shows by its reply', async (_how, answer, fault, signed) => {
		partner.answer(answer);
		const report = await notify({ seqNo: '7' });
		expect([report.asExpected, report.signatureOk]).toEqual([false, signed]);
		expect(report.faults.join('; ')).toContain(fault);
	});

	test('may have agreed on other codes', async () => {
		const order = { kind: 'stale', expect: ['0000', '9999'] };
		expect(await notify(order)).toMatchObject({ asExpected: true });
		expect(await notify({ ...order, expect: ['9999'] })).toMatchObject({ asExpected: false });
	});
});

describe('A partner of Htouhui', () => {
	const { accepted, as, control, partner } = htouhui;
	const notify = async (order: object = {}): Promise<HtouhuiReport> =>
		await control('/htouhui/notify', { url: partner.url(), ...order });

	test('gets the fields that were ordered, and a replay byte for byte', async () => {
		as('md5');
		const order = { merchant: merchant('md5').merchant, status: '2', htouhuiUserId: '7' };
		const user = { thirdPartyUserId: 'u &=+/ 😀', bankCardNumber: '6222020000000000062' };
		const { summary } = await notify({ ...order, ...user, kind: 'replay' });
		expect(summary).toMatchObject({ sent: 2, asExpected: 2, codes: { success: 2 } });
		expect(partner.bodies[1]).toBe(partner.bodies[0]);
		expect(accepted[0]).toMatchObject({
			...{ htouhui_user_id: '7', third_party_user_id: 'u &=+/ 😀', status: '2' },
			bank_card_number: '6222020000000000062',
		});
	});

	test('may agree on settings for one order', async () => {
		const change = { signField: 'mac', letterCase: 'upper', secretPlacement: 'both' } as const;
		const other = { ...change, algorithm: 'sha256', secret: 'x' } as const;
		as('none', other);
		const { asExpected } = await notify(other);
		expect([asExpected, accepted.length]).toEqual([true, 1]);
	});

	test.each([
		['quotes', 200, '"success"'],
		['answers with JSON', 200, '{"message":"Workflow was started"}'],
		['answers with another status', 201, 'success'],
		['adds a line break', 200, 'success\n'],
	])('that %s is not taken for one that accepted', async (_what, status, body) => {
		partner.answer(() => ({ status, body }));
		expect(await notify()).toMatchObject({
			...{ replyCode: 'refused', asExpected: false, body, status },
		});
	});

	test('that fails does not even refuse rightly', async () => {
		partner.answer(() => ({ status: 500, body: '' }));
		const report = await notify({ kind: 'empty' });
		expect(report).toMatchObject({ faults: ['HTTP 500'], asExpected: false });
	});
});
