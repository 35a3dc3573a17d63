import type { Agent } from 'node:http';
import type { IDataObject } from 'n8n-workflow';

import { listingOf } from '../../sandbox/qiancheng-credit/rules.ts';
import { type NodeInput, row } from '../../test/support/workflow.ts';
import { connections, forAll, send, timeOf } from './client.ts';
import { node, type Row } from './workflows.ts';

/** The account of the sandbox. */
export interface QianchengAccount {
	url: string;
	username: string;
	password: string;
}

/** One item of the benchmark. */
export type Person = Record<'name' | 'id_card' | 'mobile', string>;

const SIGN_IN = '/client/authorize/token';
const SEARCH = '/blacklist/search/single';
const ID_CARD = '11010519491231002X';
/** The last digit says what the sandbox answers. */
const MOBILE = '1380013800';
const FIELDS = ['name', 'id_card', 'mobile'] as const;

/** People of whom one in ten is listed, and two in ten get no clear answer. */
export const preparePeople = (count: number): Person[] =>
	Array.from({ length: count }, (_, i) => ({
		name: `王${i}`,
		id_card: ID_CARD,
		mobile: MOBILE + String(i % 10),
	}));

/** Whether the answer is there, and is that of the person: our node's, or the provider's own. */
export function isTrue(person: Person, answer: IDataObject | undefined): boolean {
	const data = (answer && 'code' in answer ? answer.data : answer) as IDataObject | undefined;
	const isAnswered = answer !== undefined && (answer.code === 0 || answer.verdict !== undefined);
	const listing = listingOf(person.mobile, person.name, []);
	const expected = { listed: true, notListed: false, withoutAnswer: null, withoutData: null };
	return isAnswered && (data?.is_in ?? null) === expected[listing];
}

/** Our node: the token is fetched by the credential. */
export const ourChecks = (people: Person[], credentialId: string, concurrency: number): Row => ({
	measured: ['Check'],
	workflow: row('bench: Qiancheng Credit node', [items(people), check(credentialId, concurrency)]),
});

export const check = (credentialId: string, concurrency: number): NodeInput =>
	node(
		'Check',
		'n8n-nodes-fintech-onboarding.qianchengCredit',
		1,
		{
			...{ resource: 'blacklist', operation: 'search', options: { concurrency } },
			...Object.fromEntries(FIELDS.map((name) => [name, `={{ $json.${name} }}`])),
		},
		{ qianchengCreditApi: { id: credentialId, name: 'bench' } },
	);

/** A node that does nothing but send, through n8n's helper; see bare/. */
export const onlySends = (
	people: Person[],
	{ url }: QianchengAccount,
	signedIn: string,
	concurrency: number,
): Row => ({
	measured: ['Send'],
	workflow: row('bench: Qiancheng Credit, only sends', [
		items(people),
		node('Send', 'CUSTOM.onlySends', 1, { url: url + SEARCH, token: signedIn, concurrency }),
	]),
});

/**
 * What a competent user would otherwise build: a request for the token, and the HTTP Request node, its form
 * filled in field by field as its editor offers.
 */
export const httpChecks = (people: Person[], account: QianchengAccount): Row => ({
	measured: ['Token', 'Send'],
	workflow: row('bench: Qiancheng Credit, HTTP Request', [
		token(account),
		items(people, '{ ...json, token: $input.first().json.data.token }'),
		node('Send', 'n8n-nodes-base.httpRequest', 4.2, {
			...sendForm(account),
			bodyParameters: {
				parameters: [...FIELDS, 'token'].map((name) => ({ name, value: `={{ $json.${name} }}` })),
			},
		}),
	]),
});

/** The same, tuned by an expert: a Code node encodes the form, and one expression passes it on. */
export const tunedHttpChecks = (people: Person[], account: QianchengAccount): Row => ({
	measured: ['Token', 'Encode', 'Send'],
	workflow: row('bench: Qiancheng Credit, HTTP Request, tuned', [
		token(account),
		items(people, '{ ...json, token: $input.first().json.data.token }'),
		node('Encode', 'n8n-nodes-base.code', 2, {
			jsCode: `return $input.all().map(({ json }) => ({
	json: { body: Object.entries(json).map((pair) => pair.map(encodeURIComponent).join('=')).join('&') },
}));`,
		}),
		node('Send', 'n8n-nodes-base.httpRequest', 4.2, {
			...sendForm(account),
			specifyBody: 'string',
			body: '={{ $json.body }}',
		}),
	]),
});

const token = ({ url, username, password }: QianchengAccount): NodeInput =>
	node('Token', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: url + SIGN_IN,
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: {
			parameters: Object.entries({ username, password, hours: '24' }).map(([name, value]) => ({
				name,
				value,
			})),
		},
		options: {},
	});

const sendForm = ({ url }: QianchengAccount): IDataObject => ({
	method: 'POST',
	url: url + SEARCH,
	sendBody: true,
	contentType: 'form-urlencoded',
	options: {},
});

/** Makes the people in the workflow, as `preparePeople` does: written into it, 100,000 would be too long. */
const items = (people: Person[], json = 'json'): NodeInput =>
	node('Items', 'n8n-nodes-base.code', 2, { jsCode: peopleCode(String(people.length), '0', json) });

/** Code that returns so many people, from one on. */
export const peopleCode = (count: string, from: string, json = 'json'): string => `
const prepare = (i) => ({ name: '王' + i, id_card: '${ID_CARD}', mobile: '${MOBILE}' + (i % 10) });
return Array.from({ length: ${count} }, (_, i) => prepare(${from} + i)).map((json) => ({ json: ${json} }));`;

/**
 * The least time that the work can take on this machine.
 *
 * @param options see `connections`
 * @returns milliseconds for all people
 */
export async function runChecksFloor(
	account: QianchengAccount,
	people: Person[],
	concurrency: number,
	options: { keepAlive?: boolean; ca?: string } = {},
): Promise<number> {
	const agent = connections(concurrency, options);
	return await timeOf(agent, async () => {
		const token = await signIn(account, agent);
		await forAll(people, concurrency, async (person) => {
			const form = new URLSearchParams({ ...person, token });
			const answer = await send(agent, account.url + SEARCH, form);
			if (!isTrue(person, answer)) throw new Error(`Not true: ${JSON.stringify(answer)}`);
		});
	});
}

/** Fetches a token, which does not end those that were fetched before. */
export async function signIn(
	{ url, username, password }: QianchengAccount,
	agent?: Agent,
): Promise<string> {
	const form = new URLSearchParams({ username, password, hours: '24' });
	const { data } = await send(agent, url + SIGN_IN, form);
	return (data as { token: string }).token;
}
