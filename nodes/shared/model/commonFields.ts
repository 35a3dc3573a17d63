import {
	bankCardNumber,
	idCardNumber,
	latinName,
	luhnDigit,
	mainlandMobile,
	nameOfPerson,
	onlyName,
	plainLetters,
} from '../values/checks';
import {
	digitsForm,
	idCardForm,
	latinNameForm,
	mobileForm,
	personNameForm,
} from '../values/normalize';
import type { Field, Names } from './field';

/** Fields that every provider's node words in the same way. */

/** The hint of long numbers: what Excel has rounded cannot be told from the right one. */
export const asTextHint =
	'Its column in a spreadsheet must be text; Excel rounds long numbers, and a rounded one may still look right';

/** How identifiers are brought to their form, what of them is checked, and what they tell of a person. */
export const idCardRules = { personal: 'idCard', form: idCardForm, check: idCardNumber } as const;
export const bankCardRules = {
	personal: 'bankCard',
	form: digitsForm,
	check: bankCardNumber,
	doubt: luhnDigit,
} as const;
export const latinNameRules = {
	personal: 'name',
	form: latinNameForm,
	check: latinName,
	doubt: plainLetters,
} as const;
export const personNameRules = {
	personal: 'name',
	form: personNameForm,
	check: nameOfPerson,
	doubt: onlyName,
} as const;
export const mobileRules = { personal: 'mobile', form: mobileForm, check: mainlandMobile } as const;

/** The optional fields of an operation, in alphabetical order. */
export const additionalFields = (...options: Field[]): Field => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	technical: true,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options,
});

/** The number of a resident identity card, under the name that the provider gives the parameter. */
export const idCardField = (name: string): Field => ({
	displayName: 'ID Card Number',
	name,
	chinese: '身份证号',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 11010519491231002X',
	hint: asTextHint,
	description: 'Number of the resident identity card, 18 characters',
	...idCardRules,
});

/** A mobile number of mainland China, under the name that the provider gives the parameter. */
export const mobileField = (name: string): Field => ({
	displayName: 'Mobile Number',
	name,
	chinese: '手机号',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 13800138000',
	description: 'Mobile number of mainland China, 11 digits',
	...mobileRules,
});

/** A text that the editor hides. */
export const hiddenField = (
	displayName: string,
	name: string,
	chinese: string,
	description: string,
	more: Partial<Omit<Field, keyof Names>> = {},
): Field => ({
	displayName,
	name,
	chinese,
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description,
	...more,
});

/** A password, which is sent as it was given. */
export const passwordField = (...field: Parameters<typeof hiddenField>): Field => ({
	...hiddenField(...field),
	as: 'password',
});

/** This field says where a downloaded file goes. */
export const outputField: Field = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	technical: true,
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
	local: true,
};
