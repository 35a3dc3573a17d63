import { requestAsHttpNode } from '../support/n8n';
import { useQiancheng } from '../support/qiancheng';
import { person, riskData } from '../support/qiancheng-data';

const stage = useQiancheng();
const { prepare, run, one, settings, faults, calls } = stage;

describe('the token', () => {
	const items = (count: number) => Array.from({ length: count }, () => ({ json: {} }));

	test('is fetched once for 300 items', async () => {
		const outputs = await run('blacklist', 'search', person(0), { items: items(300) });
		expect(outputs.every(({ json }) => json.verdict === 'notListed')).toBe(true);
		expect(await calls('authorizeToken')).toHaveLength(1);
	});

	test.each(['1001', '1000'])('that ends on the way is renewed once (code %s)', async (code) => {
		await settings({ tokenRefusalCode: code });
		await faults({ latencyMs: 2 });
		const running = run('blacklist', 'search', person(0), { items: items(400) });
		await new Promise((resolve) => setTimeout(resolve, 150));
		await stage.control.call('/qiancheng-credit/expire', {});
		const outputs = await running;
		expect(outputs.filter(({ json }) => json.verdict !== 'notListed')).toEqual([]);
		expect(await calls('authorizeToken')).toHaveLength(2);
	});

	test('is renewed for a risk audit as well, whose data is sent once more', async () => {
		await faults({ expireTokensAtRequest: 2 });
		const items = [1, 2, 3].map((id) => ({ json: { data: riskData(id) } }));
		const values = { ...person(0), phone: '13800138000', specifyData: 'json' };
		const data = '={{ $json.data }}';
		const outputs = await run('riskAudit', 'apply', { ...values, data }, { items });
		expect(outputs.map(({ json }) => json.order_id)).toEqual([1, 2, 3]);
	});

	test('of a wrong password is not had, and the error says what to check', async () => {
		const credentials = { password: 'wrong' };
		await expect(run('blacklist', 'search', person(0), { credentials })).rejects.toMatchObject({
			message: 'Qiancheng Credit does not accept the account or its password',
			description: expect.stringMatching(/credential.*Qiancheng Credit code 1001: 账户或密码错误/),
		});
	});

	test('is asked for with the hours of the credential', async () => {
		await one('blacklist', 'search', person(0), { credentials: { tokenHours: 48 } });
		expect((await calls('authorizeToken'))[0].params.hours).toBe('48');
	});
});

/** What the blacklist says of whom it was asked about. */
const asked = ({ name, id_card, mobile }: ReturnType<typeof person>) => ({
	...{ personName: name, personIdCard: id_card, personMobile: mobile },
});

describe('the blacklist', () => {
	test.each([
		[0, { is_in: false, verdict: 'notListed' }],
		[7, { is_in: null, verdict: 'unknown' }],
		[8, { is_in: true, verdict: 'listed' }],
		[9, { is_in: null, verdict: 'unknown' }],
	])('a number that ends in %i: %j', async (digit, verdict) => {
		expect(await one('blacklist', 'search', person(digit))).toEqual({
			...asked(person(digit)),
			...verdict,
		});
	});

	test('says whom Qiancheng was asked about, as it was sent, whatever stands in the row', async () => {
		const [{ json }] = await run('blacklist', 'search', {
			...{ name: ' 王大志\u200B', id_card: '11010519491231002x', mobile: '+86 138-0013-8008' },
		});
		expect(json).toMatchObject({ ...asked(person(8)), verdict: 'listed' });
	});

	test('that is not available says that nobody was checked', async () => {
		await faults({ force: [{ path: 'searchBlacklist', code: '1000', times: 1 }] });
		const options = { retries: 0 };
		await expect(run('blacklist', 'search', { ...person(0), options })).rejects.toMatchObject({
			message: 'The blacklist of Qiancheng Credit is not available',
			description: expect.stringContaining('服务不可用'),
		});
	});

	test('is asked again after a system fault', async () => {
		await faults({ force: [{ path: 'searchBlacklist', code: '1000', times: 2 }] });
		expect(await one('blacklist', 'search', person(0))).toMatchObject({ verdict: 'notListed' });
	});
});

test('the output can have the fields of the input beside the verdict', async () => {
	const items = [8, 0].map((digit) => ({ json: { row: digit, verdict: 'old' } }));
	const values = { ...person(8), options: { includeInput: true } };
	expect((await run('blacklist', 'search', values, { items })).map(({ json }) => json)).toEqual(
		items.map(({ json: { row } }) => ({
			...{ row, ...asked(person(8)) },
			...{ is_in: true, verdict: 'listed' },
		})),
	);
});

describe('a system fault of a submission', () => {
	test('leaves open whether it was carried out, and it is not repeated', async () => {
		await faults({ force: [{ path: 'telecomCreate', code: '1000', times: 1 }] });
		const values = { ...person(0), service_password: '1' };
		const [{ json }] = await run('telecom', 'create', values, { continueOnFail: true });
		expect(json.details).toMatchObject({
			...{ code: '1000', outcome: 'unknown' },
			description: expect.stringContaining('Start another collection'),
		});
		expect(await calls('telecomCreate')).toHaveLength(1);
	});
});

test.each([
	['a form', { form: { ...person(8) } }],
	['nested JSON', { body: { ...person(8) } }],
	[
		'raw JSON',
		{ body: ` \n${JSON.stringify(person(8))}`, headers: { 'content-type': 'application/json' } },
	],
	['a raw form', { body: new URLSearchParams(person(8) as never).toString(), json: false }],
	['bytes of a form', { body: Buffer.from(new URLSearchParams(person(8) as never).toString()) }],
])("n8n's HTTP Request node sends %s with the token", async (_what, options) => {
	const answer = await requestAsHttpNode(prepare('blacklist', 'search', {}), {
		method: 'POST',
		uri: `${stage.sandbox.urls['qiancheng-credit']}/blacklist/search/single`,
		...options,
	} as never);
	expect(typeof answer === 'string' ? JSON.parse(answer) : answer).toEqual({
		...{ code: 0, data: { is_in: true } },
	});
});
