import type { IDataObject } from 'n8n-workflow';

import { accountOf, merchants, signatures } from '../support/htouhui';
import {
	message,
	NOTIFY,
	opening,
	question,
	registration,
	useHtouhui,
	visit,
} from '../support/htouhui-node';

const stage = useHtouhui();
const { run, one, registered, finish } = stage;
const base = () => stage.sandbox.urls.htouhui;

test.each<[place: string, values: () => IDataObject, result: IDataObject]>([
	[
		'notification.verify',
		() => ({ notification: message().message }),
		{ status: '3', done: true, nextType: null, verified: true },
	],
	[
		'user.openAccount',
		() => opening(),
		{ type: '0', typeLabel: 'Open Account (开户)', method: 'POST' },
	],
	[
		'user.query',
		() => question(),
		{
			...{ status: '0', statusLabel: 'Account opening failed (开户失败)', nextType: '0' },
			...{ done: false, borrower: '0', borrowerLabel: 'No (否)', registered: false },
		},
	],
	['user.register', () => registration(), { htouhui_user_id: '10001' }],
])('%s succeeds', async (place, values, result) => {
	const [resource, operation] = place.split('.');
	expect(await one(resource, operation, values())).toMatchObject(result);
});

describe.each(signatures)(
	'signed with $algorithm, $secretPlacement, $hmacText, $letterCase',
	({ algorithm, ...signature }) => {
		test.each(['form', 'json'])('the whole way succeeds with %s', async (bodyFormat) => {
			const settings = { ...signature, bodyFormat };
			const merchant = merchants[algorithm];
			await stage.control.call('/htouhui/settings', { merchant, signField: 'mac', ...settings });
			const account = accountOf(base(), algorithm, { signField: 'mac', ...settings });
			const person = await registered(account);

			const page = await one('user', 'openAccount', opening(person), { credentials: account });
			expect(await visit(page)).toMatchObject({ status: 200, session: expect.any(String) });
			const { redirect } = await finish('failPassword');

			const query = Object.fromEntries(new URL(redirect).searchParams);
			// The address had a field of its own, which the platform did not sign.
			delete query.x;
			const back = { source: 'return', notification: query };
			expect(await one('notification', 'verify', back, { credentials: account })).toMatchObject({
				...{ status: '1', nextType: '1', verified: algorithm !== 'none' },
				furtherFields: { merchant_id: merchant },
			});
			expect(await one('user', 'query', question(person), { credentials: account })).toMatchObject({
				...{ status: '1', nextType: '1', nextTypeLabel: 'Set Trading Password (设置交易密码)' },
				...{ registered: true, furtherFields: { merchant_id: merchant } },
			});
		});
	},
);

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
		const values = {
			...opening(person),
			type: "={{ '开户' }}",
			id_card: person.id_card.toLowerCase(),
		};
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

test.each([
	['', "The credential has no 'Base URL'"],
	['javascript:alert(1)//', "The credential's 'Base URL' must begin with https://"],
	['htouhui.example', "The credential's 'Base URL' must begin with https://"],
])('a page at %p is not built', async (baseUrl, complaint) => {
	const account = accountOf(baseUrl);
	await expect(run('user', 'openAccount', opening(), { credentials: account })).rejects.toThrow(
		complaint,
	);
});

describe('further fields', () => {
	const further = (name: string, value: IDataObject[string] = '20260101') => ({
		furtherFields: {
			values: [
				{ name, value },
				{ name: '', value: '' },
			],
		},
	});
	test('are signed with the others', async () => {
		const { fields } = await one('user', 'openAccount', { ...opening(), ...further('timestamp') });
		expect(fields).toMatchObject({ timestamp: '20260101', merchant_id: merchants.md5 });
		const { sign: plain } = (await one('user', 'openAccount', opening())).fields as IDataObject;
		expect((fields as IDataObject).sign).not.toBe(plain);
	});
	test.each([
		[' ', 'x', 'has a value without a name'],
		['timestamp', null, "has no value for 'timestamp'"],
	])('named %p with the value %p are not left out in silence', async (name, value, fault) => {
		await expect(
			run('user', 'openAccount', { ...opening(), ...further(name, value) }),
		).rejects.toThrow(`'Further Common Fields' ${fault}`);
	});
	test.each([
		['openAccount', opening, ['id_card', 'notify_url', 'real_name', 'type', 'sign']],
		['register', registration, ['mobile', 'password', 'type', 'third_party_user_id', 'sign']],
		['query', question, ['id_card', 'third_party_user_id', 'sign']],
	] as const)(
		'of %s have no name that has a place of its own',
		async (operation, values, names) => {
			for (const name of names) {
				// What is left empty in its own place has no other one either.
				const left = { type: '2', password: '', additionalFields: {} };
				const given: IDataObject = { ...values(), ...left, ...further(name) };
				await expect(run('user', operation, given)).rejects.toThrow(
					`'Further Common Fields' must not have '${name}', which has a place of its own`,
				);
			}
			expect(await stage.control.journal()).toEqual([]);
		},
	);
	test('do not come twice, and replace no common field', async () => {
		const twice = { furtherFields: { values: [1, 2].map((value) => ({ name: 'no', value })) } };
		await expect(run('user', 'query', { ...question(), ...twice })).rejects.toThrow(
			"'Further Common Fields' has 'no' twice",
		);
		for (const operation of ['query', 'openAccount'] as const) {
			const values = operation === 'query' ? question() : opening();
			await expect(
				run('user', operation, { ...values, ...further('merchant_id') }),
			).rejects.toThrow(
				"'merchant_id' comes from the credential's 'Common Fields' and from the request",
			);
		}
		expect(await stage.control.journal()).toEqual([]);
	});
});

describe('common fields of the credential', () => {
	const withFields = (...pairs: Array<[unknown, unknown]>) =>
		accountOf(base(), 'md5', {
			commonFields: { values: pairs.map(([name, value]) => ({ name, value })) } as never,
		});
	test.each([
		['a value without a name', [[' ', 'x']], 'has a value without a name'],
		['a name without a value', [['branch', '']], "has no value for 'branch'"],
		[
			'one twice',
			[
				['branch', '1'],
				['branch\n', '1'],
			],
			"has 'branch' twice",
		],
		['the signature', [['sign', 'x']], "must not have 'sign', which has a place of its own"],
	] as Array<[string, Array<[unknown, unknown]>, string]>)(
		'with %s are refused before anything is sent',
		async (_what, pairs, fault) => {
			for (const [operation, values] of [
				['query', question()],
				['register', registration()],
				['openAccount', opening()],
			] as const) {
				const account = withFields(['merchant_id', merchants.md5], ...pairs);
				await expect(run('user', operation, values, { credentials: account })).rejects.toThrow(
					`The credential's 'Common Fields' ${fault}`,
				);
			}
			expect(await stage.control.journal()).toEqual([]);
		},
	);
	test('do not replace what the operation sends', async () => {
		const account = withFields(['merchant_id', merchants.md5], ['mobile', '13900000000']);
		await expect(run('user', 'register', registration(), { credentials: account })).rejects.toThrow(
			"'mobile' comes from the credential's 'Common Fields' and from the request",
		);
	});
	test('may have a row that was left blank', async () => {
		const account = withFields(['', ''], ['merchant_id', merchants.md5]);
		expect(await one('user', 'query', question(), { credentials: account })).toBeDefined();
	});
});

describe('the password of a registration', () => {
	test.each(['0', 0, '０', ' 0 '])('is needed with the type %j', async (type) => {
		for (const password of ['', null, '  ']) {
			const values = { ...registration(), password, additionalFields: { type } };
			await expect(run('user', 'register', values)).rejects.toMatchObject({
				message: "'Password' is empty",
				description: expect.stringContaining('type=0时必填'),
			});
		}
		expect(await stage.control.journal()).toEqual([]);
	});
	test.each([undefined, '', '1'])('is not needed with the type %j', async (type) => {
		const values = { ...registration(), password: '', additionalFields: { type } };
		expect(await one('user', 'register', values)).toMatchObject({ htouhui_user_id: '10001' });
	});
});

test('nothing that the node sends or returns is left out', () => {
	expect(stage.unseen()).toEqual([]);
});
