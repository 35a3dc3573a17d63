import {
	additionalFields,
	idCardField,
	mobileRules,
	mobileField,
	outputField,
	personNameRules,
} from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Output } from '../../shared/model/operation';
import { contactType } from '../dictionaries';

export const personName: Field = {
	displayName: 'Name',
	name: 'name',
	chinese: '姓名',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 王大志',
	description: 'Name of the person as on the identity card',
	...personNameRules,
};

export const idCard = idCardField('id_card');

export const mobile = mobileField('mobile');

/** The query that an operation goes on with; each passes it on in its output. */
export const openId: Field = {
	displayName: 'Query ID',
	name: 'open_id',
	chinese: '查询ID',
	technical: true,
	type: 'string',
	required: true,
	default: '={{ $json.open_id }}',
	source: "'Start Collection'",
	passedOn: true,
	description: 'The open_id of the query. Every operation on a query passes it on in its output.',
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
	chinese,
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: displayName,
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
		text('Home Address', names.homeAddress, '家庭地址', '长沙市岳麓区 1 号', {
			personal: 'address',
		}),
		text('Home Telephone', names.homeTelephone, '家庭电话', '0731-88888888', {
			personal: 'mobile',
		}),
		text('Work Address', names.workAddress, '工作地址', '长沙市芙蓉区 2 号', {
			personal: 'address',
		}),
		text('Work Telephone', names.workTelephone, '工作电话', '0731-88888889', {
			personal: 'mobile',
		}),
	),
	sendAs: 'options',
});

const contactsOf = (mobileName: string): Field => ({
	displayName: 'Contacts',
	name: 'contacts',
	chinese: '联系人信息',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Contact',
	default: {},
	description: 'People whom the person knows',
	options: [
		{
			name: 'contact',
			displayName: 'Contact',
			chinese: '联系人',
			values: [
				text('Name', 'contact_name', '联系人姓名', '李四', { personal: 'name' }),
				text('Mobile Number', mobileName, '联系人手机', '13900139000', mobileRules),
				{
					displayName: 'Relation',
					name: 'contact_type',
					chinese: '联系人类型',
					type: 'options',
					options: contactType,
					default: '0',
					description: 'Relation of the contact to the person',
				},
			],
		},
	],
});

/** What comes out where the provider answers with the code alone. */
export const success: Output = { success: 'boolean' };

/** This field says where the picture captcha of a state goes. */
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

/** What comes out where data or a report is asked for. */
export const collected: Output = {
	ready: 'boolean',
	nextAction: 'string',
	data: 'any',
	$data: null,
};
