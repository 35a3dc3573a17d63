import type { IDataObject } from 'n8n-workflow';

import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { providerOf, runExample } from '../support/providers';
import { person, riskFields } from '../support/qiancheng-data';
import { useServers } from '../support/servers';

const servers = useServers();
const qiancheng = providerOf('Qiancheng Credit');

const values: IDataObject = {
	...{ ...person(1), phone: '13800138000', service_password: '1' },
	...{ entry_id: '12', login_name: 'a', open_id: 'q1', captcha: '1', verify_code: '1' },
	...{ maximumWait: 1, interval: 1, binaryPropertyName: 'captcha', ...riskFields(1) },
};

/** What comes out when the provider answers with code 0 and this data. */
async function answered(place: string, data: unknown): Promise<IDataObject> {
	const [resource, operation, interfaceVersion = 'v1'] = place.split(/[. ]/);
	const { json } = await runExample(
		qiancheng,
		{ resource, operation, values: { ...values, interfaceVersion } },
		await servers.answering({ body: { code: 0, data } }),
		{ credentials: { riskPublicKey }, options: { retries: 0 } },
	);
	return json;
}

describe('an answer', () => {
	test.each<[place: string, data: unknown, result: IDataObject]>([
		['blacklist.search', { is_in: 1 }, { is_in: 1, verdict: 'unknown' }],
		[
			'blacklist.search',
			{ is_in: 'true', since: '2020' },
			{ is_in: 'true', verdict: 'unknown', since: '2020' },
		],
		['blacklist.search', [{ is_in: true, level: 3 }], { is_in: true, verdict: 'listed', level: 3 }],
		['blacklist.search', { verdict: 'clean' }, { is_in: null, verdict: 'unknown' }],
		['blacklist.search', { personName: 'A. N. Other' }, { personName: '王大志', is_in: null }],
		['blacklist.search', [], { is_in: null, verdict: 'unknown' }],
		[
			'blacklist.search',
			'no such person',
			{ is_in: null, verdict: 'unknown', data: 'no such person' },
		],
		['telecom.submitCaptcha', { left: 2 }, { success: true, left: 2, open_id: 'q1' }],
		['telecom.submitCaptcha', 'ok', { success: true, data: 'ok', open_id: 'q1' }],
		[
			'telecom.getState',
			{ state: '21', message: null, carrier: 'X' },
			{ state: 21, nextAction: 'submitCaptcha', message: null, carrier: 'X' },
		],
		['telecom.getState', { state: 'LOST' }, { state: 'LOST', stateName: null, nextAction: 'wait' }],
		['telecom.create', [{ open_id: 'q2', website: 'y' }], { open_id: 'q2', website: 'y' }],
		['riskAudit.apply', { open_id: 5, queue: 'b' }, { open_id: '5', queue: 'b', order_id: 1 }],
		[
			'riskAudit.getResult',
			{ state: 0, score: 712, reason: '' },
			{ state: 0, decision: 'approve', score: 712, reason: '' },
		],
		[
			'riskAudit.getResult',
			{ state: '1', reason: 'x', rule: ['r'] },
			{ state: 1, decision: 'reject', reason: 'x', rule: ['r'] },
		],
		[
			'riskAudit.getResult',
			{ state: 7, reason: 'y' },
			{ state: 7, decision: null, stateLabel: null, reason: 'y' },
		],
		['riskAudit.getResult', { state: 'A' }, { state: 'A', decision: null }],
		[
			'riskAudit.waitForResult',
			[
				{ state: 0, n: 1 },
				{ state: 1, n: 2 },
			],
			{ state: 1, decision: 'reject', n: 2, timedOut: false },
		],
		[
			'riskAudit.getResult',
			[
				{ state: 0, n: 1 },
				{ state: 2, n: 2 },
				{ state: 1, n: 3 },
			],
			{ state: 2, decision: 'pending', n: 2 },
		],
		[
			'riskAudit.getResult',
			[
				{ state: 0, n: 1 },
				{ state: 9, n: 2 },
			],
			{ state: 9, decision: null, n: 2 },
		],
		[
			'riskAudit.getResult',
			[
				{ state: 0, n: 1 },
				{ state: 0, n: 2 },
			],
			{ decision: 'approve', n: 1 },
		],
		[
			'ebank.getBanks',
			{ bankName: 'B', loginTypes: [{ entryId: '1', entryType: '2', x: 1 }] },
			{
				banks: [
					{
						bankName: 'B',
						loginTypes: [
							{ entryId: '1', entryType: '2', x: 1, entryTypeLabel: 'Debit cards only (仅储蓄卡)' },
						],
					},
				],
			},
		],
		[
			'ebank.getBanks',
			[{ bank_name: 'B', login_types: [{ entry_type: 7 }, { entry_type: 0 }] }],
			{
				banks: [
					{
						bank_name: 'B',
						login_types: [
							{ entry_type: 7 },
							{ entry_type: 0, entry_typeLabel: 'Credit and debit cards (信用卡&储蓄卡)' },
						],
					},
				],
			},
		],
		['ebank.getBanks', null, { banks: [] }],
	])('of %s, %j, comes out whole', async (place, data, result) => {
		expect(await answered(place, data)).toMatchObject(result);
	});

	test('with several results has them all', async () => {
		const data = [{ state: 0, n: 1 }, { state: 2 }, { state: 'A', reason: 'r' }];
		const { results } = await answered('riskAudit.getResult', data);
		expect(results).toMatchObject([
			...[{ decision: 'approve', n: 1 }, { decision: 'pending' }, { decision: null, reason: 'r' }],
		]);
	});

	test.each<[place: string, broken: unknown[], outcome: string, missing: string]>([
		[
			'telecom.create',
			[{}, [], [{}], 'q1', { open_id: '' }, { open_id: {} }],
			'unknown',
			'query ID (open_id)',
		],
		['degree.create', [{ open_id: null }, null], 'unknown', 'query ID (open_id)'],
		['ebank.create v2', [{ type: 1 }, {}], 'unknown', 'query ID (open_id)'],
		['ebank.create', [{ openid: 'q1' }, {}], 'unknown', 'query ID (open_id)'],
		['riskAudit.apply', [{}, null, { open_id: {} }, [[]]], 'unknown', 'query ID (open_id)'],
		['telecom.getRawData', [null, undefined], 'noAnswer', 'data'],
		['telecom.getReport', [null], 'noAnswer', 'data'],
		['degree.getRawData', [undefined], 'noAnswer', 'data'],
		['ebank.getRawData', [null], 'noAnswer', 'data'],
		['telecom.waitForState', [{}, { state: null }, { state: '' }, []], 'noAnswer', 'state'],
		['riskAudit.waitForResult', [{}, [], [{ reason: 'x' }]], 'noAnswer', 'state'],
	])(
		'of %s without what it must bring is no success: %j',
		async (place, broken, outcome, missing) => {
			for (const data of broken) {
				const { details } = await answered(place, data);
				expect([data, details]).toEqual([data, expect.objectContaining({ outcome })]);
				expect((details as IDataObject).description).toMatch(
					new RegExp(`(names|holds) no ${missing.replace(/[()]/g, '\\$&')}`),
				);
			}
		},
	);
});

describe('what to do about a lost answer', () => {
	const lost = async (place: string): Promise<string> => {
		const { details } = await answered(place, undefined);
		return String((details as IDataObject).description);
	};
	test('of Apply for Audit cannot be asked by the query ID that was in it', async () => {
		const text = await lost('riskAudit.apply');
		expect(text).toMatch(
			/Ask Qiancheng first.*order ID.*probably makes no second audit.*避免重复调用/,
		);
	});
	test('of Start Collection says what another one costs', async () => {
		expect(await lost('telecom.create')).toMatch(/another try with the service password/);
		expect(await lost('ebank.create')).toMatch(/probably ends.*may lock the person's account/);
	});
});
