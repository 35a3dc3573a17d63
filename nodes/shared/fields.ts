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

/** Where a downloaded file goes; read with `call.local`. */
export const outputField: Field = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
	local: true,
};
