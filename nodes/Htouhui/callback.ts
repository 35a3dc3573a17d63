import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { labelOf } from '../shared/model/dictionary';
import { parseExact } from '../shared/values/json';
import { openAccountStatus, openAccountType } from './dictionaries';
import { afterStatus, dedupeKeyOf, parseForm, toFields, type Fault, type Fields } from './protocol';
import { isUnsigned, signFieldOf } from './settings';

/** What is wrong with a message that is refused. */
export const REASONS: Record<Fault, string> = {
	unreadable: 'it is neither a form nor a JSON object in which each field comes once, as a text',
	signature: 'its signature does not fit the credential',
	pageCall: 'it is a page call, not a result',
	incomplete: 'a field is missing',
	status: "its status is not one that Htouhui's document lists",
};

/** The fields of a JSON object of texts. */
export const fieldsOfObject = (value: unknown): Fields | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? toFields(Object.entries(value))
		: undefined;

/** The fields of a message as n8n's webhooks deliver it: an object, its JSON, or the form itself. */
export function fieldsOf(given: unknown): Fields | undefined {
	const parsed = typeof given === 'string' ? parseExact(given) : given;
	const isForm = parsed === undefined && typeof given === 'string';
	return isForm ? parseForm(given) : fieldsOfObject(parsed);
}

/** What a status means, and which step comes next (gaps HTH-10 and HTH-19). */
export function decoded(status: string): IDataObject {
	const { nextType, done } = afterStatus(status);
	return {
		status,
		statusLabel: labelOf(openAccountStatus, status) ?? null,
		nextType,
		nextTypeLabel: nextType === null ? null : (labelOf(openAccountType, nextType) ?? null),
		done,
	};
}

const NO_CARD =
	"The account is open and the card number (bank_card_number) is missing: either Htouhui left it out, or this is the browser's return sent here. 'Query User' tells what is true";

/** How a message came, beside its fields. */
export interface Arrival {
	/** Whether the browser brought it, which has no card number (gap HTH-07). */
	isReturn?: boolean;
	/** The key that `dedupeKeyOf` makes. */
	attempt?: string;
}

/** The item of a verified message. */
export function outputOf(
	fields: Fields,
	credentials: ICredentialDataDecryptedObject,
	{ isReturn = false, attempt = '' }: Arrival = {},
): IDataObject {
	const { htouhui_user_id, third_party_user_id, status, bank_card_number, ...others } = fields;
	const lacksCard = status !== '0' && !isReturn && !bank_card_number;
	return {
		htouhui_user_id,
		third_party_user_id,
		...decoded(status),
		...(bank_card_number && { bank_card_number }),
		dedupeKey: dedupeKeyOf(fields, signFieldOf(credentials), attempt),
		verified: !isUnsigned(credentials),
		warnings: lacksCard ? [NO_CARD] : [],
		// An empty field is not signed.
		furtherFields: Object.fromEntries(
			Object.entries(furtherOf(others, credentials)).filter(([, value]) => value !== ''),
		),
	};
}

/** What a message has beyond the document: 通用字段 (gap HTH-01), without the signature. */
export const furtherOf = (
	others: IDataObject,
	credentials: ICredentialDataDecryptedObject,
): IDataObject =>
	Object.fromEntries(Object.entries(others).filter(([name]) => name !== signFieldOf(credentials)));
