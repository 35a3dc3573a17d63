import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { HtouhuiApi } from '../../credentials/HtouhuiApi.credentials';
import { Htouhui } from '../../nodes/Htouhui/Htouhui.node';
import { buildNotification } from '../../sandbox/htouhui/notification.ts';
import { accountOf, newPerson, SECRET } from './htouhui';
import { runNode, type Run } from './n8n';

type Options = Partial<Pick<Run, 'items' | 'continueOnFail' | 'signal'>> & {
	account?: IDataObject;
};

/** Runs operations of the node with n8n-core, by default with the sandbox's MD5 account. */
export function htouhuiAt(base: () => string) {
	const prepare = (
		resource: string,
		operation: string,
		values: IDataObject,
		{ account, ...options }: Options = {},
	): Run => ({
		node: new Htouhui(),
		credentialType: new HtouhuiApi(),
		...options,
		credentials: (account ?? accountOf(base())) as never,
		parameters: { resource, operation, ...values },
	});
	const run = async (...args: Parameters<typeof prepare>): Promise<INodeExecutionData[]> =>
		await runNode(prepare(...args));
	/** The JSON of the one item of a run. */
	const one = async (...args: Parameters<typeof prepare>): Promise<IDataObject> =>
		(await run(...args))[0].json;
	return {
		prepare,
		run,
		one,
		/** A registered person with the platform's id. */
		registered: async (account?: IDataObject) => {
			const person = newPerson();
			const { htouhui_user_id } = await one('user', 'register', registration(person), { account });
			return { ...person, htouhui_user_id: String(htouhui_user_id) };
		},
	};
}

const pick = (person: IDataObject, ...names: string[]): IDataObject =>
	Object.fromEntries(names.map((name) => [name, person[name]]));
/** What a registration needs. */
export const registration = (person: IDataObject = newPerson()): IDataObject => ({
	...pick(person, 'mobile', 'password', 'third_party_user_id'),
	additionalFields: { type: '0' },
});
export const NOTIFY = 'http://127.0.0.1:9/notify?a=1&b=2';
const RETURN = 'http://127.0.0.1:9/back?x=%26#top';
/** What a page call needs. */
export const opening = (person: IDataObject = newPerson()): IDataObject => ({
	...pick(person, 'third_party_user_id', 'id_card', 'real_name'),
	...{ type: '0', htouhui_user_id: '10001', notify_url: NOTIFY, return_url: RETURN },
});
/** What a query needs. */
export const question = (person: IDataObject = newPerson()) =>
	pick(person, 'third_party_user_id', 'id_card');

/** Sends the browser to the page of the bank; its session. */
export async function visit({ url, fields }: IDataObject) {
	const body = new URLSearchParams(fields as Record<string, string>);
	const answer = await fetch(String(url), { method: 'POST', body });
	const text = await answer.text();
	const [, session] = /name="session" value="(\w+)"/.exec(text) ?? [];
	return { status: answer.status, text, session };
}

/** A notification of the platform. */
export const message = (changes: Record<string, string> = {}, account = {}) =>
	buildNotification(
		{
			...{ htouhui_user_id: '10001', third_party_user_id: 'u 1', status: '3' },
			...{ bank_card_number: '6222020000000010001', ...changes },
		},
		{
			...{ commonFields: { merchant_id: 'm' }, algorithm: 'md5', signField: 'sign' },
			...{ secret: SECRET, secretPlacement: 'appendKey', letterCase: 'lower', ...account },
		},
	);
