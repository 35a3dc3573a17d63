import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/QianchengCredit/operations';
import { jsonOf, outputOf } from '../support/n8n-driver.ts';
import { person, riskData, riskFields } from '../support/qiancheng-data';
import type { NodeInput } from '../support/workflow';
import { errorOf } from './support/chain';
import { first, quick, useQianchengHost } from './support/qiancheng';

const host = useQianchengHost();
const { qiancheng, execute } = host;

test('every operation, chained by its items', async () => {
	const login = { login_name: '6222020000000000000' };
	const v1 = {
		interfaceVersion: 'v1',
		...{ ...login, entry_id: first('V1 Banks', 'banks[0].loginTypes[0].entryId') },
	};
	const v2 = {
		interfaceVersion: 'v2',
		...{ ...login, entry_id: first('V2 Banks', 'banks[0].login_types[0].entry_id') },
	};
	const started = { open_id: first('V2 Start', 'open_id') };
	const chain: NodeInput[] = [
		qiancheng('Check', 'blacklist', 'search', person(8)),

		qiancheng('Begin', 'telecom', 'create', { ...person(3), service_password: '12 3+4' }),
		qiancheng('Wait', 'telecom', 'waitForState', quick),
		qiancheng('Resend', 'telecom', 'resendCaptcha'),
		qiancheng('Submit Code', 'telecom', 'submitCaptcha', { captcha: '234567' }),
		qiancheng('Wait Again', 'telecom', 'waitForState', quick),
		qiancheng('Query Password', 'telecom', 'submitQueryPassword', { query_password: '654321' }),
		qiancheng('Wait for Data', 'telecom', 'waitForState', quick),
		qiancheng('State', 'telecom', 'getState'),
		qiancheng('Raw Data', 'telecom', 'getRawData'),
		qiancheng('Report', 'telecom', 'getReport'),
		qiancheng('Restarting', 'telecom', 'create', { ...person(5), service_password: '1' }),
		qiancheng('Wait for Restart', 'telecom', 'waitForState', { ...quick, maximumWait: 1 }),
		qiancheng('Password Again', 'telecom', 'submitServicePassword', { service_password: '2' }),
		qiancheng('Wait Restarted', 'telecom', 'waitForState', quick),

		qiancheng('Degree', 'degree', 'create', person(0)),
		qiancheng('Log In', 'degree', 'login', { account: 'a', password: 'a b+c' }),
		qiancheng('Wait for Degree', 'degree', 'waitForState', quick),
		qiancheng('Degree State', 'degree', 'getState'),
		qiancheng('Degree Data', 'degree', 'getRawData'),

		qiancheng('V1 Banks', 'ebank', 'getBanks', { interfaceVersion: 'v1' }),
		qiancheng('V1 Agree', 'ebank', 'uploadLicense', { ...v1, ...person(3) }),
		qiancheng('V1 Start', 'ebank', 'create', { ...v1, ...person(3), password: 'a b+c' }),
		qiancheng('V1 Wait', 'ebank', 'waitForState', { ...v1, ...quick }),
		qiancheng('V1 Captcha', 'ebank', 'submitCaptcha', { ...v1, verify_code: '3507' }),
		qiancheng('V1 Wait for Data', 'ebank', 'waitForState', { ...v1, ...quick }),
		qiancheng('V1 State', 'ebank', 'getState', v1),
		qiancheng('V1 Data', 'ebank', 'getRawData', v1),

		qiancheng('V2 Start', 'ebank', 'create', { ...v2, ...person(3) }),
		qiancheng('V2 Banks', 'ebank', 'getBanks', { interfaceVersion: 'v2' }),
		qiancheng('V2 Agree', 'ebank', 'uploadLicense', { ...v2, ...started }),
		qiancheng('V2 Log In', 'ebank', 'login', { ...v2, ...started, password: 'a b+c' }),
		qiancheng('V2 Wait', 'ebank', 'waitForState', { ...v2, ...quick }),
		qiancheng('V2 Captcha', 'ebank', 'submitCaptcha', { ...v2, verify_code: '3507' }),
		qiancheng('V2 Wait for Data', 'ebank', 'waitForState', { ...v2, ...quick }),
		qiancheng('V2 State', 'ebank', 'getState', v2),
		qiancheng('V2 Data', 'ebank', 'getRawData', v2),

		qiancheng('Apply', 'riskAudit', 'apply', {
			...{ ...person(0), phone: '13800138000' },
			...riskFields(),
		}),
		qiancheng('Result', 'riskAudit', 'getResult'),
		qiancheng('Wait for Result', 'riskAudit', 'waitForResult', quick),
	];
	const executed = chain.map(
		({ parameters: { resource, operation, interfaceVersion } = {} }) =>
			`${resource}.${operation} ${interfaceVersion ?? ''}`,
	);
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([operation, { fields }]) =>
			fields.some(({ name }) => name === 'interfaceVersion')
				? ['v1', 'v2'].map((version) => `${resource}.${operation} ${version}`)
				: [`${resource}.${operation} ${resource === 'ebank' ? 'v2' : ''}`],
		),
	);
	expect([...new Set(executed)].sort()).toEqual(all.sort());

	const execution = await execute('qiancheng operations', chain);
	expect(errorOf(execution)).toBeUndefined();
	for (const [node, result] of Object.entries<IDataObject>({
		Check: { is_in: true, verdict: 'listed' },
		Begin: { open_id: expect.any(String) as string },
		Wait: { stateName: 'STATE_CAPTCHA_REQUIRED', nextAction: 'submitCaptcha', timedOut: false },
		Resend: { success: true },
		'Wait Again': { stateName: 'STATE_QUERY_PWD_REQUIRED', nextAction: 'submitQueryPassword' },
		State: { state: 43, stateLabel: 'Data available (数据可用)', nextAction: 'getData' },
		'Raw Data': { ready: true, data: { mobile: '13800138003' } },
		Report: { ready: true, nextAction: 'done', data: { basic: { name: '王大志' } } },
		'Wait for Restart': { stateName: 'STATE_RESTART', nextAction: 'restart' },
		'Wait Restarted': { nextAction: 'getData' },
		'Degree State': { state: 21, nextAction: 'getData' },
		'Degree Data': { ready: true, data: [{ school: '沙盒大学' }] },
		'V1 Wait': { stateName: 'STATE_PIC_CAPTCHA_REQUIRED', nextAction: 'submitCaptcha' },
		'V1 Data': { ready: true, data: { version: 1 } },
		'V2 Start': { type: 1, typeLabel: 'Kaniu (卡牛)' },
		'V2 Log In': { stateName: 'STATE_ACCOUNT_SUBMITTED' },
		'V2 Data': { ready: true, data: { version: 2 } },
		Result: { decision: 'pending', stateLabel: 'Under review (审核中)' },
		'Wait for Result': { decision: 'approve', timedOut: false },
	})) {
		expect([node, jsonOf(execution, node)]).toMatchObject([node, [result]]);
	}
	for (const node of ['V1 Wait', 'V2 Wait']) {
		const [{ binary }] = outputOf(execution, node);
		expect(binary?.captcha).toMatchObject({ mimeType: 'image/png', fileName: 'captcha.png' });
	}
});

describe('the risk audit', () => {
	const apply = (orderId: number, change: (data: IDataObject) => void) => {
		const payload = riskData(orderId);
		change(payload);
		return qiancheng('Apply', 'riskAudit', 'apply', {
			...{ ...person(0), phone: '13800138000', specifyData: 'json' },
			data: JSON.stringify(payload),
		});
	};

	test.each<[string, (data: IDataObject) => void, IDataObject]>([
		[
			'rejects, and says why',
			(payload) => (payload.user_loan_orders = [{ state: 2, overdue_day: 90, amount: 1 }]),
			{ decision: 'reject', reason: expect.any(String) as string, timedOut: false },
		],
		[
			'is pending when the time is over',
			(payload) => Object.assign(payload.order_detail as object, { amount: 6_000_000 }),
			{ decision: 'pending', reason: null, timedOut: true },
		],
	])('%s', async (what, change, result) => {
		const execution = await execute(`qiancheng audit ${what}`, [
			apply(Date.now(), change),
			qiancheng('Wait', 'riskAudit', 'waitForResult', { ...quick, maximumWait: 2 }),
		]);
		expect(jsonOf(execution, 'Wait')).toMatchObject([result]);
	});

	test('of wrong data sends nothing and names what is wrong', async () => {
		const since = await host.control.lastSeq();
		const execution = await execute('qiancheng audit wrong', [
			apply(1, (payload) => Object.assign(payload.order_detail as object, { amount: '2.5' })),
		]);
		expect(errorOf(execution)).toMatchObject({
			message: "'Data: order_detail.amount' must be a whole number of at least 1",
			description: expect.stringContaining('Nothing was sent'),
		});
		expect(await host.control.journal(since)).toEqual([]);
	});
});
