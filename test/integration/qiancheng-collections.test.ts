import type { IDataObject } from 'n8n-workflow';

import { useQiancheng } from '../support/qiancheng';
import { person } from '../support/qiancheng-data';
import { login, qianchengSteps, quick } from '../support/qiancheng-steps';

const stage = useQiancheng();
const { run, one, settings, calls } = stage;
const { start, logIn, startEbank, waitFor } = qianchengSteps(stage);
beforeEach(async () => await settings({ stepMs: 30, requestDelay: 0 }));

const VERSIONS = ['v1', 'v2'];

/** Puts a query into a state, as the provider does by itself. */
const force = async (open_id: string, state: number) =>
	await stage.control.call('/qiancheng-credit/state', { open_id, state });

describe('waiting for a telecom query', () => {
	test('goes from step to step', async () => {
		const open_id = await start('telecom', 3);
		const steps: Array<[string, IDataObject, IDataObject]> = [
			['', {}, { nextAction: 'submitCaptcha' }],
			['submitCaptcha', { captcha: '999999' }, { stateName: 'STATE_CAPTCHA_ERROR' }],
			['submitCaptcha', { captcha: '123456' }, { nextAction: 'submitQueryPassword' }],
			['submitQueryPassword', { query_password: '654321' }, { nextAction: 'getData' }],
		];
		for (const [operation, values, state] of steps) {
			if (operation === 'submitQueryPassword') {
				expect(await one('telecom', 'getReport', { open_id })).toEqual({
					...{ open_id, ready: false, nextAction: 'wait', data: null },
				});
			}
			if (operation) await one('telecom', operation, { open_id, ...values });
			expect(await waitFor('telecom', { open_id })).toMatchObject(state);
		}
		const { data: report } = await one('telecom', 'getReport', { open_id });
		expect(Object.keys(report as object).length).toBeGreaterThan(0);
	});

	test('ends when it has failed', async () => {
		const open_id = await start('telecom', 6);
		expect(await waitFor('telecom', { open_id })).toMatchObject({ nextAction: 'failed' });
	});

	test('ends at the time given, with the state of that moment', async () => {
		const open_id = await start('telecom', 7);
		const started = Date.now();
		expect(await waitFor('telecom', { open_id, maximumWait: 2 })).toMatchObject({
			...{ nextAction: 'wait', timedOut: true },
		});
		expect(Date.now() - started).toBeLessThan(4000);
		expect((await calls('telecomGetState')).length).toBeLessThanOrEqual(12);
	});

	test('finds the query failed after its ten minutes', async () => {
		const open_id = await start('telecom', 7);
		await stage.control.call('/qiancheng-credit/clock', { advanceSeconds: 601 });
		expect(await waitFor('telecom', { open_id })).toMatchObject({ nextAction: 'failed' });
	});

	test('stops at once when the execution is cancelled', async () => {
		const open_id = await start('telecom', 7);
		const abort = new AbortController();
		const values = { open_id, interval: 5, maximumWait: 600 };
		const running = run('telecom', 'waitForState', values, { signal: abort.signal });
		setTimeout(() => abort.abort(), 300);
		const started = Date.now();
		await expect(running).rejects.toThrow();
		expect(Date.now() - started).toBeLessThan(2000);
	});
});

describe('a state that may pass by itself', () => {
	const v1 = { interfaceVersion: 'v1' };

	test.each([
		['telecom', 1, 21, { stateName: 'STATE_CAPTCHA_REQUIRED' }],
		['telecom', 1, 43, { nextAction: 'getData' }],
		['ebank', 8, 6, { stateName: 'STATE_MSG_CAPTCHA_REQUIRED' }],
		['ebank', 8, 11, { nextAction: 'failed' }],
	])('%s %i: Wait for State comes out with the %i that follows', async (kind, from, to, state) => {
		const version = kind === 'ebank' ? v1 : {};
		const open_id = kind === 'ebank' ? await startEbank('v1', 7) : await start('telecom', 7);
		await force(open_id, from);
		const waiting = waitFor(kind, { ...version, open_id, interval: 1 });
		await new Promise((resolve) => setTimeout(resolve, 500));
		await force(open_id, to);
		expect(await waiting).toMatchObject({ ...state, timedOut: false });
	});

	test('that stays is what it is: a captcha at the next question, a restart after ten seconds', async () => {
		const ebank = await startEbank('v1', 7);
		await force(ebank, 8);
		expect(await waitFor('ebank', { ...v1, open_id: ebank })).toMatchObject({
			...{ state: 8, nextAction: 'submitCaptcha', timedOut: false },
		});
		const telecom = await start('telecom', 7);
		await force(telecom, 1);
		const started = Date.now();
		expect(await waitFor('telecom', { open_id: telecom })).toMatchObject({
			...{ state: 1, nextAction: 'restart', timedOut: false },
		});
		expect(Date.now() - started).toBeGreaterThan(9000);
		const short = await waitFor('telecom', { open_id: telecom, maximumWait: 1 });
		expect(short).toMatchObject({ nextAction: 'restart', timedOut: false });
		expect(await one('telecom', 'getState', { open_id: telecom })).toMatchObject({
			nextAction: 'restart',
		});
	}, 30_000);
});

describe.each(VERSIONS)('waiting for an e-bank query of %s', (interfaceVersion) => {
	const submit = async (open_id: string, verify_code: string) =>
		await one('ebank', 'submitCaptcha', { interfaceVersion, open_id, verify_code });

	test('hands over the picture captcha, and another one after a wrong text', async () => {
		const open_id = await startEbank(interfaceVersion, 4);
		const values = { interfaceVersion, open_id, ...quick, binaryPropertyName: 'captcha' };
		const pictures: unknown[] = [];
		// Whenever the question comes: the state between the two pictures lasts a moment.
		for (const stepMs of [30, 300]) {
			await settings({ stepMs });
			const [{ json, binary }] = await run('ebank', 'waitForState', values);
			expect(json).toMatchObject({ stateName: 'STATE_PIC_CAPTCHA_REQUIRED' });
			expect(binary?.captcha).toMatchObject({ mimeType: 'image/png', fileName: 'captcha.png' });
			expect(binary?.captcha.data).toBe(json.pic_captcha);
			pictures.push(json.pic_captcha);
			await submit(open_id, '9');
		}
		expect(new Set(pictures).size).toBe(2);
		expect(await one('ebank', 'waitForState', values)).toMatchObject({ state: 4 });
		await submit(open_id, '9142');
		expect(await one('ebank', 'waitForState', values)).toMatchObject({ state: 6 });
		await submit(open_id, '123456');
		expect(await one('ebank', 'waitForState', values)).toMatchObject({ nextAction: 'getData' });
	});

	test('ends when it has failed', async () => {
		const open_id = await startEbank(interfaceVersion, 6);
		expect(await waitFor('ebank', { interfaceVersion, open_id })).toMatchObject({
			...{ state: 11, stateName: 'STATE_COLLECT_FAILED', nextAction: 'failed' },
		});
	});

	test('says for which cards each login is', async () => {
		const created = await one('ebank', 'create', { interfaceVersion: 'v2', ...person(0) });
		const values = { interfaceVersion, open_id: created.open_id };
		const { banks } = await one('ebank', 'getBanks', values);
		const [listed, name] =
			interfaceVersion === 'v1' ? ['loginTypes', 'entryType'] : ['login_types', 'entry_type'];
		const logins = (banks as IDataObject[]).flatMap((bank) => bank[listed] as IDataObject[]);
		const cards = [
			'Credit and debit cards (信用卡&储蓄卡)',
			'Credit cards only (仅信用卡)',
			'Debit cards only (仅储蓄卡)',
		];
		expect(logins.length).toBeGreaterThan(2);
		for (const one of logins) expect(one[`${name}Label`]).toBe(cards[Number(one[name])]);
	});
});

test('waiting keeps to the delay that the provider asks for', async () => {
	await settings({ requestDelay: 2, stepMs: 1000 });
	const open_id = await startEbank('v1', 0);
	const since = await stage.control.lastSeq();
	await one('ebank', 'waitForState', { interfaceVersion: 'v1', open_id, ...quick });
	const polls = await stage.control.journal(since);
	expect(polls.filter(({ operation }) => operation === 'ebankGetState')).toHaveLength(2);
});

describe('special settings', () => {
	test.each(['openId', 'open_id', 'both'])(
		'the e-bank raw data of version 1 is asked for by %s',
		async (ebankRawDataIdName) => {
			const interfaceVersion = 'v1';
			const open_id = await startEbank(interfaceVersion, 0);
			await waitFor('ebank', { interfaceVersion, open_id });
			await settings({ ebankRawDataIdName });
			const credentials = { specialSettings: true, ebankRawDataIdName };
			const values = { interfaceVersion, open_id };
			expect(await one('ebank', 'getRawData', values, { credentials })).toMatchObject({
				ready: true,
			});
		},
	);

	test('the login of CHSI has two paths, and the error names the other one', async () => {
		await settings({ degreeLoginPath: 'degree' });
		const open_id = await start('degree', 0);
		await expect(logIn(open_id)).rejects.toMatchObject({
			description: expect.stringContaining("'Degree Login Path'"),
		});
		const credentials = { specialSettings: true, degreeLoginPath: '/degree/collect/login' };
		const values = { open_id, account: 'a', password: 'b', sync: 1 };
		expect(await one('degree', 'login', values, { credentials })).toMatchObject({ success: true });
	});

	test('the bank information can be asked for with the account', async () => {
		const credentials = { specialSettings: true, bankInfoUsername: true };
		await one('ebank', 'getBanks', { interfaceVersion: 'v1' }, { credentials });
		expect((await calls('ebankGetBankInfo'))[0].params).toEqual({ username: 'sandbox-qiancheng' });
	});
});

describe('what goes along with a collection', () => {
	const begin = async (additionalFields: IDataObject) => {
		await one('telecom', 'create', { ...person(0), service_password: '1', additionalFields });
		return (await calls('telecomCreate')).at(-1)?.params;
	};

	test('leaves as a form with brackets', async () => {
		const contact = [
			{ contact_tel: '13900139000', contact_name: '李四', contact_type: '0' },
			{ contact_tel: '13700137000', contact_name: 'A&B', contact_type: 'Friend' },
		];
		const params = await begin({
			...{ work_addr: '长沙市 1 号', work_tel: '0731-1', home_addr: '长沙市 2 号' },
			...{ home_tel: '', contacts: { contact } },
		});
		expect(params).toMatchObject({
			id_card: '11010519491231002X',
			'options[work_addr]': '长沙市 1 号',
			'options[contacts][1][contact_name]': 'A&B',
			'options[contacts][1][contact_type]': '6',
		});
		expect(params).not.toHaveProperty('options[home_tel]');
	});

	test.each([
		{ contact_type: '0' },
		{ contact_name: ' ', contact_tel: null, contact_type: '配偶' },
		{},
	])('is not an empty contact: %j', async (empty) => {
		const params = await begin({
			contacts: { contact: [empty, { contact_name: '李四' }] } as never,
		});
		expect(params).toMatchObject({ 'options[contacts][0][contact_name]': '李四' });
		expect(Object.keys(params ?? {}).join()).not.toContain('[contacts][1]');
	});

	test('is no contact of which only the relation was chosen', async () => {
		await expect(begin({ contacts: { contact: [{ contact_type: '3' }] } })).rejects.toThrow(
			"'Contact 1' has nothing but its 'Relation'",
		);
	});

	test('names no country code, for which there is no field', async () => {
		const contacts = { contact: [{ contact_name: 'A', contact_tel: '91234567' }] };
		for (const failed of [
			begin({ contacts }),
			one('telecom', 'create', { ...person(0), mobile: '9' }),
		]) {
			const error = await failed.then(String, (reason: Error) => reason);
			expect(error).toMatchObject({
				message: expect.stringMatching(
					/Mobile Number' must have 11 digits and begin with 13 to 19$/,
				),
			});
		}
	});

	test('is a client whose kind is known and whose place is on the earth', async () => {
		const create = async (user_info: IDataObject) =>
			await one('ebank', 'create', { interfaceVersion: 'v1', ...person(0), ...login, user_info });
		await expect(create({ city: '长沙' })).rejects.toThrow("'Client Type' is empty");
		for (const place of [{ lat: 91 }, { lon: '-180.1' }, { lat: 'north' }]) {
			await expect(create({ ...place, client_type: 0 })).rejects.toThrow(/tude' must be a number/);
		}
	});
});
