import type { IDataObject } from 'n8n-workflow';

import { WebankApi } from '../../credentials/WebankApi.credentials';
import { WeBank } from '../../nodes/WeBank/WeBank.node';
import { WeBankTrigger } from '../../nodes/WeBank/WeBankTrigger.node';
import { replyCode } from '../../nodes/WeBank/dictionaries';
import { signPlain } from '../../sandbox/webank/crypto.ts';
import { buildNotification, type Notification } from '../../sandbox/webank/notification.ts';
import { runNode } from '../support/n8n';
import { listenWith, type Listening, pick, sendTo } from '../support/trigger-server';

// What somebody can make of the answers of this package, and of what it signs, without a key. See docs/security.md.

describe('WeBank', () => {
	const salt = 'a salt that nobody knows';
	const account: IDataObject = { salt };
	let trigger: Listening;
	beforeAll(async () => {
		trigger = await listenWith(new WeBankTrigger());
	});
	afterAll(() => trigger.close());
	beforeEach(() => accept());

	let workflows = 0;
	function accept(changes: IDataObject = {}): void {
		const workflowId = String(++workflows);
		Object.assign(trigger, { items: [], workflowId, credentials: { ...account, ...changes } });
	}

	const call = (changes: Partial<Notification> = {}, content: object = { LOAN: '1' }) => ({
		...buildNotification({
			...{ text: JSON.stringify(content), salt, timestamp: String(Date.now()) },
			...{ transName: 'LoanResult', seqNo: '7' },
		}),
		...changes,
	});

	/** Everything that can be made of a message without the salt. */
	function variants(text: string): string[] {
		const message = JSON.parse(text) as Notification;
		const { Plain, Signature, Timestamp } = message;
		const named = { ...message, transName: 'LoanResult', SeqNo: '8' };
		return [
			text,
			JSON.stringify(named),
			JSON.stringify({ ...named, Signature: Signature.toUpperCase() }),
			JSON.stringify(Object.fromEntries(Object.entries(named).reverse())),
			JSON.stringify({ ...named, more: 1 }),
			JSON.stringify({ ...named, Plain: Plain.replace('%09+%09', '') }),
			JSON.stringify({ ...named, Plain: Plain.replace(/\+/g, '%20') }),
			JSON.stringify({
				...named,
				Plain: Plain.slice(0, -1),
				Timestamp: Plain.slice(-1) + Timestamp,
			}),
			JSON.stringify({ ...named, Plain: Plain + Timestamp, Timestamp: '' }),
			JSON.stringify([named]),
			`{"Plain":"%7B%22A%22%3A1%7D",${JSON.stringify(named).slice(1)}`,
			`${JSON.stringify(named).slice(0, -1)},"Plain":"%7B%22A%22%3A1%7D"}`,
		];
	}

	async function expectUseless(text: string): Promise<void> {
		const before = trigger.items.length;
		for (const variant of variants(text)) {
			const answer = await sendTo(trigger, variant);
			expect(trigger.items).toHaveLength(before);
			expect(JSON.parse(answer)).toMatchObject({ Signature: '' });
		}
	}

	test('a refusal is not signed, whatever was sent, and useless when it is sent back', async () => {
		const values = (name: string): unknown[] => {
			const right = { Plain: '%7B%22A%22%3A1%7D', Timestamp: String(Date.now()) };
			const usual = { ...right, Signature: '0'.repeat(64), transName: 'LoanResult', SeqNo: '7' };
			const value = Object.entries(usual).find(([known]) => known === name)?.[1];
			return [value, value, value, undefined, '', 7, true, null, [value], { $ne: '' }];
		};
		const types = ['application/json', 'application/json ;charset=utf-8', 'text/plain', ''];
		for (let round = 0; round < 300; round++) {
			const names = ['Plain', 'Signature', 'Timestamp', 'transName', 'SeqNo'];
			const body = Object.fromEntries(names.map((name) => [name, pick(values(name))]));
			const answer = await sendTo(trigger, JSON.stringify(body), pick(types));
			expect(JSON.parse(answer)).toMatchObject({ Signature: '' });
			if (round % 10 === 0) await expectUseless(answer);
		}
		expect(trigger.items).toEqual([]);
	});

	test.each([300, 0])('a genuine reply is no call (window %i)', async (seconds) => {
		accept({ callbackTimestampWindowSeconds: seconds, replySuccessCode: '60840000' });
		await expectUseless(await sendTo(trigger, JSON.stringify(call())));
		expect(trigger.items).toHaveLength(1);
	});

	test.each([
		['too old', () => call({}, { A: 1 }), -600_000],
		['of another transaction', () => call({ transName: 'Other' }), 0],
		['not readable', () => call(), 0],
	])('a signed refusal (%s) is no call', async (what, build, off) => {
		const timestamp = String(Date.now() + off);
		const text = what === 'not readable' ? '[1]' : '{"A":1}';
		const { transName } = build();
		const signed = buildNotification({ text, salt, timestamp, transName, seqNo: '7' });
		trigger.parameters = { transNames: 'LoanResult' };
		const answer = await sendTo(trigger, JSON.stringify(signed));
		trigger.parameters = {};
		expect(JSON.parse(answer)).toMatchObject({
			Signature: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		accept({ callbackTimestampWindowSeconds: 0 });
		await expectUseless(answer);
	});

	const codes = replyCode.map(({ value }) => String(value)).filter((value) => value !== '0016');
	test.each(codes)('what Build Reply signs with %s is no call', async (CODE) => {
		accept({ callbackTimestampWindowSeconds: 0 });
		for (const content of [
			{},
			{ CODE: 7 },
			{ CODE: '66590000', DESC: '' },
			{ '0': 'x', LOAN: '1' },
		]) {
			const [{ json }] = await runNode({
				node: new WeBank(),
				credentialType: new WebankApi(),
				credentials: account as never,
				parameters: {
					...{ resource: 'notification', operation: 'buildReply', CODE },
					...{ transName: 'LoanResult', SeqNo: '7', Timestamp: String(Date.now()) },
					additionalFields: { content },
				},
			});
			await expectUseless(JSON.stringify(json));
		}
		expect(trigger.items).toEqual([]);
	});

	test('a reply of another system with the salt is no call', async () => {
		for (const content of [
			{ CODE: '0000', DESC: '系统处理成功' },
			{ DESC: '', CODE: 1 },
			{ CODE: null },
		]) {
			await sendTo(trigger, JSON.stringify(call({}, content)));
		}
		expect(trigger.items).toEqual([]);
		// A call may have these names among others.
		await sendTo(trigger, JSON.stringify(call({}, { CODE: '66590000', DESC: '', LOAN: '1' })));
		expect(trigger.items).toHaveLength(1);
	});

	test('a signature over a part of it, or by no salt, is none', async () => {
		const { Plain, Timestamp } = call();
		const sha = (...parts: string[]) => signPlain(parts.join(''), '', '');
		const signatures = [
			...[signPlain(Plain, salt, ''), signPlain('', salt, Timestamp), signPlain('', salt, '')],
			...[sha(Plain, Timestamp), sha(Plain, 'undefined', Timestamp), sha(Plain, 'null', Timestamp)],
			...[sha(Plain, Timestamp, salt), sha(salt, Plain, Timestamp), ' ', '0', '\u0000'],
		];
		accept({ secondSalt: undefined });
		for (const Signature of signatures) {
			await sendTo(trigger, JSON.stringify(call({ Plain, Timestamp, Signature })));
		}
		expect(trigger.items).toEqual([]);
	});

	test.each(['', ' ', '+1', '1e12', '0x10', '17 ', 'yesterday', '１７'])(
		'the signed time stamp %p is none, in any window',
		async (timestamp) => {
			accept({ callbackTimestampWindowSeconds: 0 });
			const parts = { text: '{"A":1}', salt, timestamp, transName: 'LoanResult', seqNo: '7' };
			await sendTo(trigger, JSON.stringify(buildNotification(parts)));
			expect(trigger.items).toEqual([]);
		},
	);

	test('what is delivered is what was signed, where a field comes twice', async () => {
		const text = JSON.stringify(call());
		await sendTo(trigger, `{"Plain":"%7B%22LOAN%22%3A2%7D",${text.slice(1)}`);
		await sendTo(trigger, `${text.slice(0, -1)},"Plain":"%7B%22LOAN%22%3A2%7D"}`);
		await sendTo(trigger, `{"__proto__":${text}}`);
		expect(trigger.items).toMatchObject([{ content: { LOAN: '1' } }]);
	});

	test('a call under another name and number has the same key', async () => {
		const genuine = call();
		for (const changes of [
			{},
			{ SeqNo: '8' },
			{ transName: 'x', Signature: genuine.Signature.toUpperCase() },
		]) {
			await sendTo(trigger, JSON.stringify({ ...genuine, ...changes }));
		}
		await sendTo(trigger, JSON.stringify(call({}, { LOAN: '2' })));
		const keys = trigger.items.map(({ dedupeKey }) => dedupeKey);
		expect([keys.length, new Set(keys).size, new Set(keys.slice(0, 3)).size]).toEqual([4, 2, 1]);
	});
});
