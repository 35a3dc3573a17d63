import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { buildNotification } from '../../sandbox/webank/notification.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { readSpec } from '../../spec/read.ts';
import type { Case } from './all-operations';
import { jpeg } from './applicant';
import { message } from './htouhui-node';
import { runNode, type Run } from './n8n';
import { binaryFile } from './n8n-file';
import { People } from './people';
import { credentialsOf, type ProviderCase } from './providers';
import type { Reply, Servers } from './servers';

// A right call of any operation, and a right answer to it, by the fields of the node and of the document alone.

export const SALT = 'salt';

/** A notification as the provider signs it. */
export const notificationOf = (
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
const ANSWERS: Record<string, (people: People) => IDataObject> = {
	callService: (people) => ({ CODE: '66590000', DESC: '好', ...people.report() }),
	uploadFile: () => ({ CODE: '60840000', FILE_LIST: [{ FILE_ID: 'f', HASH_VALUE: 'h' }] }),
	telecomGetState: () => ({ state: 42 }),
	degreeGetState: () => ({ state: 22 }),
};

function answerTo({ provider, id }: Case, people: People, remark: string, more: object): unknown {
	const { operations } = readSpec(
		PROVIDERS.find(({ node }) => node === provider.node.constructor.name)?.id ?? '',
	);
	const { fields = [], rootType } = operations.find((one) => one.id === id)?.response ?? {};
	const fixed = ANSWERS[id]?.(people);
	if (rootType === 'binary') return jpeg();
	if (rootType === 'string') return provider.success('application-1');
	if (rootType === 'any') return provider.success({ ...people.report(), ...more });
	if (rootType === 'array') return provider.success([people.answer(fields)]);
	const answer = { ...people.answer(fields), ...more };
	if (provider.name !== 'WeBank') return provider.success({ ...answer, ...fixed });
	const isTicket = id === 'getApiTicket';
	return {
		...answer,
		...{ code: isTicket ? '60850000' : '60840000', msg: remark },
		...(isTicket && { tickets: [{ value: 't', expire_in: 300 }] }),
		...(fixed && { jsonData: JSON.stringify(fixed) }),
	};
}

/** What of a credential only some operations read. */
const settingsOf = ({ name }: ProviderCase): IDataObject => ({
	...(name === 'WeBank' && { salt: SALT, merchantId: 'm' }),
	...(name === 'Qiancheng Credit' && { riskPublicKey }),
});

/** Right values of an operation, and what the provider may answer; the refusal has the remark. */
export interface RightCall {
	values: IDataObject;
	remark: string;
	answer: Reply;
	refusal: Reply;
}

/** With `inAnswer` the answer has the remark as well, in a field that no document has. */
export function rightCall(one: Case, people = new People(), inAnswer = false): RightCall {
	const values = people.parameters(one.operation, {
		...{ maximumWait: 1, interval: 0.2, ...one.choices, ...ownData(one, people) },
	});
	const remark = `资料不符：${people.secrets.join('；')}`;
	const body = answerTo(one, people, remark, inAnswer ? { remark } : {});
	return {
		...{ values, remark },
		answer: { body, ...(Buffer.isBuffer(body) && { type: 'image/jpeg' }) },
		// Where no code refuses, the status of HTTP does.
		refusal: one.provider.refusal
			? { body: one.provider.refusal('999', remark) }
			: { status: 400, body: { message: remark } },
	};
}

/** Runs a call for each of these items, before a server that gives the replies one after the other. */
export async function runCall(
	servers: Servers,
	one: Case,
	call: Pick<RightCall, 'values' | 'answer'>,
	{ replies = [call.answer], ...rest }: Circumstances & { replies?: Reply[] } = {},
): Promise<INodeExecutionData[]> {
	return await runCallAt(await servers.answering(...replies), one, call, rest);
}

interface Circumstances {
	options?: IDataObject;
	items?: IDataObject[];
	/** Files of each item beside 'data', which is a JPEG. */
	binary?: INodeExecutionData['binary'];
	settings?: Run['settings'];
}

export const runCallAt = async (
	address: string,
	{ provider, resource, name, choices }: Case,
	{ values }: Pick<RightCall, 'values'>,
	{
		options,
		items = [{}],
		binary,
		settings = { onError: 'continueRegularOutput' },
	}: Circumstances = {},
): Promise<INodeExecutionData[]> =>
	await runNode({
		...provider,
		credentials: credentialsOf(provider, address, settingsOf(provider)),
		parameters: {
			...{ resource, operation: name, ...choices, ...values },
			options: { retries: 0, timeout: 5, ...options },
		},
		items: items.map((json) => ({
			json,
			binary: { data: binaryFile(jpeg(), 'a.jpg'), ...binary },
		})),
		settings,
	});
