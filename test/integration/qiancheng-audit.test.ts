import type { IDataObject } from 'n8n-workflow';

import { useQiancheng } from '../support/qiancheng';
import { person, riskData, riskFields } from '../support/qiancheng-data';
import { qianchengSteps } from '../support/qiancheng-steps';

const stage = useQiancheng();
const { run, one, settings, calls } = stage;
const { applyForAudit, waitFor } = qianchengSteps(stage);
beforeEach(async () => await settings({ reviewMs: 300 }));

const applicant = { ...person(0), phone: '13800138000' };
const inJson = (data: unknown) => ({
	...applicant,
	specifyData: 'json',
	data: data as IDataObject,
});

/** The data of the latest audit, as the provider has decrypted it. */
async function received(): Promise<IDataObject> {
	const { audits } = await stage.control.call<{ audits: Array<{ data: IDataObject }> }>(
		'/qiancheng-credit/audits',
	);
	return audits[0].data;
}

/** What became of an application: the data that arrived, or the complaint. */
async function outcome(values: IDataObject): Promise<IDataObject | string> {
	const since = await stage.control.lastSeq();
	const [{ json }] = await run('riskAudit', 'apply', values, { continueOnFail: true });
	if (json.error === undefined) return await received();
	expect(json.details).toMatchObject({ outcome: 'notSent' });
	expect(await stage.control.journal(since)).toEqual([]);
	return String(json.error);
}

describe('an application', () => {
	test('of fields sends the same as that of JSON', async () => {
		expect(await outcome({ ...applicant, ...riskFields(1) })).toEqual(riskData(1));
		expect(await outcome(inJson(riskData(2)))).toEqual(riskData(2));
	});

	test('takes the further fields', async () => {
		const sent = await outcome({
			...{ ...applicant, ...riskFields(1), basic_info: { company_name: '长沙某某公司' } },
			registration: { real_name_name: '王大志' },
			furtherData: { zm_data: '{"zm_score": "700"}', card_info: [{ type: '储蓄卡' }] },
		});
		expect(sent).toMatchObject({
			basic_info: { company_name: '长沙某某公司' },
			telecom_data: { real_name_name: '王大志', real_name_status: 1 },
			...{ zm_data: { zm_score: 700 }, card_info: { type: 2 } },
		});
	});

	test('can be one of a person who has no address book, no bill and no call', async () => {
		const none = { user_mobile_contacts: '[]', bill_list: [], contact_list: ' [ ] ' };
		expect(await outcome({ ...applicant, ...riskFields(1), ...none })).toMatchObject({
			user_mobile_contacts: [],
			telecom_data: { bill_list: [], contact_list: [] },
		});
		const data = riskData(2);
		Object.assign(data, { user_mobile_contacts: [] });
		expect(await outcome(inJson(data))).toMatchObject({ user_mobile_contacts: [] });
	});

	test.each<[string, IDataObject, IDataObject]>([
		['OAEP', { rsaPadding: 'oaep' }, { rsaPadding: 'oaep' }],
		['hexadecimal text', { rsaOutput: 'hex' }, { rsaOutput: 'hex' }],
		['no compression', { gzip: false }, { gzip: 'refused' }],
		['JSON bodies', { bodyFormat: 'json' }, { bodyFormat: 'json' }],
		['mobile beside moblie', { alsoSendMobile: true }, { alsoSendMobile: true }],
		['the order ID as a text', { orderIdType: 'text' }, { orderId: 'text' }],
		['a list of contacts', { userContactAs: 'list' }, { lists: ['user_contact'] }],
		[
			'mobile beside moblie in a list',
			{ userContactAs: 'list', alsoSendMobile: true },
			{ lists: ['user_contact'], alsoSendMobile: true },
		],
		['a list of photos', { userProofMateriaAs: 'list' }, { lists: ['user_proof_materia'] }],
	])('can be sent with %s', async (_what, credential, setting) => {
		await settings(setting);
		const credentials = { specialSettings: true, ...credential };
		for (const values of [inJson(riskData(1)), { ...applicant, ...riskFields(2) }]) {
			const result = await one('riskAudit', 'apply', values, { credentials });
			expect(result).toMatchObject({ open_id: expect.any(String), order_id: expect.any(Number) });
		}
	});

	test.each(
		['10000001', '900719925474099312', '9223372036854775807'].flatMap((id) => [
			[id, 'number'],
			[id, 'text'],
		]),
	)('has all digits of the order ID %s, as a %s', async (order_id, orderId) => {
		await settings({ orderId });
		const credentials = { specialSettings: true, orderIdType: orderId };
		const values = { ...applicant, ...riskFields(order_id) };
		const { order_id: passed } = await one('riskAudit', 'apply', values, { credentials });
		expect(String(passed)).toBe(order_id);
		expect(String(((await received()).order_detail as IDataObject).order_id)).toBe(order_id);
	});

	test('without a public key is not sent, and the error says where it belongs', async () => {
		const failed = run('riskAudit', 'apply', inJson(riskData()), {
			credentials: { riskPublicKey: '' },
		});
		await expect(failed).rejects.toThrow('The credential has no public key for the risk audit');
		expect(await stage.control.journal()).toEqual([]);
	});

	test.each<[string, unknown, string]>([
		[
			'data',
			'{"order_detail": {\n"order_id" "1"}}',
			"'Data' must be JSON, but is none at line 2, column 12",
		],
		['data', '{"order_detail": {', "'Data' must be JSON, but ends before all of it is there"],
		['data', { ...riskData(), zm_dat: {} }, "'Data: zm_dat' is not known"],
		[
			'user_mobile_contacts',
			'[{"name": “A”}]',
			"'Address Book' must be JSON, but is none at line 1, column 11",
		],
		['user_mobile_contacts', [{ name: 'A' }], "'Address Book: [0].mobile' is empty"],
		['contact_list', { phone: '1' }, "'Call Records: last_contact_date' is empty"],
		['furtherData', { zfb_data: { fund: 'x' } }, "'Alipay: fund' must be a number"],
		[
			'furtherData',
			{ user_loan_orders: [{ state: 1, overdue_day: 3 }] },
			"'Earlier Loans: [0].overdue_day' must be 0 or left out, as state is Running (进行中)",
		],
		[
			'user_contact',
			{
				contact: [
					{ name: 'A', moblie: '13900139000' },
					{ name: 'B', moblie: '13900139001' },
				],
			},
			"'Emergency Contacts' has 2 entries, of which the document takes one (一维数组)",
		],
	])('with %s = %j is refused by its place', async (name, value, complaint) => {
		const values =
			name === 'data'
				? inJson(value)
				: { ...applicant, ...riskFields(1), [name]: value as IDataObject };
		expect(await outcome(values)).toBe(complaint);
	});
});

describe('a result', () => {
	test.each(['object', 'list', 'several'])(
		'of a rejection has its reason (data as %s)',
		async (resultShape) => {
			await settings({ resultShape });
			const open_id = await applyForAudit((payload) => {
				payload.user_loan_orders = [{ state: 2, overdue_day: 90, amount: 1 }];
			});
			const result = await waitFor('riskAudit', { open_id });
			expect(result).toMatchObject({
				...{ state: 1, decision: 'reject', stateLabel: 'Rejection advised (建议拒绝)' },
				reason: expect.any(String),
			});
			expect(result.results).toEqual(
				resultShape === 'several'
					? [
							expect.objectContaining({ decision: 'approve' }),
							expect.objectContaining({ state: 1 }),
						]
					: undefined,
			);
		},
	);

	test('that takes long is pending when the time is over', async () => {
		const open_id = await applyForAudit((payload) => {
			Object.assign(payload.order_detail as object, { amount: 6_000_000 });
		});
		expect(await waitFor('riskAudit', { open_id, maximumWait: 1 })).toMatchObject({
			...{ decision: 'pending', timedOut: true },
		});
	});

	test('can be asked for with further parameters', async () => {
		await settings({ resultParams: ['username'] });
		const open_id = await applyForAudit();
		const credentials = { specialSettings: true, riskResultParams: 'username=sandbox-qiancheng' };
		await one('riskAudit', 'getResult', { open_id }, { credentials });
		expect((await calls('riskAuditResult'))[0].params).toEqual({
			...{ open_id, username: 'sandbox-qiancheng' },
		});
	});
});
