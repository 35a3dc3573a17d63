import { call } from '../reference/htouhui.ts';
import type { Fields, OperationId, Settings } from '../reference/htouhui.ts';
import { merchants, sessionOf, useHtouhui } from '../reference/htouhui-sandbox.ts';
import { idCardNo, mobileNo } from '../reference/hstong-people.ts';

const { failedChecks, open, register, settings, url } = useHtouhui();
const algorithms = Object.keys(merchants) as Array<Settings['algorithm']>;
const signing = algorithms.filter((algorithm) => algorithm !== 'none');
const user = { mobile: mobileNo(1), third_party_user_id: 'u-1' };

/** Sends a call and says how it was refused, and by which check. */
async function refusal(
	...input: Parameters<typeof call>
): Promise<[status: number, checks: Record<string, string>]> {
	const { json, status, text } = await call(...input);
	const checks = await failedChecks();
	const reason = Object.values(checks).join();
	// A page call is answered with a page for the person, a call with JSON.
	if (input[0] === 'openAccount') expect(text).toContain('id="fault"');
	else expect(json).toEqual({ message: reason });
	return [status, checks];
}

describe('A signature', () => {
	const changes: Array<[string, (fields: Fields) => void]> = [
		['that is missing', (fields) => void Reflect.deleteProperty(fields, 'sign')],
		['that is empty', (fields) => void (fields.sign = '')],
		['of other fields', (fields) => void (fields.mobile = mobileNo(2))],
		['without an added field', (fields) => void (fields.password = 'x')],
		['that is cut', (fields) => void (fields.sign = String(fields.sign).slice(0, 16))],
	];

	test.each(
		signing.flatMap((one) => changes.map(([what, change]) => [one, what, change] as const)),
	)('of %s %s is refused', async (algorithm, _what, change) => {
		const account = await settings(algorithm);
		const [status, checks] = await refusal('registerUser', user, account, change);
		expect([status, Object.keys(checks)]).toEqual([401, ['signature']]);
	});

	test.each(signing)('of %s with another secret, key or case is refused', async (algorithm) => {
		const account = await settings(algorithm);
		const others: Array<Partial<Settings>> =
			algorithm === 'rsaSha256'
				? [{ algorithm: 'hmacSha256' }]
				: [{ secret: 'x' }, { letterCase: 'upper' }, { algorithm: 'rsaSha256' }];
		for (const other of others) {
			const [status] = await refusal('registerUser', user, { ...account, ...other });
			expect(status).toBe(401);
		}
	});

	test('to an account that has none is an unknown field', async () => {
		const account = await settings();
		const sign = (fields: Fields): void => void (fields.sign = 'x');
		const [status, { parameters }] = await refusal('registerUser', user, account, sign);
		expect([status, parameters]).toEqual([400, 'sign is not a parameter of this operation']);
	});

	test('of another merchant is refused', async () => {
		const account = await settings('md5');
		for (const commonFields of [{}, { merchant_id: 'x' }]) {
			const other = { ...account, commonFields: commonFields as Fields };
			const [status, checks] = await refusal('registerUser', user, other);
			expect([status, Object.keys(checks)]).toEqual([401, ['common fields']]);
		}
	});
});

describe('A body', () => {
	test('of another format, or at another path, is refused', async () => {
		const account = await settings();
		const asJson = { ...account, bodyFormat: 'json' as const };
		expect(await refusal('registerUser', user, asJson)).toEqual([
			...[400, { 'body format': 'the body is no form' }],
		]);
		const elsewhere = { ...account, queryUserPath: '/openapi/user/other' };
		expect(await refusal('queryUser', user, elsewhere)).toMatchObject([404, {}]);
	});

	test.each([
		['text/plain', 'mobile=1', 'the body is text/plain'],
		['application/json', '[]', 'the body is no JSON object'],
		['application/json', '{"mobile":1}', 'mobile is not a string'],
		['application/x-www-form-urlencoded', 'mobile=1&mobile=2', 'mobile is sent twice'],
	])('of %s with %s is refused', async (contentType, body, reason) => {
		const headers = { 'content-type': contentType };
		const path = `${url()}/openapi/user/register`;
		const answer = await fetch(path, { method: 'POST', headers, body });
		expect([answer.status, await answer.json()]).toEqual([400, { message: reason }]);
	});

	test('of GET, and fields in the query, are refused', async () => {
		expect((await fetch(`${url()}/openapi/user/openAccount`)).status).toBe(404);
		const body = new URLSearchParams({ merchant_id: 'sandbox-htouhui', ...user });
		const path = `${url()}/openapi/user/register?mobile=1`;
		expect((await fetch(path, { method: 'POST', body })).status).toBe(400);
	});
});

describe('Parameters', () => {
	const long = (length: number): string => 'x'.repeat(length);
	const cases: Array<[OperationId, Record<string, string | undefined>, string]> = [
		['registerUser', { mobile: undefined }, 'mobile is missing'],
		['registerUser', { mobile: '139' }, 'mobile is no mobile number'],
		['registerUser', { third_party_user_id: '' }, 'third_party_user_id is missing'],
		['registerUser', { third_party_user_id: long(51) }, 'is longer than 50 characters'],
		['registerUser', { password: long(17) }, 'password is longer than 16 characters'],
		['registerUser', { type: '0', password: undefined }, 'password is missing (required when'],
		['registerUser', { borrower: '1' }, 'borrower is not a parameter of this operation'],
		['openAccount', { type: '3' }, 'type has a value outside dictionary openAccountType'],
		['openAccount', { type: '' }, 'type is missing'],
		['openAccount', { real_name: undefined }, 'real_name is missing (required when type is 0 or 1'],
		['openAccount', { id_card: '11010519491231002x' }, 'id_card is no identity number'],
		['openAccount', { notify_url: undefined }, 'notify_url is missing'],
		['openAccount', { notify_url: 'ftp://x' }, 'notify_url is no http or https address'],
		['openAccount', { notify_url: `http://x/${long(192)}` }, 'is longer than 200 characters'],
		['openAccount', { return_url: `http://x/${long(248)}` }, 'is longer than 256 characters'],
		['openAccount', { htouhui_user_id: long(12) }, 'is longer than 11 characters'],
		['queryUser', { id_card: undefined }, 'id_card is missing'],
		['queryUser', { mobile: '1' }, 'mobile is not a parameter of this operation'],
	];

	test.each(cases)('of %s with %j are refused', async (operation, change, reason) => {
		const account = await settings('sha256');
		const fields = await register(account);
		const { id_card = '', third_party_user_id = '' } = fields;
		const right: Record<OperationId, Fields> = {
			registerUser: { ...user, password: 'x' },
			openAccount: fields,
			queryUser: { id_card, third_party_user_id },
		};
		const all = Object.entries({ ...right[operation], ...change });
		const sent = all.filter((pair): pair is [string, string] => pair[1] !== undefined);
		const [status, checks] = await refusal(operation, Object.fromEntries(sent), account);
		expect(status).toBe(400);
		expect(checks.parameters).toContain(reason);
	});
});

describe('An account opening', () => {
	test.each<[string, Fields, string]>([
		['an unknown user', { third_party_user_id: 'x' }, 'there is no such third_party_user_id'],
		['the id of another', { htouhui_user_id: '9' }, 'htouhui_user_id of this user is 10001'],
		['a later type', { type: '1' }, 'the status is 0, so type must be 0'],
	])('of %s is refused', async (_what, change, reason) => {
		const account = await settings();
		const fields = await register(account);
		const [status, { state }] = await refusal('openAccount', { ...fields, ...change }, account);
		expect([status, state]).toEqual([400, reason]);
	});

	test('of another identity, or of one that is taken, is refused', async () => {
		const account = await settings();
		const [first, second] = [await register(account, 1), await register(account, 2)];
		await open(account, first, 'failPassword', {});
		const other = { ...first, type: '1', id_card: idCardNo(3) };
		expect((await refusal('openAccount', other, account))[1].state).toContain('id_card is not');
		const taken = { ...second, id_card: idCardNo(1) };
		expect((await refusal('openAccount', taken, account))[1].state).toContain('another user has');
		const { third_party_user_id = '' } = first;
		const asked = { id_card: idCardNo(3), third_party_user_id };
		expect(await refusal('queryUser', asked, account)).toMatchObject([400, {}]);
	});

	test('of type 2 needs no real_name (gap HTH-18)', async () => {
		const account = await settings();
		const { real_name: _name, ...fields } = await register(account);
		await open(account, { ...fields, real_name: 'X' }, 'failAuthorise', {});
		const page = await call('openAccount', { ...fields, type: '2' }, account);
		expect([page.status, sessionOf(page).length]).toEqual([200, 32]);
	});
});
