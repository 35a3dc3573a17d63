import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { InputProblem, Refusal } from '../../shared/model/errors';
import type { Call, Check, Field, Output } from '../../shared/model/operation';
import { pairsField, pairsOf } from '../../shared/model/pairs';
import { asObject } from '../../shared/values/json';
import { furtherOf } from '../callback';
import { notDone } from '../errors';
import { textOf } from '../protocol';

/** What comes out of `decoded` beside the status itself. */
export const nextStep: Output = {
	nextType: 'string|null',
	nextTypeLabel: 'string|null',
	done: 'boolean',
};

/** 商户用户id, of every operation. */
export const thirdPartyUserId: Field = {
	displayName: 'Your User ID',
	name: 'third_party_user_id',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. user-0001',
	description:
		'ID of the user in your own system (商户用户ID), at most 50 characters. It must belong to one user only, for good.',
	maxLength: 50,
};

/** For common fields that change from message to message, which the document does not tell (gap HTH-01). */
export const furtherFields = pairsField(
	{
		displayName: 'Further Common Fields',
		name: 'furtherFields',
		placeholder: 'Add Common Field',
		description:
			"Fields of this message alone that Htouhui's common fields (通用字段) ask for, such as a time stamp or a serial number. They are signed with the others; constant ones belong into the credential.",
	},
	{ name: 'timestamp', value: "{{ $now.toFormat('yyyyMMddHHmmss') }}" },
);

/** An address that Htouhui or the browser can reach. */
export const webAddress: Check = (value) =>
	/^https?:\/\/[^\s/]+/i.test(value) ? undefined : 'must be an address that begins with https://';

/** The operation's values with the further fields behind them. */
export function messageOf(call: Call): IDataObject {
	const values = call.values();
	const further = pairsOf(furtherFields, values);
	const taken = Object.keys(further).find(
		(name) => name === 'id_card' || Object.hasOwn(values.wire, name),
	);
	if (taken !== undefined) {
		throw new InputProblem(
			`'Further Common Fields' must not replace '${taken}'`,
			'Nothing was sent. This field has a place of its own in the node.',
		);
	}
	return { ...values.wire, ...further };
}

/**
 * The documented fields of an answer, and the others in one object.
 *
 * @param needed the field that the document promises for success
 * @throws Refusal with the answer when it is not there: the document shows no refusal (gap HTH-13)
 */
export function answerOf(
	data: unknown,
	names: string[],
	needed: string,
	credential: ICredentialDataDecryptedObject,
	[message, remedy]: [message: string, remedy: string],
): IDataObject {
	const answer = asObject(data);
	const isKnown = ([name]: [string, unknown]) => names.includes(name);
	if (answer[needed] === undefined || answer[needed] === null || answer[needed] === '') {
		const shown = textOf(furtherOf(answer, credential));
		const entry = notDone(message, remedy);
		// An answer that says nothing beyond the document's own fields does not say no either.
		const isSilent = Object.entries(furtherOf(answer, credential)).every(isKnown);
		throw new Refusal('HTTP 200', shown, {
			entry: { ...entry, ...(isSilent && { outcomeUnknown: true }) },
		});
	}
	const entries = Object.entries(answer);
	return {
		...Object.fromEntries(entries.filter(isKnown)),
		furtherFields: furtherOf(
			Object.fromEntries(entries.filter((entry) => !isKnown(entry))),
			credential,
		),
	};
}
