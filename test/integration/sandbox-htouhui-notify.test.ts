import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { kindNames, kindOf } from '../../sandbox/htouhui/kinds.ts';
import type { KindName } from '../../sandbox/htouhui/kinds.ts';
import type { Report } from '../../sandbox/htouhui/sender.ts';
import { merchants, useHtouhui } from '../reference/htouhui-sandbox.ts';

const { control, partner, settings } = useHtouhui();
const notify = async (order: object): Promise<Report> => await control('/htouhui/notify', order);

describe('A right partner', () => {
	test('gets the fields that were ordered, and a replay byte for byte', async () => {
		await settings('md5');
		const order = { url: partner.url, merchant: merchants.md5, status: '2', htouhuiUserId: '7' };
		const user = { thirdPartyUserId: 'u &=+/ 😀', bankCardNumber: '6222020000000000062' };
		const { summary } = await notify({ ...order, ...user, kind: 'replay' });
		expect(summary).toMatchObject({ sent: 2, asExpected: 2, codes: { success: 2 } });
		expect(partner.bodies[1]).toBe(partner.bodies[0]);
		expect(partner.accepted[0]).toMatchObject({
			...{ htouhui_user_id: '7', third_party_user_id: 'u &=+/ 😀', status: '2' },
			bank_card_number: '6222020000000000062',
		});
	});

	test('may agree on settings for one order', async () => {
		const change = { signField: 'mac', letterCase: 'upper', secretPlacement: 'both' } as const;
		const other = { ...change, algorithm: 'sha256', secret: 'x' } as const;
		await settings('none', other);
		const { asExpected } = await notify({ url: partner.url, ...other });
		expect([asExpected, partner.accepted.length]).toEqual([true, 1]);
	});
});

describe('A wrong partner', () => {
	const isMalicious = (kind: KindName): boolean =>
		kindOf(kind).expected.length > 0 && !kindOf(kind).expected.includes('success');

	test.each(kindNames.filter(isMalicious))('that trusts everyone shows with %s', async (kind) => {
		partner.answer = () => ({ status: 200, body: 'success' });
		const order = { url: partner.url, kind, merchant: merchants.md5 };
		expect(await notify(order)).toMatchObject({ replyCode: 'success', asExpected: false });
	});

	test.each([
		['quotes', 200, '"success"'],
		['answers with JSON', 200, '{"message":"Workflow was started"}'],
		['answers with another status', 201, 'success'],
		['adds a line break', 200, 'success\n'],
	])('that %s is not taken for one that accepted', async (_what, status, body) => {
		await settings();
		partner.answer = () => ({ status, body });
		expect(await notify({ url: partner.url })).toMatchObject({
			...{ replyCode: 'refused', asExpected: false, body, status },
		});
	});

	test('that fails does not even refuse rightly', async () => {
		partner.answer = () => ({ status: 500, body: '' });
		const report = await notify({ url: partner.url, kind: 'empty' });
		expect(report).toMatchObject({ faults: ['HTTP 500'], asExpected: false });
	});

	test('that never answers is given up', async () => {
		partner.answer = () => undefined;
		const report = await notify({ url: partner.url, timeoutMs: 100 });
		expect(report).toMatchObject({ status: null, error: 'no answer within 100 ms' });
		expect(report.summary).toMatchObject({ lost: 1, asExpected: 0 });
	});
});

describe('The command line', () => {
	const file = join(__dirname, '../../sandbox/htouhui/notify.ts');

	async function run(...args: string[]): Promise<{ code: number | null; out: string }> {
		const child = spawn(process.execPath, [file, ...args]);
		let out = '';
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk) => (out += String(chunk)));
		const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
		return { code, out };
	}

	test('sends, reports as JSON and ends with 0 when all went as it should', async () => {
		await settings('hmacSha256', { commonFields: { mch: '1' }, secret: 's' });
		const { code, out } = await run(
			...['--url', partner.url, '--algorithm', 'hmacSha256', '--secret', 's', '--status', '1'],
			...['--common-fields', '{"mch":"1"}', '--times', '3', '--concurrency', '2'],
		);
		expect(JSON.parse(out)).toMatchObject({ kind: 'right', summary: { sent: 3, asExpected: 3 } });
		expect(code).toBe(0);
		expect(partner.accepted).toMatchObject([{ mch: '1', status: '1' }, {}, {}]);
	});

	test('ends with 1 when a reply is not the expected one', async () => {
		await settings();
		expect((await run('--url', partner.url, '--kind', 'right', '--expect', 'refused')).code).toBe(
			1,
		);
	});

	test.each([
		[['--kind', 'right'], 'url must be an http or https address'],
		[['--url', 'http://127.0.0.1', '--kind', 'evil'], 'kind must be one of'],
		[['--url', 'http://127.0.0.1', '--algorithm', 'sha1'], 'algorithm must be one of'],
		[['--url', 'http://127.0.0.1', '--common-fields', '[]'], 'commonFields must be an object'],
	])('given %j, says what is wrong and ends with 2', async (args, reason) => {
		const { code, out } = await run(...args);
		expect(code).toBe(2);
		expect(out).toContain(reason);
	});
});
