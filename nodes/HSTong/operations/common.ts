import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { withLabels } from '../../shared/model/dictionary';
import { asObject } from '../../shared/values/json';
import { requireText } from '../../shared/values/required';
import { extensionOf } from '../../shared/values/files';
import { codeForm } from '../../shared/values/normalize';
import type { Call, Field, FileRule, Output, Result } from '../../shared/model/operation';

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

/** Posts the operation's fields. */
export const post = async (call: Call): Promise<Result> => ({
	json: asObject(await call.request({ body: call.values().wire })),
});

/** What comes out where the provider answers with the code alone. */
export const success: Output = { success: 'boolean' };

/** Posts the operation's fields to an interface that answers with the code alone. */
export async function submit(call: Call): Promise<Result> {
	const { json } = await post(call);
	return { json: { success: true, ...json } };
}

/** Posts the operation's fields and adds a label beside each code that the answer holds. */
export async function postAndLabel(
	call: Call,
	dictionaries: Record<string, INodePropertyOptions[]>,
): Promise<Result> {
	const { json } = await post(call);
	return { json: withLabels(json, dictionaries) };
}

/**
 * Uploads the image of a file field as multipart form (gap HST-07).
 *
 * @param nameField the field that carries the file's name
 * @param answersId whether the answer names the application, without which the image cannot be fetched
 */
export async function upload(
	call: Call,
	fileField: string,
	nameField: string,
	answersId = true,
): Promise<Result> {
	const fields = call.values().wire;
	const file = await call.file(fileField);
	const fileName = String(fields[nameField] || file.fileName);
	const form = new FormData();
	for (const [name, value] of Object.entries({ ...fields, [nameField]: fileName })) {
		form.append(name, String(value));
	}
	form.append(fileField, new Blob([file.data], { type: file.mimeType }), fileName);
	const data = await call.request({ body: form });
	// uploadIdCard answers with the bare applyId, uploadAvatarAction with an object (gap HST-27),
	// submitStep8 with neither.
	if (!answersId) return { json: { success: true, ...asObject(data) } };
	const result = typeof data === 'object' ? asObject(data) : { applyId: data };
	const applyId = requireText(result.applyId, 'application ID');
	return { json: { success: true, ...result, applyId } };
}

/** Downloads a stored photo into the binary field that the user chose. */
export async function download(call: Call, kind: 'id-card' | 'avatar-action'): Promise<Result> {
	const { wire, path, local } = call.values();
	const { data, mimeType } = await call.download({ query: wire });
	return {
		json: path,
		binary: await call.binary(
			String(local.binaryPropertyName),
			data,
			`${kind}-${path.type}.${extensionOf(mimeType)}`,
			mimeType,
		),
	};
}
