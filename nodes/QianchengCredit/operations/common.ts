import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../../shared/model/errors';
import {
	additionalFields,
	idCardField,
	mobile as mobileRules,
	mobileField,
	outputField,
} from '../../shared/model/fields';
import { asObject } from '../../shared/values/json';
import { requireText } from '../../shared/values/required';
import type { ApiRequest, Call, Field, Output, Result } from '../../shared/model/operation';
import { extensionOf, fileTypeOf } from '../../shared/values/files';
import { settle } from '../../shared/run/settle';
import { contactType } from '../dictionaries';
import { describeState, type StateTable } from '../states';

export const personName: Field = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 王大志',
	description: 'Name of the person as on the identity card (姓名)',
};

export const idCard = idCardField('id_card');
export const mobile = mobileField('mobile');

/** The query that an operation goes on with; each passes it on in its output. */
export const openId: Field = {
	displayName: 'Query ID',
	name: 'open_id',
	type: 'string',
	required: true,
	default: '={{ $json.open_id }}',
	passedOn: true,
	description:
		'The open_id of the query (查询 open_id). Every operation on a query passes it on in its output.',
};

export const text = (
	displayName: string,
	name: string,
	chinese: string,
	example: string,
	more: Partial<Field> = {},
): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: `${displayName} (${chinese})`,
	...more,
});

/** What helps a collection, sent as options[…]; each kind of query has other names for it (gap QC-06). */
export const personDetails = (names: {
	homeAddress: string;
	homeTelephone: string;
	workAddress: string;
	workTelephone: string;
	contactMobile: string;
}): Field => ({
	...additionalFields(
		contactsOf(names.contactMobile),
		text('Home Address', names.homeAddress, '家庭地址', '长沙市岳麓区 1 号'),
		text('Home Telephone', names.homeTelephone, '家庭电话', '0731-88888888'),
		text('Work Address', names.workAddress, '工作地址', '长沙市芙蓉区 2 号'),
		text('Work Telephone', names.workTelephone, '工作电话', '0731-88888889'),
	),
	sendAs: 'options',
});

const contactsOf = (mobileName: string): Field => ({
	displayName: 'Contacts',
	name: 'contacts',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Contact',
	default: {},
	description: 'People whom the person knows (联系人信息)',
	options: [
		{
			name: 'contact',
			displayName: 'Contact',
			values: [
				text('Name', 'contact_name', '联系人姓名', '李四'),
				text('Mobile Number', mobileName, '联系人手机', '13900139000', mobileRules),
				{
					displayName: 'Relation',
					name: 'contact_type',
					type: 'options',
					options: contactType,
					default: '0',
					description: 'Relation of the contact to the person (联系人类型)',
				},
			],
		},
	],
});

/** The SMS code, picture captcha or dynamic password that the person has read. */
export const secret = (
	displayName: string,
	name: string,
	description: string,
	more: Partial<Field> = {},
): Field => ({
	displayName,
	name,
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description,
	...more,
});

/** Posts the operation's fields. */
export const post = async (call: Call): Promise<Result> => ({
	json: asObject(await call.request({ body: call.values().wire })),
});

/** Starts a query; without its id nobody can go on with it. */
export async function start(call: Call, body: object = call.values().wire): Promise<Result> {
	const json = asObject(await call.request({ body: body as IDataObject }));
	return { json: { ...json, open_id: requireText(json.open_id, 'query ID (open_id)') } };
}

/** What comes out where the provider answers with the code alone. */
export const success: Output = { success: 'boolean' };

/**
 * Posts the operation's fields to an interface that answers with the code alone.
 *
 * @param request where to, when not to the operation's endpoint
 */
export async function submit(call: Call, request: Partial<ApiRequest> = {}): Promise<Result> {
	const data = await call.request({ ...request, body: call.values().wire });
	return { json: { success: true, ...asObject(data) } };
}

/** Where the picture captcha of a state goes. */
export const captchaField: Field = {
	...outputField,
	displayName: 'Put Picture Captcha in Field',
	default: 'captcha',
	hint: 'The name of the output binary field for the picture that some states come with',
};

/** What comes out beside the answer where it is a state. A state that the document does not list has no name. */
export const state: Output = {
	state: 'integer',
	stateName: 'string|null',
	stateLabel: 'string|null',
	nextAction: 'string',
};

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

/** What comes out where data or a report is asked for. */
export const collected: Output = {
	ready: 'boolean',
	nextAction: 'string',
	data: 'any',
	$data: null,
};

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
		return { json: { ready: true, nextAction: 'done', data: answer.value as IDataObject } };
	}
	if (answer.error instanceof Refusal && answer.error.providerCode === COLLECTING) {
		return { json: { ready: false, nextAction: 'wait', data: null } };
	}
	throw answer.error;
}
