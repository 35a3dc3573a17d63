import type { IDataObject } from 'n8n-workflow';
import { asObject } from '../../shared/values/json';
import type { Field } from '../../shared/model/field';
import type { Call, Result } from '../../shared/model/operation';
import { warningFields, type Warning } from '../../shared/model/warning';
import { mayBeRefused } from './warnings';

/**
 * Submits a step that is answered with the code alone.
 *
 * @param warnings what the document allows and the provider probably does not
 */
export async function submit(
	call: Call,
	body: IDataObject | FormData,
	warnings: Warning[] = [],
): Promise<Result> {
	const data = await call.request({ body });
	return { json: { success: true, ...asObject(data), ...warningFields(warnings) } };
}

/**
 * Submits a step with photos as a multipart form, texts first (gaps UV-03 and UV-04). A photo whose field
 * is left empty is not sent.
 *
 * @param photos the fields that hold the photos
 */
export async function submitPhotos(
	call: Call,
	photos: Field[],
	warnings: Warning[] = [],
): Promise<Result> {
	const form = new FormData();
	const { wire, local } = call.values();
	for (const [name, value] of Object.entries(wire)) form.append(name, String(value));
	const isGiven = ({ name }: Field) => local[name] !== undefined;
	for (const { name } of photos.filter(isGiven)) {
		const { data, fileName, mimeType } = await call.file(name);
		form.append(name, new Blob([data], { type: mimeType }), fileName);
	}
	const missing = photos.filter((photo) => !isGiven(photo));
	return await submit(call, form, [
		...warnings,
		...missing.map(({ displayName, chinese }) =>
			mayBeRefused(`'${displayName}' is empty, so no photo was sent`, `没有上传${chinese}`),
		),
	]);
}
