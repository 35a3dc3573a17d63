import type { INodeProperties } from 'n8n-workflow';
import { codeForm } from '../../shared/values/normalize';
import type { Field, FileRule } from '../../shared/model/field';
import type { Output } from '../../shared/model/operation';

/** Every operation but the two of the authorization needs the applicant's token (section 5). */
export const token: Field = {
	displayName: 'User Token',
	name: 'token',
	technical: true,
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '={{ $json.token }}',
	source: "'Authorize by SMS Code'",
	passedOn: true,
	description:
		"The applicant's token from 'Authorize by SMS Code', valid for 30 minutes. Every operation passes it on in its output.",
};

/** "图片限制在100K以内", read as 100 KiB; no formats are named (gap HST-37). */
const image: FileRule = { maxBytes: 102_400, images: ['image/jpeg', 'image/png'] };

/** The field that names the binary field of an image, and `what` it shows, in both languages. */
export const imageField = (name: string, what: string, chinese: string): Field => ({
	displayName: 'Input Data Field Name',
	name,
	chinese,
	type: 'string',
	required: true,
	default: 'data',
	hint: `The name of the input binary field that holds the ${what}`,
	description: 'An image of at most 100 KB, best a JPEG or PNG: HSTong may refuse others',
	file: image,
});

/** The optional name that the uploaded image gets. */
export const fileNameField = (name: string, chinese: string, example: string): Field => ({
	displayName: 'File Name',
	name,
	chinese,
	technical: true,
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: 'Name to give the file instead of its own',
});

/** The application whose photo is wanted; `source` is the operation that tells its id. */
export const applicationId = (source: string): Field => ({
	displayName: 'Application ID',
	name: 'applyId',
	chinese: '申请ID',
	technical: true,
	type: 'string',
	required: true,
	default: '={{ $json.applyId }}',
	source,
	inPath: true,
	description: `The applyId from ${source}`,
	form: codeForm,
});

/** Reads a conditional field's show conditions in one line. */
export const when = (
	name: string,
	...values: Array<string | number | boolean>
): INodeProperties['displayOptions'] => ({ show: { [name]: values } });

/** What comes out where the provider answers with the code alone. */
export const success: Output = { success: 'boolean' };
