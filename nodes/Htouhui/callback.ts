import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { labelOf } from '../shared/model/dictionary';
import { openAccountStatus, openAccountType } from './dictionaries';
import { afterStatus, type Fault, type Fields } from './protocol';
import { isUnsigned, signFieldOf } from './settings';

/** What is wrong with a message that is refused. */
export const REASONS: Record<Fault, string> = {
	unreadable: 'it is no form in which each field comes once',
	signature: 'its signature does not fit the credential',
	incomplete: 'a field is missing',
	status: "its status is none of the document's",
};

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

/** The item of a verified message. */
export const outputOf = (
	{ htouhui_user_id, third_party_user_id, status, bank_card_number, ...others }: Fields,
	credentials: ICredentialDataDecryptedObject,
): IDataObject => ({
	htouhui_user_id,
	third_party_user_id,
	...decoded(status),
	...(bank_card_number && { bank_card_number }),
	// A repetition of the same result has the same one (gap HTH-08).
	dedupeKey: `${third_party_user_id}:${status}`,
	verified: !isUnsigned(credentials),
	furtherFields: furtherOf(others, credentials),
});

/** What a message has beyond the document: 通用字段 (gap HTH-01), without the signature. */
export const furtherOf = (
	others: IDataObject,
	credentials: ICredentialDataDecryptedObject,
): IDataObject =>
	Object.fromEntries(Object.entries(others).filter(([name]) => name !== signFieldOf(credentials)));
