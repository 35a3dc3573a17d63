import type { IDataObject } from 'n8n-workflow';
import { NoAnswer, Refusal } from '../../shared/model/errors';
import { answeredText } from '../../shared/values/answered';
import type { ApiRequest, Call, Result } from '../../shared/model/operation';
import { extensionOf, fileTypeOf } from '../../shared/values/files';
import { settle } from '../../shared/run/settle';
import { describeState, type StateTable } from '../states';
import { captchaField } from './fields';

/**
 * What an answer says, nothing left out: the fields of an object, or of the only one in a list, as PHP writes
 * what it has under numbers; anything else as `data`.
 */
export function fieldsIn(data: unknown): IDataObject {
	const isEmpty = data === undefined || data === null || data === '';
	if (isEmpty || (Array.isArray(data) && data.length === 0)) return {};
	const [only] = Array.isArray(data) && data.length === 1 ? (data as unknown[]) : [data];
	const isObject = typeof only === 'object' && only !== null && !Array.isArray(only);
	return isObject ? (only as IDataObject) : ({ data } as IDataObject);
}

/** Posts the operation's fields. */
export const post = async (call: Call): Promise<Result> => ({
	json: fieldsIn(await call.request({ body: call.values().wire })),
});

/** Starts a query; without its id nobody can go on with it. */
export async function start(call: Call, body: object = call.values().wire): Promise<Result> {
	const json = fieldsIn(await call.request({ body: body as IDataObject }));
	return { json: { ...json, open_id: answeredText(json.open_id, 'query ID (open_id)') } };
}

/**
 * Posts the operation's fields to an interface that answers with the code alone.
 *
 * @param request where to, when not to the operation's endpoint
 */
export async function submit(call: Call, request: Partial<ApiRequest> = {}): Promise<Result> {
	const data = await call.request({ ...request, body: call.values().wire });
	return { json: { success: true, ...fieldsIn(data) } };
}

/** Asks for the state of a query: what it is called, what it means, and what to do next. */
export async function getState(call: Call, table: StateTable): Promise<Result> {
	const { json: data } = await post(call);
	const json = describeState(table, data);
	const picture = data.pic_captcha;
	if (typeof picture !== 'string' || picture === '') return { json };
	const file = Buffer.from(picture.replace(/^data:[^,]*,/, ''), 'base64');
	const type = fileTypeOf(file) ?? 'image/jpeg';
	// The document has a picture with Get State only, so other operations have no field for its name.
	const name = String(call.values().local.binaryPropertyName ?? captchaField.default);
	return { json, binary: await call.binary(name, file, `captcha.${extensionOf(type)}`, type) };
}

const COLLECTING = '1003';

/**
 * Gets data or a report; while it is still being collected that is a state, not an error.
 *
 * @param toBody what is sent of the operation's fields, when it is not they themselves
 */
export async function getData(
	call: Call,
	toBody = (fields: IDataObject) => fields,
): Promise<Result> {
	const answer = await settle(call.request({ body: toBody(call.values().wire) }));
	if (answer.ok) {
		// Code 0 says that there is data.
		if (answer.value === undefined || answer.value === null) {
			throw new NoAnswer('The answer holds no data', true);
		}
		return { json: { ready: true, nextAction: 'done', data: answer.value as IDataObject } };
	}
	if (answer.error instanceof Refusal && answer.error.providerCode === COLLECTING) {
		return { json: { ready: false, nextAction: 'wait', data: null } };
	}
	throw answer.error;
}
