import type { IDataObject } from 'n8n-workflow';

import { useQiancheng } from '../support/qiancheng';
import { person, riskFields } from '../support/qiancheng-data';
import { login, qianchengSteps, quick } from '../support/qiancheng-steps';

const stage = useQiancheng();
const { run, one, settings } = stage;
const { start, logIn, startEbank, waitFor, applyForAudit } = qianchengSteps(stage);
beforeEach(async () => await settings({ stepMs: 30, requestDelay: 0, reviewMs: 300 }));

/** What is given to an operation once the sandbox has been brought to its step, and what comes out. */
type Row = [place: string, values: () => Promise<IDataObject>, result: object];

const details = (names: string[], contact: IDataObject): IDataObject => ({
	...Object.fromEntries(names.map((name, i) => [name, `长沙市 ${i} 号`])),
	contacts: { contact: [{ ...contact, contact_name: '李四', contact_type: '6' }] },
});
const telecomDetails = details(['home_addr', 'home_tel', 'work_addr', 'work_tel'], {
	contact_tel: '13900139000',
});
const degreeDetails = details(
	['home_address', 'home_phone_number', 'work_address', 'work_phone_number_tel'],
	{ contact_cell_phone_number: '13900139000' },
);
const client = {
	...{ city: '长沙', province: '湖南', ip: '203.0.113.7', lat: '28.2', lon: -112.9 },
	...{ udid: 'dev-1', client_type: 'iOS' },
};

const simply = (values: IDataObject) => async () => await Promise.resolve(values);
const telecomAt =
	(digit: number, more: IDataObject = {}, wait: IDataObject = {}) =>
	async () => {
		const open_id = await start('telecom', digit);
		await waitFor('telecom', { open_id, ...wait });
		return { open_id, ...more };
	};
const opened = { open_id: expect.any(String) as string };
const done = { success: true, ...opened };
const data = { ready: true, nextAction: 'done', data: expect.anything() as unknown };
const settled = (state: number) => ({ state, nextAction: 'getData', timedOut: false });

const rows: Row[] = [
	['blacklist.search', simply(person(8)), { is_in: true, verdict: 'listed' }],
	[
		'telecom.create',
		simply({ ...person(0), service_password: '123456', additionalFields: telecomDetails }),
		opened,
	],
	[
		'telecom.getState',
		telecomAt(1),
		{
			...{ state: 21, stateName: 'STATE_CAPTCHA_REQUIRED', nextAction: 'submitCaptcha' },
			stateLabel: 'Captcha required (需要验证码)',
		},
	],
	[
		'telecom.waitForState',
		async () => ({ open_id: await start('telecom', 0), ...quick }),
		settled(43),
	],
	['telecom.submitCaptcha', telecomAt(1, { captcha: '123456' }), done],
	['telecom.resendCaptcha', telecomAt(1), done],
	['telecom.submitQueryPassword', telecomAt(2, { query_password: '654321' }), done],
	[
		'telecom.submitServicePassword',
		telecomAt(4, { service_password: '234567' }, { maximumWait: 1 }),
		done,
	],
	['telecom.getRawData', telecomAt(0), data],
	['telecom.getReport', telecomAt(0), data],
	['degree.create', simply({ ...person(0), additionalFields: degreeDetails }), opened],
	[
		'degree.login',
		async () => ({
			...{ open_id: await start('degree', 0), account: 'a', password: 'b', sync: '异步获取' },
		}),
		done,
	],
	[
		'degree.getState',
		async () => ({ open_id: await start('degree', 0) }),
		{ state: 0, nextAction: 'login' },
	],
	[
		'degree.waitForState',
		async () => ({ ...quick, ...(await logIn(await start('degree', 0))) }),
		settled(21),
	],
	['degree.getRawData', async () => await logIn(await start('degree', 0), 0), data],
	[
		'ebank.login v2',
		async () => {
			const values = { interfaceVersion: 'v2', ...person(0), ...login };
			const { open_id } = await one('ebank', 'create', values);
			await one('ebank', 'uploadLicense', { ...values, open_id });
			return { ...values, open_id };
		},
		{ state: 1, nextAction: 'wait' },
	],
	[
		'riskAudit.apply',
		simply({ ...person(0), phone: '13800138000', ...riskFields() }),
		{ ...opened, order_id: expect.any(Number) as number },
	],
	[
		'riskAudit.getResult',
		async () => ({ open_id: await applyForAudit() }),
		{ state: 2, decision: 'pending', stateLabel: 'Under review (审核中)', reason: null },
	],
	[
		'riskAudit.waitForResult',
		async () => {
			const open_id = await applyForAudit();
			await settings({ resultShape: 'several' });
			return { open_id, ...quick };
		},
		{ state: 0, decision: 'approve', timedOut: false },
	],
];

/** The operations that both versions of the e-bank interface have. */
function ebankRows(interfaceVersion: 'v1' | 'v2'): Row[] {
	const version = { interfaceVersion };
	const isV2 = interfaceVersion === 'v2';
	const whole = { ...version, ...person(0), ...login };
	const at =
		(digit: number, more: IDataObject = {}) =>
		async () => {
			const open_id = await startEbank(interfaceVersion, digit);
			await waitFor('ebank', { ...version, open_id });
			return { ...version, open_id, ...more };
		};
	const agreed = async () => {
		if (isV2) return whole;
		await one('ebank', 'uploadLicense', whole);
		return { ...whole, user_info: client };
	};
	const type = isV2 && { type: 1, typeLabel: 'Kaniu (卡牛)' };
	const all: Row[] = [
		['getBanks', isV2 ? at(3) : simply(version), { banks: expect.any(Array) as unknown[] }],
		[
			'uploadLicense',
			async () => ({ ...whole, ...(isV2 && (await one('ebank', 'create', whole))) }),
			{ success: true },
		],
		['create', agreed, { ...opened, ...type }],
		['getState', at(3), { state: 4, nextAction: 'submitCaptcha' }],
		[
			'waitForState',
			async () => ({ ...version, open_id: await startEbank(interfaceVersion, 0), ...quick }),
			settled(10),
		],
		[
			'submitCaptcha',
			at(3, { verify_code: '3507' }),
			{ state: 5, stateName: 'STATE_PIC_CAPTCHA_SUBMITTED', nextAction: 'wait' },
		],
		['getRawData', at(0), data],
	];
	return all.map(([name, ...rest]) => [`ebank.${name} ${interfaceVersion}`, ...rest]);
}

test.each([...rows, ...ebankRows('v1'), ...ebankRows('v2')])(
	'%s succeeds',
	async (place, values, result) => {
		const [resource, operation] = place.split(/[. ]/);
		const [{ json }] = await run(resource, operation, await values());
		expect(json).toMatchObject(result);
	},
);

test('nothing that the node sends or returns is left out', async () => {
	await settings({ resultShape: 'several' });
	await one('riskAudit', 'getResult', { open_id: await applyForAudit() });
	expect(stage.unseen()).toEqual([]);
});
