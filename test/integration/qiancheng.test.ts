import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/QianchengCredit/operations';
import { requestAsHttpNode } from '../support/n8n';
import { useQiancheng } from '../support/qiancheng';
import { person, riskData, riskFields } from '../support/qiancheng-data';

const stage = useQiancheng();
const { prepare, run, one, settings, faults, calls } = stage;
beforeEach(async () => await settings({ stepMs: 30, requestDelay: 0, reviewMs: 300 }));

const quick = { interval: 0.2, maximumWait: 20 };

async function start(resource: 'telecom' | 'degree', digit: number): Promise<string> {
	const password = resource === 'telecom' && { service_password: '123456' };
	return String((await one(resource, 'create', { ...person(digit), ...password })).open_id);
}

const entry = { entry_id: '', login_name: '6222020000000000000' };
async function startEbank(interfaceVersion: 'v1' | 'v2', digit: number): Promise<string> {
	const versioned = { interfaceVersion };
	const whom = person(digit);
	if (interfaceVersion === 'v1') {
		const { banks } = await one('ebank', 'getBanks', versioned);
		const [{ loginTypes }] = banks as Array<{ loginTypes: IDataObject[] }>;
		Object.assign(entry, { entry_id: loginTypes[0].entryId });
		await one('ebank', 'uploadLicense', { ...versioned, ...whom, ...entry });
		const values = { ...versioned, ...whom, ...entry, password: 'a b+c' };
		return String((await one('ebank', 'create', values)).open_id);
	}
	const { open_id } = await one('ebank', 'create', { ...versioned, ...whom });
	const { banks } = await one('ebank', 'getBanks', { ...versioned, open_id });
	const [{ login_types }] = banks as Array<{ login_types: IDataObject[] }>;
	Object.assign(entry, { entry_id: login_types[0].entry_id });
	await one('ebank', 'uploadLicense', { ...versioned, open_id, ...entry });
	await one('ebank', 'login', { open_id, ...entry, password: 'a b+c' });
	return String(open_id);
}

const waitFor = async (resource: string, values: IDataObject) =>
	await one(resource, resource === 'riskAudit' ? 'waitForResult' : 'waitForState', {
		...quick,
		...values,
	});

const degreeDetails: IDataObject = {
	...{ home_address: '岳麓区 1 号', home_phone_number: '0731-1' },
	...{ work_address: '芙蓉区 2 号', work_phone_number_tel: '0731-2' },
	contacts: {
		contact: [
			{ contact_name: '李四', contact_cell_phone_number: '13900139000', contact_type: '6' },
		],
	},
};

interface Case {
	/** What the operation is given, once the sandbox has been brought to its step. */
	values: () => Promise<IDataObject>;
	/** The id in the specification, to force a code on it. */
	id: string;
	bad: IDataObject;
	complaint: string;
	result: IDataObject;
}

const telecomAt =
	(digit: number, more: IDataObject, wait = true) =>
	async () => {
		const open_id = await start('telecom', digit);
		if (wait) await waitFor('telecom', { open_id });
		return { open_id, ...more };
	};
const noQuery = { bad: { open_id: '' }, complaint: "'Query ID' is empty" };
const done = { success: true, open_id: expect.any(String) } as never;
const data = { ready: true, nextAction: 'done', data: expect.anything() } as never;

const cases: Record<string, Case> = {
	'blacklist.search': {
		values: async () => await Promise.resolve(person(8)),
		id: 'searchBlacklist',
		bad: { id_card: '110105194912310021' },
		complaint: "'ID Card Number' has a last character",
		result: { is_in: true, verdict: 'listed' },
	},
	'telecom.create': {
		values: async () => {
			const additionalFields = { home_tel: '0731-2' };
			return await Promise.resolve({ ...person(0), service_password: '123456', additionalFields });
		},
		id: 'telecomCreate',
		bad: { mobile: '12345' },
		complaint: "'Mobile Number' must have 11 digits",
		result: { open_id: expect.any(String) } as never,
	},
	'telecom.getState': {
		values: telecomAt(1, {}),
		id: 'telecomGetState',
		...noQuery,
		result: {
			...{ state: 21, stateName: 'STATE_CAPTCHA_REQUIRED', nextAction: 'submitCaptcha' },
			stateLabel: 'Captcha required (需要验证码)',
		},
	},
	'telecom.waitForState': {
		values: telecomAt(0, quick, false),
		id: 'telecomGetState',
		...noQuery,
		result: { state: 43, nextAction: 'getData', timedOut: false },
	},
	'telecom.submitCaptcha': {
		values: telecomAt(1, { captcha: '123456' }),
		id: 'telecomSubmitCaptcha',
		bad: { captcha: '' },
		complaint: "'SMS Code' is empty",
		result: done,
	},
	'telecom.resendCaptcha': {
		values: telecomAt(1, {}),
		id: 'telecomResendCaptcha',
		...noQuery,
		result: done,
	},
	'telecom.submitQueryPassword': {
		values: telecomAt(2, { query_password: '654321' }),
		id: 'telecomSubmitQueryPassword',
		bad: { query_password: '' },
		complaint: "'Query Password' is empty",
		result: done,
	},
	'telecom.submitServicePassword': {
		values: telecomAt(5, { service_password: '234567' }),
		id: 'telecomSubmitServicePassword',
		bad: { service_password: '' },
		complaint: "'Service Password' is empty",
		result: done,
	},
	'telecom.getRawData': {
		values: telecomAt(0, {}),
		id: 'telecomGetRawData',
		...noQuery,
		result: data,
	},
	'telecom.getReport': {
		values: telecomAt(0, {}),
		id: 'telecomGetReport',
		...noQuery,
		result: data,
	},
	'degree.create': {
		values: async () => await Promise.resolve({ ...person(0), additionalFields: degreeDetails }),
		id: 'degreeCreate',
		bad: { name: ' ' },
		complaint: "'Name' is empty",
		result: { open_id: expect.any(String) } as never,
	},
	'degree.login': {
		values: async () => ({
			...{ open_id: await start('degree', 0), account: 'a', password: 'b' },
			sync: '异步获取',
		}),
		id: 'degreeLogin',
		bad: { sync: 2 },
		complaint: "'Fetch Data' must be one of its choices",
		result: done,
	},
	'degree.getState': {
		values: async () => ({ open_id: await start('degree', 0) }),
		id: 'degreeGetState',
		...noQuery,
		result: { state: 0, nextAction: 'login' },
	},
	'degree.waitForState': {
		values: async () => ({ open_id: await logIn(0), ...quick }),
		id: 'degreeGetState',
		...noQuery,
		result: { state: 21, nextAction: 'getData', timedOut: false },
	},
	'degree.getRawData': {
		values: async () => ({ open_id: await logIn(0, 0) }),
		id: 'degreeGetRawData',
		...noQuery,
		result: data,
	},
	'riskAudit.apply': {
		values: async () =>
			await Promise.resolve({ ...person(0), phone: '13800138000', ...riskFields() }),
		id: 'riskAuditApply',
		bad: { amount: '2.5' },
		complaint: "'Amount in Fen' must be a whole number",
		result: { open_id: expect.any(String), order_id: expect.any(Number) } as never,
	},
	'riskAudit.getResult': {
		values: async () => ({ open_id: await applyForAudit() }),
		id: 'riskAuditResult',
		...noQuery,
		result: { state: 2, decision: 'pending', stateLabel: 'Under review (审核中)', reason: null },
	},
	'riskAudit.waitForResult': {
		values: async () => ({ open_id: await applyForAudit(), ...quick }),
		id: 'riskAuditResult',
		...noQuery,
		result: { state: 0, decision: 'approve', timedOut: false },
	},
};

async function logIn(digit: number, sync = 1): Promise<string> {
	const open_id = await start('degree', digit);
	await one('degree', 'login', { open_id, account: 'a', password: 'b', sync });
	return open_id;
}

async function applyForAudit(change: (payload: IDataObject) => void = () => {}): Promise<string> {
	const payload = riskData();
	change(payload);
	const values = { specifyData: 'json', data: payload, ...person(0), phone: '13800138000' };
	return String((await one('riskAudit', 'apply', values)).open_id);
}

const ebankCase = (
	interfaceVersion: 'v1' | 'v2',
	id: string,
	rest: Omit<Case, 'values' | 'id'>,
	values: () => Promise<IDataObject>,
): Case => ({ ...rest, id, values: async () => ({ interfaceVersion, ...(await values()) }) });

for (const version of ['v1', 'v2'] as const) {
	const name = (operation: string) => `ebank.${operation} ${version}`;
	const id = (operation: string) => `ebank${version === 'v2' ? 'V2' : ''}${operation}`;
	const asked = async () => {
		const open_id = await startEbank(version, 3);
		await waitFor('ebank', { interfaceVersion: version, open_id });
		return { open_id };
	};
	cases[name('getBanks')] = ebankCase(
		version,
		id(version === 'v1' ? 'GetBankInfo' : 'GetBankList'),
		{
			...(version === 'v2' ? noQuery : { bad: {}, complaint: '' }),
			result: { banks: expect.any(Array) } as never,
		},
		async () => (version === 'v1' ? {} : { open_id: (await asked()).open_id }),
	);
	cases[name('uploadLicense')] = ebankCase(
		version,
		id('UploadLicense'),
		{ bad: { entry_id: '' }, complaint: "'Login Type ID' is empty", result: { success: true } },
		async () => {
			await startEbank(version, 0);
			const { open_id } =
				version === 'v2'
					? await one('ebank', 'create', { interfaceVersion: version, ...person(0) })
					: {};
			return { open_id, ...person(0), ...entry };
		},
	);
	cases[name('create')] = ebankCase(
		version,
		id('Create'),
		{
			...{ bad: { mobile: '' }, complaint: "'Mobile Number' is empty" },
			result: {
				open_id: expect.any(String),
				...(version === 'v2' && { type: 1, typeLabel: 'Kaniu (卡牛)' }),
			} as never,
		},
		async () => {
			await startEbank(version, 0);
			return { ...person(0), ...entry, password: 'x' };
		},
	);
	cases[name('getState')] = ebankCase(
		version,
		id('GetState'),
		{ ...noQuery, result: { state: 4, nextAction: 'submitCaptcha' } },
		asked,
	);
	cases[name('waitForState')] = ebankCase(
		version,
		id('GetState'),
		{ ...noQuery, result: { state: 10, nextAction: 'getData', timedOut: false } },
		async () => ({ open_id: await startEbank(version, 0), ...quick }),
	);
	cases[name('submitCaptcha')] = ebankCase(
		version,
		id('SubmitCaptcha'),
		{
			...{ bad: { verify_code: '' }, complaint: "'Captcha' is empty" },
			result: { state: 5, stateName: 'STATE_PIC_CAPTCHA_SUBMITTED', nextAction: 'wait' },
		},
		async () => ({ ...(await asked()), verify_code: '3507' }),
	);
	cases[name('getRawData')] = ebankCase(
		version,
		id('GetRawData'),
		{ ...noQuery, result: data },
		async () => {
			const open_id = await startEbank(version, 0);
			await waitFor('ebank', { interfaceVersion: version, open_id });
			return { open_id };
		},
	);
}
cases['ebank.login'] = ebankCase(
	'v2',
	'ebankV2Login',
	{
		...{ bad: { login_name: '' }, complaint: "'Bank Login Name' is empty" },
		result: { state: 1, nextAction: 'wait' },
	},
	async () => {
		const { open_id } = await one('ebank', 'create', { interfaceVersion: 'v2', ...person(0) });
		const { banks } = await one('ebank', 'getBanks', { interfaceVersion: 'v2', open_id });
		const [{ login_types }] = banks as Array<{ login_types: IDataObject[] }>;
		const login = { open_id, entry_id: login_types[0].entry_id, login_name: entry.login_name };
		await one('ebank', 'uploadLicense', { interfaceVersion: 'v2', ...login });
		return { ...login, password: 'x' };
	},
);

test('every operation has its cases here', () => {
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([operation, { id }]) =>
			typeof id === 'string' && !/^ebankWait/.test(id)
				? [`${resource}.${operation}`]
				: ['v1', 'v2'].map((version) => `${resource}.${operation} ${version}`),
		),
	);
	expect(Object.keys(cases).sort()).toEqual(all.sort());
});

describe.each(Object.entries(cases))('%s', (name, { values, id, bad, complaint, result }) => {
	const [resource, operation] = name.split(' ')[0].split('.');

	test('succeeds', async () => {
		const [output] = await run(resource, operation, await values());
		expect(output.json).toMatchObject(result);
		expect(output.pairedItem).toEqual({ item: 0 });
	});

	test('given a refusal, the error names the code and what to do', async () => {
		const given = await values();
		await faults({ force: [{ path: id, code: '1001', times: 5 }] });
		await expect(run(resource, operation, given)).rejects.toMatchObject({
			message: expect.stringMatching(/^Qiancheng Credit does not accept the (input|query)$/),
			description: expect.stringContaining('Qiancheng Credit code 1001'),
		});
	});

	if (complaint !== '') {
		test('given a bad value, nothing is sent and the error names the field', async () => {
			const given = await values();
			const since = await stage.control.lastSeq();
			const failed = run(resource, operation, { ...given, ...bad });
			await expect(failed).rejects.toThrow(complaint);
			expect(await stage.control.journal(since)).toEqual([]);
		});
	}

	test('given two items of which one fails, the other one is done', async () => {
		const given = await values();
		const items = [{ json: { wrong: true } }, { json: { wrong: false } }];
		const key = Object.keys(bad)[0];
		const mixed = Object.fromEntries(
			key
				? [
						[
							key,
							`={{ $json.wrong ? ${JSON.stringify(bad[key])} : ${JSON.stringify(given[key])} }}`,
						],
					]
				: [],
		);
		if (!key) await faults({ force: [{ path: id, code: '1001', times: 1 }] });
		const outputs = await run(
			resource,
			operation,
			{ ...given, ...mixed, options: { concurrency: 1 } },
			{ items, continueOnFail: true },
		);
		expect(outputs[0].json.details).toMatchObject({ provider: 'Qiancheng Credit' });
		expect(outputs[1].json).toMatchObject(result);
		expect(outputs[1].pairedItem).toEqual({ item: 1 });
	});
});

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

describe('the blacklist', () => {
	test.each([
		[0, { is_in: false, verdict: 'notListed' }],
		[7, { is_in: null, verdict: 'unknown' }],
		[8, { is_in: true, verdict: 'listed' }],
		[9, { is_in: null, verdict: 'unknown' }],
	])('a number that ends in %i: %j', async (digit, verdict) => {
		expect(await one('blacklist', 'search', person(digit))).toEqual(verdict);
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
		items.map(({ json: { row } }) => ({ row, is_in: true, verdict: 'listed' })),
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

describe('waiting', () => {
	test('for a telecom query goes from step to step', async () => {
		const open_id = await start('telecom', 3);
		expect(await waitFor('telecom', { open_id })).toMatchObject({ nextAction: 'submitCaptcha' });
		await one('telecom', 'submitCaptcha', { open_id, captcha: '999999' });
		expect(await waitFor('telecom', { open_id })).toMatchObject({
			stateName: 'STATE_CAPTCHA_ERROR',
			nextAction: 'submitCaptcha',
		});
		await one('telecom', 'submitCaptcha', { open_id, captcha: '123456' });
		expect(await waitFor('telecom', { open_id })).toMatchObject({
			nextAction: 'submitQueryPassword',
		});
		expect(await one('telecom', 'getReport', { open_id })).toEqual({
			...{ open_id, ready: false, nextAction: 'wait', data: null },
		});
		await one('telecom', 'submitQueryPassword', { open_id, query_password: '654321' });
		expect(await waitFor('telecom', { open_id })).toMatchObject({ nextAction: 'getData' });
		const { data: report } = await one('telecom', 'getReport', { open_id });
		expect(Object.keys(report as object).length).toBeGreaterThan(0);
	});

	test.each([
		[5, 'restart'],
		[6, 'failed'],
	])('for a telecom query ends when it can do no more (%i: %s)', async (digit, nextAction) => {
		const open_id = await start('telecom', digit);
		expect(await waitFor('telecom', { open_id })).toMatchObject({ nextAction, timedOut: false });
	});

	test('ends at the time given, with the state of that moment', async () => {
		const open_id = await start('telecom', 7);
		const started = Date.now();
		expect(await waitFor('telecom', { open_id, maximumWait: 2 })).toMatchObject({
			nextAction: 'wait',
			timedOut: true,
		});
		expect(Date.now() - started).toBeLessThan(4000);
		expect((await calls('telecomGetState')).length).toBeLessThanOrEqual(12);
	});

	test('finds the query failed after its ten minutes', async () => {
		const open_id = await start('telecom', 7);
		await stage.control.call('/qiancheng-credit/clock', { advanceSeconds: 601 });
		expect(await waitFor('telecom', { open_id })).toMatchObject({ nextAction: 'failed' });
	});

	test('keeps to the delay that the provider asks for', async () => {
		await settings({ requestDelay: 2, stepMs: 1000 });
		const open_id = await startEbank('v1', 0);
		const since = await stage.control.lastSeq();
		const values = { interfaceVersion: 'v1', open_id, interval: 0.2, maximumWait: 20 };
		await one('ebank', 'waitForState', values);
		const polls = await stage.control.journal(since);
		expect(polls.filter(({ operation }) => operation === 'ebankGetState')).toHaveLength(2);
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

	test.each(['v1', 'v2'])('for an e-bank query of %s hands over the picture captcha', async (v) => {
		const interfaceVersion = v as 'v1' | 'v2';
		const open_id = await startEbank(interfaceVersion, 4);
		const values = { interfaceVersion, open_id, ...quick, binaryPropertyName: 'captcha' };
		const [{ json, binary }] = await run('ebank', 'waitForState', values);
		expect(json).toMatchObject({ stateName: 'STATE_PIC_CAPTCHA_REQUIRED' });
		expect(binary?.captcha).toMatchObject({ mimeType: 'image/png', fileName: 'captcha.png' });
		expect(binary?.captcha.data).toBe(json.pic_captcha);
		await one('ebank', 'submitCaptcha', { interfaceVersion, open_id, verify_code: '3507' });
		expect(await one('ebank', 'waitForState', values)).toMatchObject({
			stateName: 'STATE_MSG_CAPTCHA_REQUIRED',
		});
		await one('ebank', 'submitCaptcha', { interfaceVersion, open_id, verify_code: '123456' });
		expect(await one('ebank', 'waitForState', values)).toMatchObject({ nextAction: 'getData' });
	});

	test.each(['v1', 'v2'])('for an e-bank query of %s ends when it has failed', async (v) => {
		const interfaceVersion = v as 'v1' | 'v2';
		const open_id = await startEbank(interfaceVersion, 6);
		expect(await waitFor('ebank', { interfaceVersion, open_id })).toMatchObject({
			...{ state: 11, stateName: 'STATE_COLLECT_FAILED', nextAction: 'failed' },
		});
	});
});

describe('the risk audit', () => {
	test('of fields sends the same as that of JSON', async () => {
		const values = { ...person(0), phone: '13800138000' };
		await one('riskAudit', 'apply', { ...values, ...riskFields(1) });
		await one('riskAudit', 'apply', { ...values, specifyData: 'json', data: riskData(2) });
		const { audits } = await stage.control.call<{ audits: Array<{ data: IDataObject }> }>(
			'/qiancheng-credit/audits',
		);
		const [second, first] = audits.map(({ data: payload }) => payload);
		expect(first).toEqual(riskData(1));
		expect(second).toEqual(riskData(2));
	});

	test('takes the further fields', async () => {
		await one('riskAudit', 'apply', {
			...{ ...person(0), phone: '13800138000', ...riskFields(1) },
			basic_info: { company_name: '长沙某某公司' },
			registration: { real_name_name: '王大志' },
			furtherData: { zm_data: '{"zm_score": "700"}', card_info: [{ type: '储蓄卡' }] },
		});
		const { audits } = await stage.control.call<{ audits: Array<{ data: IDataObject }> }>(
			'/qiancheng-credit/audits',
		);
		expect(audits[0].data).toMatchObject({
			basic_info: { company_name: '长沙某某公司' },
			telecom_data: { real_name_name: '王大志', real_name_status: 1 },
			...{ zm_data: { zm_score: 700 }, card_info: [{ type: 2 }] },
		});
	});

	test.each(['object', 'list'])('is rejected with its reason (data as %s)', async (resultShape) => {
		await settings({ resultShape });
		const open_id = await applyForAudit((payload) => {
			payload.user_loan_orders = [{ state: 2, overdue_day: 90, amount: 1 }];
		});
		expect(await waitFor('riskAudit', { open_id })).toMatchObject({
			...{ state: 1, decision: 'reject', stateLabel: 'Rejection advised (建议拒绝)' },
			reason: expect.any(String),
		});
	});

	test('that takes long is pending when the time is over', async () => {
		const open_id = await applyForAudit((payload) => {
			Object.assign(payload.order_detail as object, { amount: 6_000_000 });
		});
		expect(await waitFor('riskAudit', { open_id, maximumWait: 1 })).toMatchObject({
			decision: 'pending',
			timedOut: true,
		});
	});

	test.each<[string, IDataObject, IDataObject]>([
		['OAEP', { rsaPadding: 'oaep' }, { rsaPadding: 'oaep' }],
		['hexadecimal text', { rsaOutput: 'hex' }, { rsaOutput: 'hex' }],
		['no compression', { gzip: false }, { gzip: 'refused' }],
		['JSON bodies', { bodyFormat: 'json' }, { bodyFormat: 'json' }],
		['mobile beside moblie', { alsoSendMobile: true }, { alsoSendMobile: true }],
	])('can be sent with %s', async (_what, credential, setting) => {
		await settings(setting);
		const credentials = { specialSettings: true, ...credential };
		const values = { ...person(0), phone: '13800138000', specifyData: 'json', data: riskData() };
		expect(await one('riskAudit', 'apply', values, { credentials })).toMatchObject({
			open_id: expect.any(String),
		});
	});

	test('without a public key is not sent, and the error says where it belongs', async () => {
		const values = { ...person(0), phone: '13800138000', specifyData: 'json', data: riskData() };
		const failed = run('riskAudit', 'apply', values, { credentials: { riskPublicKey: '' } });
		await expect(failed).rejects.toThrow('The credential has no public key for the risk audit');
		expect(await stage.control.journal()).toEqual([]);
	});

	test('names the path of what is wrong in the data', async () => {
		const data = { ...riskData(), user_loan_orders: [{ state: 2, overdue_day: 'many' }] };
		const values = { ...person(0), phone: '13800138000', specifyData: 'json', data };
		await expect(run('riskAudit', 'apply', values)).rejects.toThrow(
			"'user_loan_orders[0].overdue_day' must be a whole number",
		);
		expect(await stage.control.journal()).toEqual([]);
	});
});

describe('special settings', () => {
	test.each([
		['openId', 'openId'],
		['open_id', 'open_id'],
		['both', 'both'],
	])('the e-bank raw data of version 1 is asked for by %s', async (name, accepted) => {
		const interfaceVersion = 'v1';
		const open_id = await startEbank(interfaceVersion, 0);
		await waitFor('ebank', { interfaceVersion, open_id });
		await settings({ ebankRawDataIdName: accepted });
		const credentials = { specialSettings: true, ebankRawDataIdName: name };
		const values = { interfaceVersion, open_id };
		expect(await one('ebank', 'getRawData', values, { credentials })).toMatchObject(data);
	});

	test('the login of CHSI has two paths, and the error names the other one', async () => {
		await settings({ degreeLoginPath: 'degree' });
		const open_id = await start('degree', 0);
		const values = { open_id, account: 'a', password: 'b', sync: 1 };
		await expect(run('degree', 'login', values)).rejects.toMatchObject({
			description: expect.stringContaining("'Degree Login Path'"),
		});
		const credentials = { specialSettings: true, degreeLoginPath: '/degree/collect/login' };
		expect(await one('degree', 'login', values, { credentials })).toMatchObject(done);
	});

	test('the bank information can be asked for with the account', async () => {
		const credentials = { specialSettings: true, bankInfoUsername: true };
		await one('ebank', 'getBanks', { interfaceVersion: 'v1' }, { credentials });
		expect((await calls('ebankGetBankInfo'))[0].params).toEqual({ username: 'sandbox-qiancheng' });
	});

	test('the result of an audit can be asked for with further parameters', async () => {
		await settings({ resultParams: ['username'] });
		const open_id = await applyForAudit();
		const credentials = { specialSettings: true, riskResultParams: 'username=sandbox-qiancheng' };
		await one('riskAudit', 'getResult', { open_id }, { credentials });
		expect((await calls('riskAuditResult'))[0].params).toEqual({
			open_id,
			username: 'sandbox-qiancheng',
		});
	});
});

test('nested fields leave as a form with brackets', async () => {
	await one('telecom', 'create', {
		...{ ...person(0), service_password: '1' },
		additionalFields: {
			...{ work_addr: '长沙市 1 号', work_tel: '0731-1', home_addr: '长沙市 2 号' },
			home_tel: '',
			contacts: {
				contact: [
					{ contact_tel: '13900139000', contact_name: '李四', contact_type: '0' },
					{ contact_tel: '13700137000', contact_name: 'A&B', contact_type: 'Friend' },
				],
			},
		},
	});
	const [{ params }] = await calls('telecomCreate');
	expect(params).toMatchObject({
		id_card: '11010519491231002X',
		'options[work_addr]': '长沙市 1 号',
		'options[contacts][1][contact_name]': 'A&B',
		'options[contacts][1][contact_type]': '6',
	});
	expect(params).not.toHaveProperty('options[home_tel]');
});

test('client information needs the kind of client', async () => {
	await startEbank('v1', 0);
	const values = { interfaceVersion: 'v1', ...person(0), ...entry, password: 'x' };
	await expect(run('ebank', 'create', { ...values, user_info: { city: '长沙' } })).rejects.toThrow(
		"'Client Type' is empty",
	);
	const client = {
		...{ city: '长沙', province: '湖南', ip: '203.0.113.7', lat: '28.2', lon: '112.9' },
		...{ udid: 'dev-1', client_type: 'iOS' },
	};
	expect(await one('ebank', 'create', { ...values, user_info: client })).toHaveProperty('open_id');
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

test('nothing that the node sends or returns is left out', () => {
	expect(stage.unseen()).toEqual([]);
});
