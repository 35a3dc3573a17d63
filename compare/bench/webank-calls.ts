import { createHash, randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { row } from '../../test/support/workflow.ts';
import { connections, forAll, send, timeOf } from './client.ts';
import { itemsNode, node, type Row } from './workflows.ts';

/** The account of the sandbox. */
export interface WebankAccount {
	api: string;
	file: string;
	appId: string;
	secret: string;
	salt: string;
}

const PATH = '/api/s/yh/10002';

/** One item of the benchmark: the fields of a credit application. */
export const prepareCalls = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, i) => ({
		ID_NO: '11010519491231002X',
		NAME: '王测试',
		ADDRESS: `广东省深圳市南山区XX路 ${i} 号`,
		AMOUNT: '50000.00',
		SERIAL: String(i),
	}));

/** Our node: the session is fetched by the credential. */
export const ourCalls = (items: IDataObject[], credentialId: string, concurrency: number): Row => ({
	measured: ['Call'],
	workflow: row('bench: WeBank node', [
		itemsNode(items),
		node(
			'Call',
			'n8n-nodes-fintech-onboarding.weBank',
			1,
			{
				resource: 'business',
				operation: 'call',
				bizPath: 'yh',
				service_code: '10002',
				specifyBody: 'json',
				body: '={{ JSON.stringify($json) }}',
				options: { concurrency },
			},
			{ webankApi: { id: credentialId, name: 'bench' } },
		),
	]),
});

/**
 * What a competent user would otherwise build: two requests for token and ticket, a Code node that
 * signs, and the HTTP Request node, its query filled in field by field as its editor offers.
 */
export const codeAndHttpCalls = (items: IDataObject[], account: WebankAccount): Row =>
	pair('bench: WeBank, Code + HTTP Request', items, account, '{ nonce, sign, body }', {
		url: account.api + PATH,
		sendQuery: true,
		queryParameters: {
			parameters: [
				{ name: 'app_id', value: account.appId },
				{ name: 'version', value: '2.0.0' },
				{ name: 'nonce', value: '={{ $json.nonce }}' },
				{ name: 'sign', value: '={{ $json.sign }}' },
			],
		},
	});

/** The same, tuned by an expert: the Code node builds the whole address. */
export const tunedCodeAndHttpCalls = (items: IDataObject[], account: WebankAccount): Row =>
	pair(
		'bench: WeBank, Code + HTTP Request, tuned',
		items,
		account,
		`{ url: ${JSON.stringify(`${account.api}${PATH}?app_id=${account.appId}&version=2.0.0`)} + '&nonce=' + nonce + '&sign=' + sign, body }`,
		{ url: '={{ $json.url }}' },
	);

const pair = (
	name: string,
	items: IDataObject[],
	{ api, appId, secret }: WebankAccount,
	result: string,
	address: IDataObject,
): Row => ({
	measured: ['Token', 'Ticket', 'Sign', 'Send'],
	workflow: row(name, [
		itemsNode(items),
		{
			...node('Token', 'n8n-nodes-base.httpRequest', 4.2, {
				url: `${api}/api/oauth2/access_token?app_id=${appId}&secret=${secret}&grant_type=client_credential&version=2.0.0`,
			}),
			executeOnce: true,
		},
		node('Ticket', 'n8n-nodes-base.httpRequest', 4.2, {
			url: `=${api}/api/oauth2/api_ticket?app_id=${appId}&access_token={{ $json.access_token }}&type=sign&version=2.0.0`,
		}),
		node('Sign', 'n8n-nodes-base.code', 2, {
			jsCode: `
const { createHash, randomBytes } = require('crypto');
const ticket = $input.first().json.tickets[0].value;
return $('Items').all().map(({ json }) => {
	const nonce = randomBytes(16).toString('hex');
	const body = JSON.stringify(json);
	const text = [${JSON.stringify(appId)}, '2.0.0', nonce, ticket, body].sort().join('');
	const sign = createHash('sha1').update(text, 'utf8').digest('hex').toUpperCase();
	return { json: ${result} };
});`,
		}),
		node('Send', 'n8n-nodes-base.httpRequest', 4.2, {
			method: 'POST',
			...address,
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'application/json; charset=utf-8',
			body: '={{ $json.body }}',
			options: {},
		}),
	]),
});

/** The least time that the work can take here. */
export async function runCallsFloor(
	{ api, appId, secret }: WebankAccount,
	items: IDataObject[],
	concurrency: number,
): Promise<number> {
	const agent = connections(concurrency);
	const common = { app_id: appId, version: '2.0.0' };
	const get = async (path: string, query: Record<string, string>) =>
		await send(agent, `${api}${path}?${new URLSearchParams({ ...common, ...query })}`);
	return await timeOf(agent, async () => {
		const { access_token: token } = (await get('/api/oauth2/access_token', {
			secret,
			grant_type: 'client_credential',
		})) as { access_token: string };
		const answer = await get('/api/oauth2/api_ticket', { access_token: token, type: 'sign' });
		const [{ value: ticket }] = answer.tickets as Array<{ value: string }>;
		await forAll(items, concurrency, async (item) => {
			const body = JSON.stringify(item);
			const nonce = randomBytes(16).toString('hex');
			const text = [appId, '2.0.0', nonce, ticket, body].sort().join('');
			const sign = createHash('sha1').update(text, 'utf8').digest('hex').toUpperCase();
			const query = new URLSearchParams({ ...common, nonce, sign });
			const { code } = await send(agent, `${api}${PATH}?${query}`, body);
			if (code !== '60840000') throw new Error(`The sandbox refused: ${String(code)}`);
		});
	});
}
