import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { Refusal, type ErrorEntry, type ForThePerson } from '../../shared/model/errors';
import type { Field } from '../../shared/model/field';
import type { Call } from '../../shared/model/operation';
import { pairsOf } from '../../shared/model/pairs';
import { asObject, codeIn } from '../../shared/values/json';
import { singleFields } from '../../shared/values/values';
import { furtherOf } from '../callback';
import { entryOfWords, saysAlready, saysNo, sayingOf } from '../codes';
import { textOf } from '../protocol';
import { commonFieldsOf, signatureFields } from '../settings';
import { furtherFields } from './fields';

/**
 * The operation's values with the further fields behind them.
 *
 * @param fields of the operation, whose names have a place of their own
 * @throws InputProblem for a further field that is one of these, or the signature
 */
export function messageOf(call: Call, fields: Field[]): IDataObject {
	const values = call.values();
	const own = singleFields(fields).map(({ name }) => name);
	const further = pairsOf(furtherFields, values, [...own, ...signatureFields(call.credential)]);
	return { ...values.wire, ...further };
}

type Text = [message: string, remedy: string, forThePerson?: ForThePerson];

/** What to tell of an answer without what the document promises for success. */
export interface NotDone {
	refused: Text;
	/** The words for an answer that says that it is there already. */
	already?: Text;
	/** The words for an answer that does not say no. */
	undecided: Text;
}

const SAYS_WHY =
	"Htouhui's own words below say why, if anything does; its document lists no codes. When they do not help, give Htouhui code and time of the call.";

export const NO_STATE: NotDone = {
	refused: [
		'Htouhui did not answer with the state of the user',
		SAYS_WHY,
		{
			chinese: '暂时查不到您的办理进度，请核对身份证号，或稍后再查看。',
			english:
				'How far you are cannot be looked up at the moment. Please check the ID card number, or look again later.',
		},
	],
	undecided: [
		'Htouhui did not answer with the state of the user',
		'The answer below says neither the state nor why it is missing. Query the user again later.',
		{
			chinese: '暂时查不到您的办理进度，请稍后再查看。',
			english: 'How far you are cannot be looked up at the moment. Please look again later.',
		},
	],
};

export const NOT_REGISTERED: NotDone = {
	refused: [
		'Htouhui did not register the user',
		SAYS_WHY,
		{
			chinese: '注册没有成功，请核对您填写的内容后重新提交。',
			english:
				'You were not registered. Please check what you have filled in and hand it in again.',
		},
	],
	already: [
		'Htouhui has this user already',
		"A mobile number or user ID that is registered already is not registered again: look with 'Query User'.",
		{
			chinese: '这个手机号已经注册过，无需再次注册。请从当时的页面或链接继续办理，或换一个手机号。',
			english:
				'This mobile number is registered already, and need not be registered again. Please go on with the page or link of that time, or use another mobile number.',
		},
	],
	undecided: [
		'Htouhui did not say whether it registered the user',
		'Its answer, which follows, has no user ID (htouhui_user_id) and does not say no either.',
	],
};

/**
 * The documented fields of an answer, and the others in one object.
 *
 * @param needed the field that the document promises for success
 * @throws Refusal with code and words of the answer when it is not there: the document shows no refusal (gap HTH-13)
 */
export function answerOf(
	data: unknown,
	names: string[],
	needed: string,
	credential: ICredentialDataDecryptedObject,
	texts: NotDone,
): IDataObject {
	const answer = asObject(data);
	const isKnown = ([name]: [string, unknown]) => names.includes(name);
	const entries = Object.entries(answer);
	const others = furtherOf(
		Object.fromEntries(entries.filter((entry) => !isKnown(entry))),
		credential,
	);
	const common = commonFieldsOf(credential).map(([name]) => name);
	const saying = sayingOf(
		Object.fromEntries(Object.entries(others).filter(([name]) => !common.includes(name))),
	);
	// An ID beside "success: false" is that of somebody who is there already.
	if (codeIn(answer[needed]) === undefined || saying.isNo) {
		const shown =
			saying.isAll && saying.words ? saying.words : textOf(furtherOf(answer, credential));
		const entry = entryOfWords(saying) ?? entryOf(texts, saying);
		throw new Refusal(saying.code || 'HTTP 200', shown, { entry });
	}
	return { ...Object.fromEntries(entries.filter(isKnown)), furtherFields: others };
}

function entryOf(
	{ refused, already, undecided }: NotDone,
	saying: Parameters<typeof saysNo>[0],
): ErrorEntry {
	const isNo = saysNo(saying);
	const [message, remedy, forThePerson = {}] =
		(saysAlready(saying) && already) || (isNo ? refused : undecided);
	return { message, remedy, original: '', ...forThePerson, ...(!isNo && { outcomeUnknown: true }) };
}
