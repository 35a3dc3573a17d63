import type { IDataObject } from 'n8n-workflow';

import { HtouhuiTrigger } from '../../nodes/Htouhui/HtouhuiTrigger.node';
import { encodeForm, signFields } from '../../sandbox/htouhui/crypto.ts';
import { merchantPrivateKey } from '../../sandbox/htouhui/keys.ts';
import { accountOf, merchants, signatures } from '../support/htouhui';
import { message as htouhuiMessage, opening, useHtouhui, visit } from '../support/htouhui-node';
import { listenWith, type Listening, pick, sendTo } from '../support/trigger-server';

// What somebody can make of the answers of this package, and of what it signs, without a key. See docs/security.md.

const SHARED = signatures.filter(({ algorithm }) => algorithm !== 'none');

describe('Htouhui', () => {
	const stage = useHtouhui();
	let trigger: Listening;
	beforeAll(async () => {
		trigger = await listenWith(new HtouhuiTrigger());
	});
	afterAll(() => trigger.close());
	beforeEach(() => accept());

	let workflows = 0;
	function accept(changes: IDataObject = {}, options: IDataObject = {}): void {
		Object.assign(trigger, {
			...{ items: [], workflowId: String(++workflows), parameters: { options } },
			credentials: accountOf('', 'md5', changes),
		});
	}
	const FORM = 'application/x-www-form-urlencoded';
	const post = async (fields: Record<string, string>, query = '') =>
		await sendTo(trigger, encodeForm(fields), FORM, query);

	const injections = [
		...['&status=0', '&status=3&x=', '&a=1&status=3', '&status=3&third_party_user_id=victim&zz='],
	];
	test.each(injections)('%s is not signed as a part of a value', async (injection) => {
		const open = async (changes: IDataObject, credentials: IDataObject = {}) =>
			await stage.one('user', 'openAccount', { ...opening(), ...changes }, { credentials });
		for (const [name, field] of [
			['return_url', 'Return Address'],
			['notify_url', 'Notification Address'],
			['real_name', 'Real Name'],
			['third_party_user_id', 'Your User ID'],
		] as const) {
			const value = String(opening()[name]).slice(0, 8) + injection;
			await expect(open({ [name]: value })).rejects.toThrow(`'${field}' must not hold a 'status'`);
		}
		const further = (name: string, value: string) => ({ values: [{ name, value }] });
		await expect(open({ furtherFields: further('memo', `x${injection}`) })).rejects.toThrow(
			"'memo'",
		);
		const common = { commonFields: further('merchant_id', `m${injection}`) };
		await expect(open({}, common)).rejects.toThrow("'merchant_id' must not hold a 'status'");
	});

	test.each([
		['status', '0'],
		['x&status', '0'],
	])('the further field %s is not signed', async (name, value) => {
		const furtherFields = { values: [{ name, value }] };
		await expect(stage.one('user', 'openAccount', { ...opening(), furtherFields })).rejects.toThrow(
			`'${name}' must not hold a 'status'`,
		);
	});

	test.each([
		'https://a.example/?status=0',
		'https://a.example/?a=1&mystatus=0',
		'https://a.example/?a=1&status',
	])('the address %s cannot be cut into a status, and is signed', async (return_url) => {
		const { fields } = await stage.one('user', 'openAccount', { ...opening(), return_url });
		expect(fields).toMatchObject({ return_url });
	});

	/** The signed text of fields, cut at random places, as fields again. */
	function cut(fields: Record<string, string>): Record<string, string> {
		const { sign, ...others } = fields;
		const text = Object.keys(others)
			.filter((name) => others[name] !== '')
			.sort()
			.map((name) => `${name}=${others[name]}`)
			.join('&');
		const parts = text.split(/&(?=[^&=]+=)/);
		const joined: string[] = [];
		for (const part of parts) {
			const isOwn = joined.length === 0 || /^(status|third_party|htouhui)/.test(part);
			if (isOwn || Math.random() < 0.6) joined.push(part);
			else joined[joined.length - 1] += `&${part}`;
		}
		const pairs = joined.map((part) => [
			part.slice(0, part.indexOf('=')),
			part.slice(part.indexOf('=') + 1),
		]);
		return { ...(Object.fromEntries(pairs) as Record<string, string>), sign };
	}

	test.each(SHARED)(
		'a page call is no result, however it is cut ($algorithm, $secretPlacement, $letterCase)',
		async (one) => {
			const { algorithm, ...placement } = one;
			trigger.credentials = accountOf('', algorithm, placement);
			const settings = { ...one, signField: 'sign', secret: 'htouhui-sandbox-key' };
			for (let round = 0; round < 40; round++) {
				// Another system of the partner has signed the page, and it lets everything through.
				const inject = () => (Math.random() < 0.5 ? pick(injections) : '');
				const page = signFields(
					{
						...{
							htouhui_user_id: '10001',
							third_party_user_id: `u${inject()}`,
							type: pick(['0', '1']),
						},
						...{ id_card: '11010519491231002X', real_name: `王${inject()}` },
						notify_url: `https://n8n.example.com/webhook?a=1${inject()}`,
						return_url: `https://www.example.com/?a=1${pick(injections)}`,
					},
					settings,
					merchantPrivateKey,
				);
				expect(await post(cut(page))).toBe('fail');
				expect(await sendTo(trigger, JSON.stringify(cut(page)))).toBe('fail');
			}
			expect(trigger.items).toEqual([]);
		},
	);

	test('bytes that are no UTF-8 are refused, which keeps a signature from being lengthened', async () => {
		const { body } = htouhuiMessage();
		for (const bytes of ['%80%00', '%C3%28', '%ED%A0%80', '%F8%88%80%80%80']) {
			expect(await sendTo(trigger, `${body}&a=${bytes}`, FORM)).toBe('fail');
		}
		expect(trigger.items).toEqual([]);
	});

	test('a signature over a part of the fields, an empty one and a field beside it are refused', async () => {
		const { message } = htouhuiMessage();
		for (const name of Object.keys(message)) {
			expect(await post({ ...message, [name]: '' })).toBe('fail');
			expect(await post({ ...message, [`${name} `]: message[name] })).toBe('fail');
			const { [name]: _gone, ...others } = message;
			expect(await post(others)).toBe('fail');
			for (const value of [[message[name]], { a: message[name] }, true, 1.5, null]) {
				expect(await sendTo(trigger, JSON.stringify({ ...message, [name]: value }))).toBe('fail');
			}
		}
		for (const body of ['"a=1"', 'null', '[]', '7', JSON.stringify(encodeForm(message))]) {
			expect(await sendTo(trigger, body)).toBe('fail');
		}
		expect(trigger.items).toEqual([]);
	});

	test('what was not signed is not delivered', async () => {
		const { message } = htouhuiMessage();
		expect(await post({ ...message, amount: '' })).toBe('success');
		expect(await sendTo(trigger, JSON.stringify({ ...message, amount: null, note: '' }))).toBe(
			'success',
		);
		const twice = `{"status":"0",${JSON.stringify(message).slice(1)}`;
		expect(await sendTo(trigger, twice)).toBe('success');
		expect(await sendTo(trigger, `${JSON.stringify(message).slice(0, -1)},"status":"0"}`)).toBe(
			'fail',
		);
		for (const item of trigger.items) {
			expect(item).toMatchObject({ status: '3', furtherFields: { merchant_id: 'm' } });
			expect(item.dedupeKey).toBe(trigger.items[0].dedupeKey);
		}
		expect(trigger.items).toHaveLength(3);
	});

	test('the return of the browser is a result without a card, and says so', async () => {
		const { message } = htouhuiMessage({ bank_card_number: '' });
		const { bank_card_number: _none, ...brought } = message;
		expect(await post(brought)).toBe('success');
		expect(trigger.items).toMatchObject([
			{ status: '3', warnings: [expect.stringContaining('Query User')] },
		]);
	});

	describe('the key of a result', () => {
		const keys = () => trigger.items.map(({ dedupeKey }) => dedupeKey);

		test('is another for a second failure that is numbered, and the same for a repetition', async () => {
			for (const serial_no of ['1', '1', '2', '2', '3']) {
				await post(htouhuiMessage({ status: '0', bank_card_number: '', serial_no }).message);
			}
			const [a, b, c, d, e] = keys();
			expect([a === b, c === d, new Set([a, c, e]).size]).toEqual([true, true, 3]);
		});
		test.each([
			['a number among the common fields', { serialField: 'serial_no' }, {}],
			['addresses of their own', {}, { attemptInAddress: true }],
		])(
			'is another for a second failure on the page of the bank, by %s',
			async (_by, settings: IDataObject, options: IDataObject) => {
				accept({}, options);
				await stage.control.call('/htouhui/settings', { merchant: merchants.md5, ...settings });
				const person = await stage.registered();
				const until = async (count: number) => {
					while (trigger.items.length < count) await new Promise((done) => setTimeout(done, 5));
				};
				for (const attempt of [1, 2]) {
					const notify_url = `${trigger.url}?attempt=${attempt}`;
					await visit(await stage.one('user', 'openAccount', { ...opening(person), notify_url }));
					await stage.finish('failOpen');
					await until(attempt);
				}
				await stage.control.call('/htouhui/resend', {});
				await until(3);
				expect(trigger.items).toMatchObject([{ status: '0' }, { status: '0' }, { status: '0' }]);
				const [first, second, again] = keys();
				expect([first === second, second === again]).toEqual([false, true]);
			},
		);
		test('tells apart the addresses when the option says so', async () => {
			const failure = htouhuiMessage({ status: '0' }).message;
			const queries = ['?attempt=1', '?attempt=1', '?attempt=2', ''];
			for (const query of queries) await post(failure, query);
			expect(new Set(keys()).size).toBe(1);
			accept({}, { attemptInAddress: true });
			for (const query of queries) await post(failure, query);
			const [a, b, c, d] = keys();
			expect([a === b, new Set([a, c, d]).size]).toEqual([true, 3]);
		});
	});
});
