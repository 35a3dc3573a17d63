import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { InputProblem, Refusal } from '../../shared/model/errors';
import type { Call } from '../../shared/model/operation';
import { pairsOf } from '../../shared/model/pairs';
import { asObject } from '../../shared/values/json';
import { furtherOf } from '../callback';
import { notDone } from '../codes';
import { textOf } from '../protocol';
import { furtherFields } from './fields';

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
