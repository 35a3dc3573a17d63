import type { INodeProperties } from 'n8n-workflow';
import { codeForm } from '../../shared/values/normalize';
import type { Field, FileRule, Output } from '../../shared/model/operation';

/** Every operation but the two of the authorization needs the applicant's token (section 5). */
export const token: Field = {
	displayName: 'User Token',
	name: 'token',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '={{ $json.token }}',
	passedOn: true,
	description:
		"The applicant's token from 'Authorize by SMS Code', valid for 30 minutes. Every operation passes it on in its output.",
};

/** "图片限制在100K以内", read as 100 KiB; JPEG and PNG (gap HST-37). */
const image: FileRule = { maxBytes: 102_400, mimeTypes: ['image/jpeg', 'image/png'] };

/** The field that names the binary field of an image, and `what` it shows. */
export const imageField = (name: string, what: string): Field => ({
	displayName: 'Input Data Field Name',
	name,
	type: 'string',
	required: true,
	default: 'data',
	hint: `The name of the input binary field that holds the ${what}`,
	description: 'A JPEG or PNG image of at most 100 KB',
	file: image,
});

/** The optional name that the uploaded image gets. */
export const fileNameField = (name: string, chinese: string, example: string): Field => ({
	displayName: 'File Name',
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: `Name to give the file (${chinese}) instead of its own`,
});

/** The application whose photo is wanted; `source` is the operation that tells its id. */
export const applicationId = (source: string): Field => ({
	displayName: 'Application ID',
	name: 'applyId',
	type: 'string',
	required: true,
	default: '={{ $json.applyId }}',
	inPath: true,
	description: `The applyId from ${source} (申请ID)`,
	form: codeForm,
});

/** Reads a conditional field's show conditions in one line. */
export const when = (
	name: string,
	...values: Array<string | number | boolean>
): INodeProperties['displayOptions'] => ({ show: { [name]: values } });

/** What comes out where the provider answers with the code alone. */
export const success: Output = { success: 'boolean' };
