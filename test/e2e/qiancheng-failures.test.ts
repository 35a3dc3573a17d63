import type { IDataObject } from 'n8n-workflow';

import { jsonOf } from '../support/n8n-driver.ts';
import { person } from '../support/qiancheng-data';
import { itemsNode, type NodeInput } from '../support/workflow';
import { errorOf } from './support/chain';
import { quick, useQianchengHost } from './support/qiancheng';

const host = useQianchengHost();
const { qiancheng, httpRequest, execute } = host;

const force = async (path: string, code: string) =>
	await host.control.call('/faults', { 'qiancheng-credit': { force: [{ path, code, times: 9 }] } });

describe('failures', () => {
	const people = [person(0), { ...person(0), id_card: '1', customer: 'B' }, person(8), person(7)];
	const fields = {
		...{ name: '={{ $json.name }}', id_card: '={{ $json.id_card }}' },
		mobile: '={{ $json.mobile }}',
	};
	const check = (onError?: NodeInput['onError']) => [
		itemsNode('People', people),
		qiancheng('Check', 'blacklist', 'search', fields, { onError }),
	];
	const verdicts = ['notListed', 'listed', 'unknown'];
	const complaint = {
		error: "'ID Card Number' must have 18 characters: 17 digits and a check character",
		details: { provider: 'Qiancheng Credit', outcome: 'notSent' },
	};

	test('the failed item of four leaves by the error output, with its input', async () => {
		const execution = await execute('qiancheng error output', check('continueErrorOutput'));
		expect(jsonOf(execution, 'Check', 0).map(({ verdict }) => verdict)).toEqual(verdicts);
		expect(jsonOf(execution, 'Check', 1)).toMatchObject([
			{ ...complaint, error: expect.stringContaining("'ID Card Number'"), customer: 'B' },
		]);
	});

	test('the failed item of four stays in its place when the node is to continue', async () => {
		const execution = await execute('qiancheng continue', check('continueRegularOutput'));
		expect(jsonOf(execution, 'Check')).toMatchObject([
			{ verdict: 'notListed' },
			{ details: complaint.details },
			{ verdict: 'listed' },
			{ verdict: 'unknown' },
		]);
	});

	test('without either the workflow stops, and the error says what to do', async () => {
		const since = await host.control.lastSeq();
		await force('telecomGetState', '1001');
		const execution = await execute('qiancheng stops', [
			qiancheng('Begin', 'telecom', 'create', { ...person(0), service_password: '1' }),
			qiancheng('State', 'telecom', 'getState'),
			qiancheng('Report', 'telecom', 'getReport'),
		]);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatchObject({
			message: 'Qiancheng Credit does not accept the input',
			description: expect.stringMatching(/at the step.*Qiancheng Credit code 1001/),
			httpCode: '1001',
		});
		const operations = (await host.control.journal(since)).map(({ operation }) => operation);
		expect(operations).not.toContain('telecomGetReport');
	});

	test('a submission whose answer is lost is not repeated, a question is', async () => {
		const since = await host.control.lastSeq();
		const at = (path: string) => ({ at: [1], kind: 'drop', when: 'after', path });
		const events = [at('telecomCreate'), at('searchBlacklist')];
		await host.control.call('/faults', { 'qiancheng-credit': { events } });
		const execution = await execute('qiancheng lost answers', [
			qiancheng('Check', 'blacklist', 'search', person(8)),
			qiancheng('Begin', 'telecom', 'create', { ...person(0), service_password: '1' }),
		]);
		expect(jsonOf(execution, 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(errorOf(execution)).toMatchObject({
			message: "It is unknown whether Qiancheng Credit carried out 'Start Collection'",
		});
		const operations = (await host.control.journal(since)).map(({ operation }) => operation);
		expect(operations.filter((operation) => operation === 'searchBlacklist')).toHaveLength(2);
		expect(operations.filter((operation) => operation === 'telecomCreate')).toHaveLength(1);
	});
});

test.each(['form', 'json'])(
	"n8n's HTTP Request node calls with the credential, its body as %s",
	async (format) => {
		const base = host.environment.sandbox.urls['qiancheng-credit'];
		const body = (fields: IDataObject): IDataObject =>
			format === 'json'
				? { sendBody: true, specifyBody: 'json', jsonBody: `=${JSON.stringify(fields)}` }
				: {
						...{ sendBody: true, contentType: 'form-urlencoded' },
						bodyParameters: {
							parameters: Object.entries(fields).map(([name, value]) => ({
								name,
								value: String(value).replace(/^\{\{/, '={{'),
							})),
						},
					};
		const since = await host.control.lastSeq();
		const execution = await execute(`qiancheng HTTP Request ${format}`, [
			httpRequest('Check', {
				method: 'POST',
				url: `${base}/blacklist/search/single`,
				...body(person(8)),
			}),
			qiancheng('Begin', 'telecom', 'create', { ...person(1), service_password: '1' }),
			qiancheng('Wait', 'telecom', 'waitForState', quick),
			httpRequest('State', {
				method: 'POST',
				url: `${base}/telecom/collect/get-state`,
				...body({ open_id: '{{ $json.open_id }}' }),
			}),
		]);
		expect(errorOf(execution)).toBeUndefined();
		expect(jsonOf(execution, 'Check')).toEqual([{ code: 0, data: { is_in: true } }]);
		expect(jsonOf(execution, 'State')).toMatchObject([{ code: 0, data: { state: 21 } }]);
		const [{ params }] = (await host.control.journal(since)).filter(
			({ operation }) => operation === 'searchBlacklist',
		);
		expect(params).toMatchObject({ token: '***', id_card: '11010519491231002X' });
	},
);
