import type { IDataObject } from 'n8n-workflow';

import { HtouhuiApi } from '../../credentials/HtouhuiApi.credentials';
import { Htouhui } from '../../nodes/Htouhui/Htouhui.node';
import { buildNotification } from '../../sandbox/htouhui/notification.ts';
import { accountOf, newPerson, SECRET } from './htouhui';
import { useStage } from './stage';

/** The Htouhui node before the sandbox, by default with its MD5 account. */
export function useHtouhui() {
	const stage = useStage(new Htouhui(), new HtouhuiApi(), ({ htouhui }) => accountOf(htouhui));
	return Object.assign(stage, {
		/** A registered person with the platform's id. */
		registered: async (credentials?: IDataObject) => {
			const person = newPerson();
			const values = registration(person);
			const { htouhui_user_id } = await stage.one('user', 'register', values, { credentials });
			return { ...person, htouhui_user_id: String(htouhui_user_id) };
		},
		/** Presses the button of the bank's page for this outcome. */
		finish: async (outcome: string): Promise<{ status: string; redirect: string }> =>
			await stage.control.call('/htouhui/finish', { outcome }),
	});
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

/** Sends the browser to the page of the bank and returns its session. */
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
			...{
				secret: SECRET,
				secretPlacement: 'appendKey',
				hmacText: 'alone',
				letterCase: 'lower',
				...account,
			},
		},
	);
