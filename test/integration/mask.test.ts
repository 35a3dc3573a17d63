import { inspect } from 'node:util';
import type { IDataObject } from 'n8n-workflow';

import { HtouhuiTrigger } from '../../nodes/Htouhui/HtouhuiTrigger.node';
import { WeBankTrigger } from '../../nodes/WeBank/WeBankTrigger.node';
import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { buildNotification } from '../../sandbox/webank/notification.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { readSpec } from '../../spec/read.ts';
import { ALL_OPERATIONS, type Case } from '../support/all-operations';
import { jpeg } from '../support/applicant';
import { accountOf } from '../support/htouhui';
import { message } from '../support/htouhui-node';
import { runNode, type Run } from '../support/n8n';
import { binaryFile } from '../support/n8n-file';
import { People } from '../support/people';
import { credentialsOf, providerOf, type ProviderCase } from '../support/providers';
import { useServers } from '../support/servers';
import { listenWith } from '../support/trigger-server';

const servers = useServers();
const SALT = 'salt';

test('all operations are among the cases', () => {
	expect(new Set(ALL_OPERATIONS.map(({ operation }) => operation)).size).toBe(70);
});

/** A notification as the provider signs it. */
const notificationOf = (
	{ provider, choices }: Pick<Case, 'provider' | 'choices'>,
	people: People,
): unknown => {
	if (provider.name === 'Htouhui') {
		const { body, message: fields } = message({ bank_card_number: people.of('bankCard') });
		return choices.source === 'return' ? body : fields;
	}
	const content = {
		USER_NAME: people.of('name'),
		ID_NO: people.of('idCard'),
		LIST: [people.report()],
	};
	return buildNotification({
		...{ text: JSON.stringify(content), salt: SALT, timestamp: String(Date.now()) },
		...{ transName: 'LoanResult', seqNo: '7' },
	});
};

/** What no field or document has, because the business, or the loan, defines it. */
const ownData = (one: Case, people: People): IDataObject => ({
	...(one.name === 'verify' && { notification: notificationOf(one, people) as IDataObject }),
	...(one.choices.specifyBody === 'fields' && {
		bodyFields: { values: [{ name: 'ID_NO', value: people.of('idCard') }] },
	}),
	...(one.choices.specifyBody === 'json' && {
		body: JSON.stringify({ MOBILE: people.of('mobile'), USER_NAME: people.of('name') }),
	}),
	...(one.id === 'riskAuditApply' && riskData(people, one.choices.specifyData === 'json')),
});

function riskData(people: People, inJson: boolean): IDataObject {
	const calls = [
		{
			...{ phone: people.of('mobile'), last_contact_date: '2026-01-01' },
			...{ talk_seconds: '1', talk_cnt: '2' },
		},
	];
	const book = [{ name: people.of('name'), mobile: people.of('mobile') }];
	const contact = {
		...{ name: people.of('name'), moblie: `+86 ${people.of('mobile')}`, relation: 1 },
	};
	const order_time = '2026-01-31 09:30:00';
	if (!inJson) {
		return {
			user_contact: { contact: [contact] },
			contact_list: JSON.stringify(calls),
			user_mobile_contacts: JSON.stringify(book),
			order_time,
			registration: {},
			furtherData: { card_info: JSON.stringify({ type: 2, card_no: people.of('bankCard') }) },
		};
	}
	return {
		data: JSON.stringify({
			order_detail: { order_id: 1, amount: 2, loan_term: 3, order_time },
			basic_info: { cur_address: people.of('address'), user_contact: contact },
			user_proof_materia: { url: 'https://img.example.com/1.jpg', type: 1 },
			user_mobile_contacts: book,
			telecom_data: { real_name_status: 1, bill_list: [], contact_list: calls },
		}),
	};
}

/** Answers with which an operation succeeds, where the document's fields alone are not enough. */
const ANSWERS: Record<string, (people: People) => unknown> = {
	callService: (people) => ({ CODE: '66590000', DESC: '好', ...people.report() }),
	getApiTicket: () => ({}),
	uploadFile: () => ({ CODE: '60840000', FILE_LIST: [{ FILE_ID: 'f', HASH_VALUE: 'h' }] }),
	telecomGetState: () => ({ state: 42 }),
	degreeGetState: () => ({ state: 22 }),
};

function bodyOf({ provider, id }: Case, people: People, remark: string): unknown {
	const { operations } = readSpec(
		PROVIDERS.find(({ node }) => node === provider.node.constructor.name)?.id ?? '',
	);
	const { fields = [], rootType } = operations.find((one) => one.id === id)?.response ?? {};
	const fixed = ANSWERS[id]?.(people);
	if (rootType === 'string') return provider.success('application-1');
	if (rootType === 'any') return provider.success({ ...people.report(), remark });
	if (rootType === 'array') return provider.success([people.answer(fields)]);
	const answer: IDataObject = { ...people.answer(fields), remark, ...(fixed as IDataObject) };
	if (provider.name !== 'WeBank') return provider.success(answer);
	const whole = {
		...answer,
		code: '60840000',
		msg: remark,
		...{ tickets: [{ value: 't', expire_in: 300 }] },
	};
	return {
		...whole,
		...(id === 'getApiTicket' && { code: '60850000' }),
		jsonData: JSON.stringify({ CODE: '60840000', ...(fixed as IDataObject) }),
	};
}

/** What of a credential only some operations read. */
const settingsOf = ({ name }: ProviderCase): IDataObject => ({
	...(name === 'WeBank' && { salt: SALT, merchantId: 'm' }),
	...(name === 'Qiancheng Credit' && { riskPublicKey }),
});

/** The JSON of what an operation puts out for what the server answers. */
const run = async (...args: Parameters<typeof runItem>): Promise<IDataObject> =>
	(await runItem(...args)).json;

async function runItem(
	one: Case,
	values: IDataObject,
	body: unknown,
	options: IDataObject,
	settings?: Run['settings'],
) {
	const port = await servers.http((request, response) => {
		const isFile = /image|download/i.test(request.url ?? '') && request.method === 'GET';
		response.writeHead(200, { 'content-type': isFile ? 'image/jpeg' : 'application/json' });
		response.end(isFile && !(body as IDataObject).refused ? jpeg() : JSON.stringify(body));
	});
	const { provider, resource, name, choices } = one;
	const [output] = await runNode({
		...provider,
		credentials: credentialsOf(provider, `http://127.0.0.1:${port}`, settingsOf(provider)),
		parameters: {
			resource,
			operation: name,
			...values,
			...choices,
			options: { retries: 0, timeout: 5, ...options },
		},
		items: [{ json: { ...values, 备注: '无' }, binary: { data: binaryFile(jpeg(), 'a.jpg') } }],
		settings: settings ?? { onError: 'continueRegularOutput' },
	});
	return output;
}

/** Each value that is a text or a number with the way to it. */
const leaves = (value: unknown, path = ''): Array<[path: string, leaf: unknown]> =>
	typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
		: [[path, value]];

const holds = (text: unknown, { secrets }: People) =>
	secrets.filter((secret) => String(text).includes(secret));

const masking = { maskPersonalData: true };

/** An output with its mask: nothing of the people is in it, and the rest is as without the mask. */
async function expectMasked(
	one: Case,
	people: People,
	runWith: (options: IDataObject) => Promise<IDataObject>,
): Promise<IDataObject> {
	const [whole, again, shown] = [await runWith({}), await runWith({}), await runWith(masking)];
	expect(holds(JSON.stringify(shown), people)).toEqual([]);
	const files = Object.keys(one.operation.wholeTexts ?? {}).filter((name) => !(name in shown));
	const [before, later] = [whole, again].map((json) => new Map(leaves(json)));
	for (const name of files) before.delete(`.${name}`);
	const after = new Map(leaves(shown));
	expect([...after.keys()]).toEqual([...before.keys()]);
	for (const [path, leaf] of before) {
		// A time or a random number is another one each time.
		const isPersonal = holds(leaf, people).length > 0;
		if (later.get(path) === leaf && !isPersonal)
			expect([path, after.get(path)]).toEqual([path, leaf]);
	}
	return whole;
}

test.each(ALL_OPERATIONS)('$title', async (one) => {
	const people = new People();
	const own = ownData(one, people);
	const values = people.parameters(one.operation, {
		...{ maximumWait: 1, interval: 0.2, ...one.choices, ...own },
	});
	const spoken = [...people.secrets];
	const remark = `资料不符：${spoken.join('；')}`;
	const answer = bodyOf(one, people, remark);
	const refusal = one.provider.refusal?.('999', remark) ?? { message: remark, refused: true };
	const withOptions = (body: unknown, more: IDataObject) => async (options: IDataObject) =>
		await run(one, values, body, { ...options, ...more });

	const result = await expectMasked(one, people, withOptions(answer, { includeInput: true }));
	expect(result).not.toHaveProperty('error');
	const refused = await expectMasked(one, people, withOptions(refusal, {}));
	const checked = await expectMasked(one, people, withOptions(answer, { checkOnly: true }));
	expect(checked).toMatchObject({ checked: true });
	// There was something to mask.
	const told = [
		people.secrets.length > 0 && result,
		spoken.length > 0 && 'error' in refused && refused,
	];
	for (const json of told.filter(Boolean)) {
		expect(holds(JSON.stringify(json), people)).not.toEqual([]);
	}
});

describe('whichever way a failed item goes', () => {
	const one = ALL_OPERATIONS.find(({ id }) => id === 'submitStep1') as Case;
	const failing = (settings: Run['settings'], options: IDataObject = masking) => {
		const people = new People();
		const values = people.parameters(one.operation, {});
		const body = one.provider.refusal?.('999', people.secrets.join('; '));
		return { people, values, output: run(one, values, body, options, settings) };
	};

	test('nothing is left of what n8n adds on the error output', async () => {
		const { people, values, output } = failing({ onError: 'continueErrorOutput' });
		const json = await output;
		// n8n puts the output's fields over those of the input.
		const merged = { ...values, ...json };
		expect(holds(JSON.stringify(merged), people)).toEqual([]);
		expect(merged).toMatchObject({ error: expect.any(String), 备注: '无', token: values.token });
	});

	test('nor in the error that stops the node', async () => {
		const { people, output } = failing({ onError: 'stopWorkflow' });
		const error = await output.then(
			() => ({}),
			(thrown: Error & { description?: string }) => ({
				// The node is that of the workflow, with its parameters as they stand there.
				...{ ...thrown, node: undefined, message: thrown.message, stack: thrown.stack },
				description: thrown.description,
			}),
		);
		expect(error).toHaveProperty('description', expect.stringContaining('999'));
		expect(holds(inspect(error, { depth: 9 }), people)).toEqual([]);
	});

	test.each<[value: unknown, fault: string]>([
		...['', null].map((value): [unknown, string] => [value, 'is empty']),
		...['perhaps', 2].map((value): [unknown, string] => [value, 'must be true or false']),
	])('an option that delivers %j sends nothing', async (value, fault) => {
		const options = { maskPersonalData: '={{ $json.mask }}', includeInput: true };
		const people = new People();
		const values = { ...people.parameters(one.operation, {}), mask: value } as IDataObject;
		const json = await run(one, values, {}, options);
		expect(json).toMatchObject({ error: `'Mask Personal Data' ${fault}` });
		expect(servers.received).toEqual([]);
		expect(holds(JSON.stringify(json), people)).toEqual([]);
	});
});

describe('a page for the browser', () => {
	test('stays whole, as a file', async () => {
		const one = ALL_OPERATIONS.find(({ id }) => id === 'openAccount') as Case;
		const people = new People();
		const values = people.parameters(one.operation, one.choices);
		const item = await runItem(one, values, {}, masking);
		expect(item.json).not.toHaveProperty('html');
		const page = Buffer.from(item.binary?.html.data ?? '', 'base64').toString();
		for (const value of [values.id_card, values.real_name]) {
			expect(page).toContain(`value="${String(value).trim().toUpperCase()}"`);
		}
	});
});

describe.each([
	['Htouhui', new HtouhuiTrigger(), accountOf('http://127.0.0.1:1')],
	['WeBank', new WeBankTrigger(), { salt: SALT }],
])('the trigger of %s', (name, node, credentials) => {
	const called = async (options: IDataObject, people: People) => {
		const listening = await listenWith(node);
		Object.assign(listening, { credentials, parameters: { options } });
		const provider = providerOf(name);
		const body = notificationOf({ provider, choices: {} }, people);
		const reply = await fetch(listening.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await reply.text();
		listening.close();
		return { text, items: listening.items };
	};

	test.each<[value: unknown, isMasked: boolean]>([
		...[true, 'yes', '', 'perhaps'].map((value): [unknown, boolean] => [value, true]),
		...[false, 'No'].map((value): [unknown, boolean] => [value, false]),
	])('with the option %j', async (maskPersonalData, isMasked) => {
		const people = new People();
		const { text, items } = await called({ maskPersonalData } as IDataObject, people);
		expect(items).toHaveLength(1);
		expect(holds(JSON.stringify(items), people).length === 0).toBe(isMasked);
		expect(text).toContain(name === 'WeBank' ? '%220000%22' : 'success');
		expect(items[0]).toMatchObject({ dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/) });
	});
});
