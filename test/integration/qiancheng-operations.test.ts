import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/QianchengCredit/operations';
import { useQiancheng } from '../support/qiancheng';
import { person, riskFields } from '../support/qiancheng-data';
import { login, qianchengSteps, quick } from '../support/qiancheng-steps';

const stage = useQiancheng();
const { run, one, settings, faults } = stage;
const { start, logIn, startEbank, waitFor, applyForAudit } = qianchengSteps(stage);
beforeEach(async () => await settings({ stepMs: 30, requestDelay: 0, reviewMs: 300 }));

interface Case {
	/** What the operation is given, once the sandbox has been brought to its step. */
	values: () => Promise<IDataObject>;
	/** The id in the specification, to force a code on it. */
	id: string;
	/** A value that it refuses, and with which words; nothing for what takes none. */
	bad?: [field: string, value: unknown, complaint: string];
	result: IDataObject;
}

const details = (names: Record<string, string>, contact: IDataObject): IDataObject => ({
	...Object.fromEntries(Object.values(names).map((name, i) => [name, `长沙市 ${i} 号`])),
	contacts: { contact: [{ ...contact, contact_name: '李四', contact_type: '6' }] },
});
const telecomDetails = details(
	{ a: 'home_addr', b: 'home_tel', c: 'work_addr', d: 'work_tel' },
	{ contact_tel: '13900139000' },
);
const degreeDetails = details(
	{ a: 'home_address', b: 'home_phone_number', c: 'work_address', d: 'work_phone_number_tel' },
	{ contact_cell_phone_number: '13900139000' },
);
const client = {
	...{ city: '长沙', province: '湖南', ip: '203.0.113.7', lat: '28.2', lon: -112.9 },
	...{ udid: 'dev-1', client_type: 'iOS' },
};

const simply = (values: IDataObject) => async () => await Promise.resolve(values);
const telecomAt =
	(digit: number, more: IDataObject = {}, wait = true) =>
	async () => {
		const open_id = await start('telecom', digit);
		if (wait) await waitFor('telecom', { open_id });
		return { open_id, ...more };
	};
const noQuery: Case['bad'] = ['open_id', '', "'Query ID' is empty"];
const opened = { open_id: expect.any(String) } as never;
const done = { success: true, ...(opened as object) } as never;
const data = { ready: true, nextAction: 'done', data: expect.anything() } as never;

const cases: Record<string, Case> = {
	'blacklist.search': {
		...{ values: simply(person(8)), id: 'searchBlacklist' },
		bad: ['id_card', '110105194912310021', "'ID Card Number' has a last character"],
		result: { is_in: true, verdict: 'listed' },
	},
	'telecom.create': {
		values: simply({
			...{ ...person(0), service_password: '123456' },
			additionalFields: telecomDetails,
		}),
		id: 'telecomCreate',
		bad: ['mobile', '12345', "'Mobile Number' must have 11 digits and begin with 13 to 19"],
		result: opened,
	},
	'telecom.getState': {
		...{ values: telecomAt(1), id: 'telecomGetState', bad: noQuery },
		result: {
			...{ state: 21, stateName: 'STATE_CAPTCHA_REQUIRED', nextAction: 'submitCaptcha' },
			stateLabel: 'Captcha required (需要验证码)',
		},
	},
	'telecom.waitForState': {
		...{ values: telecomAt(0, quick, false), id: 'telecomGetState', bad: noQuery },
		result: { state: 43, nextAction: 'getData', timedOut: false },
	},
	'telecom.submitCaptcha': {
		...{ values: telecomAt(1, { captcha: '123456' }), id: 'telecomSubmitCaptcha' },
		...{ bad: ['captcha', '', "'SMS Code' is empty"], result: done },
	},
	'telecom.resendCaptcha': {
		...{ values: telecomAt(1), id: 'telecomResendCaptcha', bad: noQuery, result: done },
	},
	'telecom.submitQueryPassword': {
		...{ values: telecomAt(2, { query_password: '654321' }), id: 'telecomSubmitQueryPassword' },
		...{ bad: ['query_password', '', "'Query Password' is empty"], result: done },
	},
	'telecom.submitServicePassword': {
		values: async () => {
			const open_id = await start('telecom', 4);
			await waitFor('telecom', { open_id, maximumWait: 1 });
			return { open_id, service_password: '234567' };
		},
		id: 'telecomSubmitServicePassword',
		...{ bad: ['service_password', '', "'Service Password' is empty"], result: done },
	},
	'telecom.getRawData': {
		...{ values: telecomAt(0), id: 'telecomGetRawData', bad: noQuery, result: data },
	},
	'telecom.getReport': {
		...{ values: telecomAt(0), id: 'telecomGetReport', bad: noQuery, result: data },
	},
	'degree.create': {
		...{ values: simply({ ...person(0), additionalFields: degreeDetails }), id: 'degreeCreate' },
		...{ bad: ['name', ' ', "'Name' is empty"], result: opened },
	},
	'degree.login': {
		values: async () => ({
			...{ open_id: await start('degree', 0), account: 'a', password: 'b', sync: '异步获取' },
		}),
		id: 'degreeLogin',
		...{ bad: ['sync', 2, "'Fetch Data' must be one of its choices"], result: done },
	},
	'degree.getState': {
		values: async () => ({ open_id: await start('degree', 0) }),
		...{ id: 'degreeGetState', bad: noQuery, result: { state: 0, nextAction: 'login' } },
	},
	'degree.waitForState': {
		values: async () => ({ ...quick, ...(await logIn(await start('degree', 0))) }),
		...{ id: 'degreeGetState', bad: noQuery },
		result: { state: 21, nextAction: 'getData', timedOut: false },
	},
	'degree.getRawData': {
		values: async () => await logIn(await start('degree', 0), 0),
		...{ id: 'degreeGetRawData', bad: noQuery, result: data },
	},
	'ebank.login': {
		values: async () => {
			const values = { interfaceVersion: 'v2', ...person(0), ...login };
			const { open_id } = await one('ebank', 'create', values);
			await one('ebank', 'uploadLicense', { ...values, open_id });
			return { ...values, open_id };
		},
		id: 'ebankV2Login',
		bad: ['login_name', '', "'Bank Login Name' is empty"],
		result: { state: 1, nextAction: 'wait' },
	},
	'riskAudit.apply': {
		values: simply({ ...person(0), phone: '13800138000', ...riskFields() }),
		id: 'riskAuditApply',
		bad: ['amount', '2.5', "'Amount in Fen' must be a whole number"],
		result: { ...(opened as object), order_id: expect.any(Number) } as never,
	},
	'riskAudit.getResult': {
		values: async () => ({ open_id: await applyForAudit() }),
		...{ id: 'riskAuditResult', bad: noQuery },
		result: { state: 2, decision: 'pending', stateLabel: 'Under review (审核中)', reason: null },
	},
	'riskAudit.waitForResult': {
		values: async () => {
			const open_id = await applyForAudit();
			await settings({ resultShape: 'several' });
			return { open_id, ...quick };
		},
		...{ id: 'riskAuditResult', bad: noQuery },
		result: { state: 0, decision: 'approve', timedOut: false },
	},
};

for (const version of ['v1', 'v2']) {
	const isV2 = version === 'v2';
	const add = (operation: string, [v1, v2 = v1]: string[], rest: Omit<Case, 'id'>) => {
		const values = async () => ({ interfaceVersion: version, ...(await rest.values()) });
		const id = isV2 ? `ebankV2${v2}` : `ebank${v1}`;
		cases[`ebank.${operation} ${version}`] = { ...rest, id, values };
	};
	const at =
		(digit: number, more: IDataObject = {}) =>
		async () => {
			const open_id = await startEbank(version, digit);
			await waitFor('ebank', { interfaceVersion: version, open_id });
			return { open_id, ...more };
		};
	const agreed = async () => {
		if (!isV2)
			await one('ebank', 'uploadLicense', { interfaceVersion: 'v1', ...person(0), ...login });
		return { ...person(0), ...login, ...(!isV2 && { user_info: client }) };
	};
	add('getBanks', ['GetBankInfo', 'GetBankList'], {
		...{ values: isV2 ? at(3) : simply({}), bad: isV2 ? noQuery : undefined },
		result: { banks: expect.any(Array) } as never,
	});
	add('uploadLicense', ['UploadLicense'], {
		values: async () => {
			const values = { interfaceVersion: version, ...person(0), ...login };
			return { ...values, ...(isV2 && (await one('ebank', 'create', values))) };
		},
		bad: ['entry_id', '', "'Login Type ID' is empty"],
		result: { success: true },
	});
	const type = isV2 && { type: 1, typeLabel: 'Kaniu (卡牛)' };
	add('create', ['Create'], {
		...{ values: agreed, bad: ['mobile', '', "'Mobile Number' is empty"] },
		result: { ...(opened as object), ...type } as never,
	});
	add('getState', ['GetState'], {
		...{ values: at(3), bad: noQuery, result: { state: 4, nextAction: 'submitCaptcha' } },
	});
	add('waitForState', ['GetState'], {
		values: async () => ({ open_id: await startEbank(version, 0), ...quick }),
		...{ bad: noQuery, result: { state: 10, nextAction: 'getData', timedOut: false } },
	});
	add('submitCaptcha', ['SubmitCaptcha'], {
		...{ values: at(3, { verify_code: '3507' }), bad: ['verify_code', '', "'Captcha' is empty"] },
		result: { state: 5, stateName: 'STATE_PIC_CAPTCHA_SUBMITTED', nextAction: 'wait' },
	});
	add('getRawData', ['GetRawData'], { values: at(0), bad: noQuery, result: data });
}

test('every operation has its cases here', () => {
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([operation, { id }]) =>
			typeof id === 'string'
				? [`${resource}.${operation}`]
				: ['v1', 'v2'].map((version) => `${resource}.${operation} ${version}`),
		),
	);
	expect(Object.keys(cases).sort()).toEqual(all.sort());
});

describe.each(Object.entries(cases))('%s', (name, { values, id, bad, result }) => {
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

	if (bad) {
		test('given a bad value, nothing is sent and the error names the field', async () => {
			const given = await values();
			const since = await stage.control.lastSeq();
			const failed = run(resource, operation, { ...given, [bad[0]]: bad[1] as string });
			await expect(failed).rejects.toThrow(bad[2]);
			expect(await stage.control.journal(since)).toEqual([]);
		});
	}

	test('given two items of which one fails, the other one is done', async () => {
		const given = await values();
		const items = [{ json: { wrong: true } }, { json: { wrong: false } }];
		const mixed = bad && {
			[bad[0]]: `={{ $json.wrong ? ${JSON.stringify(bad[1])} : ${JSON.stringify(given[bad[0]])} }}`,
		};
		if (!bad) await faults({ force: [{ path: id, code: '1001', times: 1 }] });
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

test('nothing that the node sends or returns is left out', async () => {
	await settings({ resultShape: 'several' });
	await one('riskAudit', 'getResult', { open_id: await applyForAudit() });
	expect(stage.unseen()).toEqual([]);
});
