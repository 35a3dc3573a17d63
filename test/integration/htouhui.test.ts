import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { HtouhuiApi } from '../../credentials/HtouhuiApi.credentials';
import { Htouhui } from '../../nodes/Htouhui/Htouhui.node';
import { resources } from '../../nodes/Htouhui/operations';
import { buildNotification } from '../../sandbox/htouhui/notification.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';

import {
	accountOf,
	algorithms,
	merchants,
	newPerson,
	QUERY_PATH,
	SECRET,
	signatures,
} from '../support/htouhui';
import { requestAsHttpNode, runNode, type Run } from '../support/n8n';
import { controlOf, type Control } from '../support/sandbox';
import { readSchema, schemaFaults } from '../support/schema';

let sandbox: Sandbox;
let control: Control;
beforeAll(async () => {
	sandbox = await startSandbox();
	control = controlOf(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(async () => await control.reset());

type Options = Partial<Pick<Run, 'items' | 'continueOnFail' | 'signal'>> & {
	account?: IDataObject;
};
const base = () => sandbox.urls.htouhui;

const prepare = (
	resource: string,
	operation: string,
	values: IDataObject,
	{ account, ...options }: Options = {},
): Run => ({
	node: new Htouhui(),
	credentialType: new HtouhuiApi(),
	...options,
	credentials: (account ?? accountOf(base())) as never,
	parameters: { resource, operation, ...values },
});
const run = async (...args: Parameters<typeof prepare>): Promise<INodeExecutionData[]> =>
	await runNode(prepare(...args));
const one = async (...args: Parameters<typeof prepare>): Promise<IDataObject> =>
	(await run(...args))[0].json;

const pick = (person: IDataObject, ...names: string[]): IDataObject =>
	Object.fromEntries(names.map((name) => [name, person[name]]));
const registration = (person: IDataObject = newPerson()): IDataObject => ({
	...pick(person, 'mobile', 'password', 'third_party_user_id'),
	additionalFields: { type: '0' },
});
const NOTIFY = 'http://127.0.0.1:9/notify?a=1&b=2';
const RETURN = 'http://127.0.0.1:9/back?x=%26#top';
const opening = (person: IDataObject = newPerson()): IDataObject => ({
	...pick(person, 'third_party_user_id', 'id_card', 'real_name'),
	...{ type: '0', htouhui_user_id: '10001', notify_url: NOTIFY, return_url: RETURN },
});
const question = (person: IDataObject = newPerson()) =>
	pick(person, 'third_party_user_id', 'id_card');

/** A registered person with the platform's id. */
async function registered(account?: IDataObject) {
	const person = newPerson();
	const { htouhui_user_id } = await one('user', 'register', registration(person), { account });
	return { ...person, htouhui_user_id: String(htouhui_user_id) };
}

/** Sends the browser to the page of the bank; its session. */
async function visit({ url, fields }: IDataObject) {
	const body = new URLSearchParams(fields as Record<string, string>);
	const answer = await fetch(String(url), { method: 'POST', body });
	const text = await answer.text();
	const [, session] = /name="session" value="(\w+)"/.exec(text) ?? [];
	return { status: answer.status, text, session };
}

const finish = async (outcome: string): Promise<{ status: string; redirect: string }> =>
	await control.call('/htouhui/finish', { outcome });

const message = (changes: Record<string, string> = {}, account = {}) =>
	buildNotification(
		{
			...{ htouhui_user_id: '10001', third_party_user_id: 'u 1', status: '3' },
			...{ bank_card_number: '6222020000000010001', ...changes },
		},
		{
			...{ commonFields: { merchant_id: 'm' }, algorithm: 'md5', signField: 'sign' },
			...{ secret: SECRET, secretPlacement: 'appendKey', letterCase: 'lower', ...account },
		},
	);

interface Case {
	values: () => IDataObject;
	bad: IDataObject;
	complaint: string;
	result: IDataObject;
}
const cases: Record<string, Case> = {
	'notification.verify': {
		values: () => ({ notification: message().message }),
		bad: { notification: '{"status":"3"}' },
		complaint: 'The notification is not genuine: its signature does not fit the credential',
		result: { status: '3', done: true, nextType: null, verified: true },
	},
	'user.openAccount': {
		values: () => opening(),
		bad: { id_card: '110105194912310021' },
		complaint: "'ID Card Number' has a last character that does not fit",
		result: { type: '0', typeLabel: 'Open account (开户)', method: 'POST' },
	},
	'user.query': {
		values: () => question(),
		bad: { id_card: '1' },
		complaint: "'ID Card Number' must have 17 digits",
		result: {
			...{ status: '0', statusLabel: 'Account opening failed (开户失败)', nextType: '0' },
			...{ done: false, borrower: '0', borrowerLabel: 'No (否)', registered: false },
		},
	},
	'user.register': {
		values: () => registration(),
		bad: { mobile: '12345' },
		complaint: "'Mobile Number' must have 11 digits",
		result: { htouhui_user_id: '10001' },
	},
};

test('every operation has its cases here', () => {
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.keys(operations).map((operation) => `${resource}.${operation}`),
	);
	expect(Object.keys(cases).sort()).toEqual(all.sort());
});

describe.each(Object.entries(cases))('%s', (name, { values, bad, complaint, result }) => {
	const [resource, operation] = name.split('.');

	test('succeeds, as its preview shows', async () => {
		const [output] = await run(resource, operation, values());
		expect(output.json).toMatchObject(result);
		expect(output.pairedItem).toEqual({ item: 0 });
		expect(schemaFaults(output.json, readSchema('Htouhui', resource, operation))).toEqual([]);
	});

	test('given a bad value, nothing is sent and the error names it', async () => {
		await expect(run(resource, operation, { ...values(), ...bad })).rejects.toThrow(complaint);
		expect(await control.journal()).toEqual([]);
	});

	test('given two items of which one fails, the other one is done', async () => {
		const [[field, wrong]] = Object.entries(bad);
		const right = values();
		const items = [{ json: { value: wrong } }, { json: { value: right[field] } }] as never;
		const outputs = await run(
			resource,
			operation,
			{ ...right, [field]: '={{ $json.value }}' },
			{ items, continueOnFail: true },
		);
		expect(outputs[0].json.details).toMatchObject({ provider: 'Htouhui', outcome: 'notSent' });
		expect(outputs[1].json).toMatchObject(result);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

describe.each(signatures)(
	'signed with $algorithm, $secretPlacement, $letterCase',
	({ algorithm, secretPlacement, letterCase }) => {
		test.each(['form', 'json'])('the whole way succeeds with %s', async (bodyFormat) => {
			const settings = { secretPlacement, letterCase, bodyFormat };
			const merchant = merchants[algorithm];
			await control.call('/htouhui/settings', { merchant, signField: 'mac', ...settings });
			const account = accountOf(base(), algorithm, { signField: 'mac', ...settings });
			const person = await registered(account);

			const page = await one('user', 'openAccount', opening(person), { account });
			expect(await visit(page)).toMatchObject({ status: 200, session: expect.any(String) });
			const { redirect } = await finish('failPassword');

			const query = Object.fromEntries(new URL(redirect).searchParams);
			// The address had a field of its own, which the platform did not sign.
			delete query.x;
			const back = { source: 'return', notification: query };
			expect(await one('notification', 'verify', back, { account })).toMatchObject({
				...{ status: '1', nextType: '1', verified: algorithm !== 'none' },
				furtherFields: { merchant_id: merchant },
			});
			expect(await one('user', 'query', question(person), { account })).toMatchObject({
				...{ status: '1', nextType: '1', nextTypeLabel: 'Set trading password (设置交易密码)' },
				...{ registered: true, furtherFields: { merchant_id: merchant } },
			});
		});
	},
);

describe.each(algorithms.filter((algorithm) => algorithm !== 'none'))('with %s', (algorithm) => {
	const wrong = { secret: 'wrong', privateKey: '' };
	test('a wrong key is told', async () => {
		const { privateKey } = accountOf(base(), algorithm);
		await control.call('/htouhui/settings', { merchant: merchants[algorithm], secret: 'other' });
		// The sandbox knows one key of the partner only: another field name is as good as a wrong key.
		const account = accountOf(base(), algorithm, { ...wrong, privateKey, signField: 'other' });
		await expect(run('user', 'query', question(), { account })).rejects.toMatchObject({
			message: 'Htouhui does not accept the common fields or the signature',
			description: expect.stringContaining('Htouhui code HTTP 401: {"message":'),
		});
	});
	test('a missing key is told, and nothing is sent', async () => {
		const account = accountOf(base(), algorithm, { secret: '', privateKey: '' });
		for (const [resource, operation, values] of [
			['user', 'query', question()],
			['user', 'register', registration()],
			['user', 'openAccount', opening()],
		] as const) {
			await expect(run(resource, operation, values, { account })).rejects.toThrow(
				/The credential has no '(Secret|Private Key)'/,
			);
		}
		expect(await control.journal()).toEqual([]);
	});
});

describe('the page call', () => {
	test.each([
		['0', 'failOpen', '0'],
		['0', 'failAuthorise', '2'],
		['1', 'success', '3'],
		['2', 'success', '3'],
	])('of type %s that ends with %s leads to status %s', async (type, outcome, status) => {
		const person = await registered();
		const before = { 0: undefined, 1: 'failPassword', 2: 'failAuthorise' }[type];
		if (before) {
			await visit(await one('user', 'openAccount', opening(person)));
			await finish(before);
		}
		const page = await one('user', 'openAccount', { ...opening(person), type });
		const { session } = await visit(page);
		expect(session).toBeDefined();
		expect('real_name' in (page.fields as IDataObject)).toBe(type !== '2');
		expect((await finish(outcome)).status).toBe(status);
		expect(await one('user', 'query', question(person))).toMatchObject({
			...{ status, done: status === '3', nextType: status === '3' ? null : status },
		});
	});

	test('has the fields in its HTML, escaped, and understands labels', async () => {
		const person = await registered();
		const values = { ...opening(person), type: "={{ '开户' }}", id_card: person.id_card.toLowerCase() };
		const { html, fields, url } = await one('user', 'openAccount', values);
		expect(url).toBe(`${base()}/openapi/user/openAccount`);
		expect(fields).toMatchObject({ type: '0', id_card: person.id_card, notify_url: NOTIFY });
		expect(html).toContain('value="王大志 &lt;b&gt;&quot;&amp;&#39;"');
		expect(html).toContain(`action="${String(url)}"`);
	});

	test.each([
		[{ notify_url: 'ftp://x' }, "'Notification Address' must be an address"],
		[
			{ notify_url: `https://x/${'y'.repeat(200)}` },
			"'Notification Address' must have at most 200",
		],
		[{ return_url: `https://x/${'y'.repeat(256)}` }, "'Return Address' must have at most 256"],
		[{ real_name: '' }, "'Real Name' is empty"],
		[{ type: '3' }, "'Begin With' must be one of its choices"],
		[{ third_party_user_id: 'x'.repeat(51) }, "'Your User ID' must have at most 50"],
		[{ htouhui_user_id: '1'.repeat(12) }, "'Htouhui User ID' must have at most 11"],
	])('with %j is not built', async (changes, complaint) => {
		await expect(run('user', 'openAccount', { ...opening(), ...changes })).rejects.toThrow(
			complaint,
		);
	});
});

describe('further fields', () => {
	const further = (name: string) => ({
		furtherFields: {
			values: [
				{ name, value: '20260101' },
				{ name: ' ', value: 'x' },
			],
		},
	});
	test('are signed with the others', async () => {
		const { fields } = await one('user', 'openAccount', { ...opening(), ...further('timestamp') });
		expect(fields).toMatchObject({ timestamp: '20260101', merchant_id: merchants.md5 });
		const { sign: plain } = (await one('user', 'openAccount', opening())).fields as IDataObject;
		expect((fields as IDataObject).sign).not.toBe(plain);
	});
	test.each(['id_card', 'notify_url'])('do not replace %s', async (name) => {
		await expect(run('user', 'openAccount', { ...opening(), ...further(name) })).rejects.toThrow(
			`'Further Fields' must not replace '${name}'`,
		);
	});
});

describe('a refusal', () => {
	test('of a registration that exists tells the answer', async () => {
		const person = newPerson();
		await run('user', 'register', registration(person));
		await expect(run('user', 'register', registration(person))).rejects.toMatchObject({
			message: 'Htouhui did not register the user',
			description: expect.stringContaining('手机号或商户用户id已注册'),
		});
	});
	test('with HTTP 400 tells the answer', async () => {
		const { additionalFields: _type, ...values } = registration();
		await control.call('/htouhui/force', {
			...{ operation: 'registerUser', httpStatus: 400, body: { code: 'E1', msg: '错误' } },
		});
		await expect(run('user', 'register', values)).rejects.toMatchObject({
			message: 'Htouhui does not accept the values',
			description: expect.stringContaining('HTTP 400: {"code":"E1","msg":"错误"}'),
		});
	});
	test('of a query with HTTP 200 tells the answer', async () => {
		await control.call('/htouhui/force', { body: { code: '0001', msg: '验签失败' } });
		await expect(run('user', 'query', question())).rejects.toMatchObject({
			message: 'Htouhui did not answer with the state of the user',
			description: expect.stringContaining('{"code":"0001","msg":"验签失败"}'),
		});
	});
	test('of another identity number is told', async () => {
		const person = await registered();
		await visit(await one('user', 'openAccount', opening(person)));
		await finish('success');
		const other = { ...question(person), id_card: newPerson().id_card };
		await expect(run('user', 'query', other)).rejects.toThrow('Htouhui does not accept the values');
	});
	test.each([
		['', "The credential has no 'Query User Path'"],
		['query', "'Query User Path' does not begin with a slash"],
	])('of a query without address (%p) is told before it is sent', async (path, complaint) => {
		const account = accountOf(base(), 'md5', { queryUserPath: path });
		await expect(run('user', 'query', question(), { account })).rejects.toThrow(complaint);
	});
	test('of an unknown path is told', async () => {
		const account = accountOf(base(), 'md5', { queryUserPath: '/nowhere' });
		await expect(run('user', 'query', question(), { account })).rejects.toThrow(
			'The server does not know this interface',
		);
	});
});

describe('a fault', () => {
	const fault = async (kind: string, when: string, at = [1]) =>
		await control.call('/faults', { htouhui: { events: [{ at, kind, when }] } });

	test.each(['drop', 'http500', 'malformed', 'truncated'])(
		'of a query (%s) is passed by repeating it',
		async (kind) => {
			await fault(kind, 'before', [1, 2]);
			expect(await one('user', 'query', question())).toMatchObject({ status: '0' });
			await fault(kind, 'before', [1, 2, 3]);
			const [output] = await run('user', 'query', question(), { continueOnFail: true });
			expect(output.json.details).toMatchObject({ outcome: 'noAnswer' });
		},
	);
	test.each([
		['drop', 'before'],
		['http500', 'after'],
		['malformed', 'after'],
		['truncated', 'after'],
	])('of a registration (%s, %s) is not repeated', async (kind, when) => {
		await fault(kind, when);
		const [output] = await run('user', 'register', registration(), { continueOnFail: true });
		expect(output.json).toMatchObject({
			error: expect.stringMatching(/^It is unknown whether Htouhui carried out 'Register User'/),
			details: {
				outcome: 'unknown',
				description: expect.stringContaining("Look with 'Query User'"),
			},
		});
		expect(await control.journal()).toHaveLength(1);
	});
	test('of the network is told', async () => {
		const account = accountOf('http://127.0.0.1:9');
		await expect(run('user', 'query', question(), { account })).rejects.toMatchObject({
			message: 'Htouhui could not be reached',
		});
	});
});

describe('Verify Notification', () => {
	const verify = async (notification: unknown, account?: IDataObject) =>
		await one('notification', 'verify', { notification } as never, { account });

	test.each([
		['an object', () => message().message],
		['JSON', () => JSON.stringify(message().message)],
		['a form', () => message().body],
	])('takes %s', async (_what, given) => {
		expect(await verify(given())).toEqual({
			...{ htouhui_user_id: '10001', third_party_user_id: 'u 1' },
			...{ bank_card_number: '6222020000000010001', status: '3' },
			statusLabel:
				'Account opened, trading password set and fees authorised (开户设置交易密码及授权都成功)',
			...{ nextType: null, nextTypeLabel: null, done: true },
			...{ dedupeKey: 'u 1:3', verified: true, furtherFields: { merchant_id: 'm' } },
		});
	});

	const tampered = (changes: object) => ({ ...message().message, ...changes });
	test.each([
		['a changed status', () => tampered({ status: '2' }), 'signature'],
		['a missing signature', () => tampered({ sign: '' }), 'signature'],
		['an added field', () => tampered({ x: '1' }), 'signature'],
		['a missing field', () => message({ status: '' }).message, 'a field is missing (status)'],
		['a missing card', () => message({ bank_card_number: '' }).message, '(bank_card_number)'],
		['an unknown status', () => message({ status: '9' }).message, "none of the document's"],
		['a field twice', () => `${message().body}&status=3`, 'each field comes once'],
		['a list', () => tampered({ status: ['3', '3'] }), 'each field comes once'],
		['no object', () => '[1]', 'each field comes once'],
	])('refuses %s', async (_what, given, reason) => {
		await expect(verify(given())).rejects.toThrow(reason);
	});

	test('without a signature says that nothing was verified', async () => {
		const { message: unsigned } = message({}, { algorithm: 'none' });
		expect(await verify(unsigned, accountOf(base(), 'none'))).toMatchObject({ verified: false });
		const undecided = accountOf(base(), 'none', { algorithm: 'notChosen' });
		await expect(verify(unsigned, undecided)).rejects.toThrow("'Signature' has not been chosen");
	});
});

describe("n8n's HTTP Request node", () => {
	test.each(algorithms)('queries with %s, by form and by JSON', async (algorithm) => {
		const person = question();
		const ask = async (account: IDataObject, parts: object) =>
			await requestAsHttpNode(prepare('user', 'query', {}, { account }), {
				...{ method: 'POST', uri: base() + QUERY_PATH, ...parts },
			} as never);
		const answer = { status: '0', merchant_id: merchants[algorithm] };
		const account = accountOf(base(), algorithm);
		expect(await ask(account, { form: person })).toMatchObject(answer);
		await control.call('/htouhui/settings', { merchant: merchants[algorithm], bodyFormat: 'json' });
		// The helper leaves an answer as text when it was given bytes.
		const text = String(await ask(account, { body: person }));
		expect(JSON.parse(text)).toMatchObject(answer);
	});
	test('is told when the key is missing', async () => {
		const account = accountOf(base(), 'md5', { secret: '' });
		const asked = requestAsHttpNode(prepare('user', 'query', {}, { account }), {
			...{ method: 'POST', uri: base() + QUERY_PATH, form: question() },
		});
		await expect(asked).rejects.toThrow("The credential has no 'Secret'");
	});
});
