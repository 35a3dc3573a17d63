import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { kindNames, kindOf } from '../../sandbox/webank/kinds.ts';
import type { KindName } from '../../sandbox/webank/kinds.ts';
import type { Delivery, Report } from '../../sandbox/webank/sender.ts';
import { javaUrlDecode, signPlain } from '../../sandbox/webank/crypto.ts';
import type { Notification } from '../reference/webank.ts';
import { startReceiver } from '../reference/webank-receiver.ts';
import type { habits, Receiver } from '../reference/webank-receiver.ts';
import { salt, useWebank } from '../reference/webank-sandbox.ts';

const { control, controlUrl } = useWebank();
const started: Receiver[] = [];
let partner: Receiver;

async function start(habit: keyof typeof habits): Promise<Receiver> {
	const receiver = await startReceiver(habit);
	started.push(receiver);
	return receiver;
}

beforeAll(async () => {
	partner = await start('right');
});
beforeEach(() => {
	partner.bodies.length = 0;
});
afterAll(() => {
	for (const receiver of started) receiver.close();
});

/** What a notification holds, when it is signed with the salt. */
const decodedOf = ({ Plain, Signature, Timestamp }: Notification): string | undefined =>
	Signature === signPlain(Plain, salt, Timestamp) ? javaUrlDecode(Plain) : undefined;

const notify = async (order: object): Promise<Report> => await control('/webank/notify', order);

describe('A right partner', () => {
	test('gets Java’s encoding of exactly the content, signed with the salt', async () => {
		const text = '{"N": 1.50, "T": "a+b*~ \'(!)\' 系统 😀 %"}';
		const order = { transName: 'TLMerchantQuery', seqNo: '42', content: text };
		const report = await notify({ url: partner.url, ...order });
		const message = JSON.parse(partner.bodies[0] ?? '') as Notification;
		expect(message).toMatchObject({ transName: 'TLMerchantQuery', SeqNo: '42' });
		expect(message.Plain).toContain(
			'a%2Bb*%7E+%27%28%21%29%27+%E7%B3%BB%E7%BB%9F+%F0%9F%98%80+%25',
		);
		expect(message.Signature).toMatch(/^[0-9a-f]{64}$/);
		expect(Math.abs(Number(message.Timestamp) - Date.now())).toBeLessThan(10_000);
		expect(decodedOf(message)).toBe(text);
		expect(report).toMatchObject({
			...{ kind: 'right', transName: 'TLMerchantQuery', seqNo: '42', status: 200 },
			...{ replyCode: '0000', replyDesc: '系统处理成功', signatureOk: true, faults: [] },
			content: { CODE: '0000', DESC: '系统处理成功' },
			contentType: 'application/json;charset=UTF-8',
		});
	});

	test('gets a replay byte for byte, and a new serial otherwise', async () => {
		const report = await notify({ url: partner.url, kind: 'replay' });
		expect(report.summary).toMatchObject({ sent: 2, asExpected: 2 });
		expect(partner.bodies[1]).toBe(partner.bodies[0]);
		await notify({ url: partner.url, times: 20, concurrency: 5 });
		const serials = partner.bodies.slice(2).map((body) => (JSON.parse(body) as Notification).SeqNo);
		expect(new Set(serials).size).toBe(20);
		for (const serial of serials) expect(serial).toMatch(/^\d{19}$/);
	});

	test.each([
		['approves', { APS_STATUS: 'SUCC', CREDIT_LIMIT: '60000.00' }],
		['rejects', { APS_STATUS: 'FAIL', DESC: '额度不足' }],
	])('gets what the button of the page says with which the bank %s', async (word, content) => {
		const page = (await (await fetch(controlUrl())).text()).replaceAll('&quot;', '"');
		const [, typed = '', body = ''] =
			new RegExp(
				`name="content"[^>]*>([^<]*)</textarea></label> <button [^>]*data-body="([^<]*)">[^<]*The bank ${word}<`,
			).exec(page) ?? [];
		const order = { ...(JSON.parse(body) as object), content: typed, url: partner.url };
		const report = await notify(order);
		expect(report).toMatchObject({ asExpected: true, transName: 'CreditResult' });
		const sent = JSON.parse(partner.bodies[0] ?? '{}') as Notification;
		expect(decodedOf(sent)).toBe(JSON.stringify(content));
	});

	test('signs with the salt of its account, or with the one that the order names', async () => {
		const appId = 'sandbox-webank-part-name';
		expect(await notify({ url: partner.url, appId })).toMatchObject({
			...{ replyCode: '0000', signatureOk: false, asExpected: false },
		});
		expect(await notify({ url: partner.url, appId, salt })).toMatchObject({ asExpected: true });
	});

	test('is measured over many notifications', async () => {
		const started = performance.now();
		const { summary, results } = await notify({ url: partner.url, times: 500, concurrency: 20 });
		const tookMs = performance.now() - started;
		expect(summary).toMatchObject({
			...{ sent: 500, asExpected: 500, lost: 0 },
			...{ statuses: { 200: 500 }, codes: { '0000': 500 } },
		});
		const measuredMs = (500 / summary.perSecond) * 1000;
		expect(measuredMs).toBeLessThan(tookMs + 10);
		expect(measuredMs).toBeGreaterThan(summary.latencyMs.max - 10);
		expect(summary.latencyMs.p50).toBeLessThanOrEqual(summary.latencyMs.max);
		expect(results).toHaveLength(20);
		expect(partner.bodies).toHaveLength(500);
		const { notifications } = await control<{ notifications: Delivery[] }>('/webank/notifications');
		expect(notifications).toHaveLength(200);
	});
});

test('The kinds are told with the replies of a right partner', async () => {
	const { kinds } = await control<{ kinds: Array<{ name: string }> }>('/webank/kinds');
	expect(kinds.map(({ name }) => name)).toEqual(kindNames);
	expect(kinds.find(({ name }) => name === 'sentBack')).toEqual({
		name: 'sentBack',
		text: expect.stringContaining('WB-53'),
		expected: ['0000'],
		then: { expected: ['0001', '0002'] },
	});
});

describe('A wrong partner', () => {
	const isMalicious = (kind: KindName): boolean => {
		const { expected } = kindOf(kind);
		return expected.length > 0 && !expected.includes('0000');
	};

	test.each(kindNames.filter(isMalicious))('that trusts everyone shows with %s', async (kind) => {
		expect(await notify({ url: partner.url, kind })).toMatchObject({
			replyCode: '0000',
			asExpected: false,
		});
	});

	test.each<[keyof typeof habits, string]>([
		['otherSalt', 'Signature must be'],
		['unsigned', 'Signature is no string or missing'],
		['upperCase', 'Signature must be'],
		['otherSerial', 'SeqNo does not repeat 7'],
		['numberTimestamp', 'Timestamp is no string or missing'],
		['bare', 'Plain is no string or missing'],
		['html', 'the reply is not a JSON object'],
		['asText', 'the reply is not application/json'],
		['failing', 'HTTP 500'],
	])('that is %s shows by its reply', async (habit, fault) => {
		const { url } = await start(habit);
		const report = await notify({ url, seqNo: '7' });
		expect(report.asExpected).toBe(false);
		expect(report.faults.join('; ')).toContain(fault);
		const signed = ['otherSerial', 'numberTimestamp', 'asText', 'failing'].includes(habit);
		expect(report.signatureOk).toBe(signed);
	});

	test('that never answers is given up', async () => {
		const { url } = await start('silent');
		const report = await notify({ url, timeoutMs: 100 });
		expect(report).toMatchObject({ status: null, error: 'no answer within 100 ms' });
		expect(report.summary).toMatchObject({ lost: 1, asExpected: 0 });
	});

	test('that is not there is named', async () => {
		const { close, url } = await start('right');
		close();
		expect((await notify({ url })).error).toContain('ECONNREFUSED');
	});

	test('may have agreed on other codes', async () => {
		const order = { url: partner.url, kind: 'stale' };
		expect(await notify({ ...order, expect: ['0000', '9999'] })).toMatchObject({
			asExpected: true,
		});
		expect(await notify({ ...order, expect: ['9999'] })).toMatchObject({ asExpected: false });
	});
});

describe('The command line', () => {
	const file = join(__dirname, '../../sandbox/webank/notify.ts');

	async function run(
		...args: string[]
	): Promise<{ code: number | null; out: string; err: string }> {
		const child = spawn(process.execPath, [file, ...args]);
		let [out, err] = ['', ''];
		child.stdout.on('data', (chunk) => (out += String(chunk)));
		child.stderr.on('data', (chunk) => (err += String(chunk)));
		const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
		return { code, out, err };
	}

	test('sends, reports as JSON and ends with 0 when all went as it should', async () => {
		const { code, out } = await run(
			...['--url', partner.url, '--kind', 'right', '--times', '3', '--concurrency', '2'],
			...['--trans-name', 'repaid', '--seq-no', '9', '--content', '{"A":1}'],
		);
		expect(JSON.parse(out)).toMatchObject({
			...{ kind: 'right', transName: 'repaid', seqNo: '9', replyCode: '0000' },
			summary: { sent: 3, asExpected: 3 },
		});
		expect(code).toBe(0);
		expect(JSON.parse(partner.bodies[0] ?? '')).toMatchObject({ Plain: '%7B%22A%22%3A1%7D' });
	});

	test('ends with 1 when a reply is not the expected one', async () => {
		const { url } = await start('bare');
		expect((await run('--url', url)).code).toBe(1);
		expect((await run('--url', partner.url, '--expect', '0001,0002')).code).toBe(1);
	});

	test.each([
		[['--kind', 'right'], 'url must be an http or https address'],
		[['--url', 'http://127.0.0.1', '--kind', 'evil'], 'kind must be one of'],
		[['--uri', 'http://127.0.0.1'], "Unknown option '--uri'"],
	])('given %j, says what is wrong and ends with 2', async (args, reason) => {
		const { code, err } = await run(...args);
		expect(code).toBe(2);
		expect(err).toContain(reason);
	});
});
