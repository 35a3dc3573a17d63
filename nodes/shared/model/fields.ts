import { idCardNumber, mobileNumber } from '../values/checks';
import type { Field } from './operation';

/** Fields that every provider's node words in the same way. */

/** The optional fields of an operation, in alphabetical order. */
export const additionalFields = (...options: Field[]): Field => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options,
});

/** The number of a resident identity card, under the name that the provider gives the parameter. */
export const idCardField = (name: string): Field => ({
	displayName: 'ID Card Number',
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 11010519491231002X',
	description: 'Number of the resident identity card (身份证号), 18 characters',
	check: idCardNumber,
});

/** A mobile number of mainland China, under the name that the provider gives the parameter. */
export const mobileField = (name: string): Field => ({
	displayName: 'Mobile Number',
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 13800138000',
	description: 'Mobile number of mainland China (手机号), 11 digits',
	check: mobileNumber,
});

/** Where a downloaded file goes. */
export const outputField: Field = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
	local: true,
};
