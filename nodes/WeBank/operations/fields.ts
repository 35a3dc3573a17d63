import type { Field } from '../../shared/model/field';
import { codeForm } from '../../shared/values/normalize';

/** The part of the path that names the business, behind `prefix`. */
export const businessPath = (prefix: string): Field => ({
	displayName: 'Business Path',
	name: 'bizPath',
	technical: true,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. yh',
	description: `The part of the address after ${prefix} that WeBank assigned to you`,
	inPath: true,
	form: codeForm,
});
