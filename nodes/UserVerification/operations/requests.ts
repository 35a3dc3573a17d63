import type { IDataObject } from 'n8n-workflow';
import { asObject } from '../../shared/values/json';
import type { Call, Field, Result } from '../../shared/model/operation';

/**
 * Submits a step that is answered with the code alone.
 *
 * @param warnings what the document allows and the provider probably does not (gap UV-17)
 */
export async function submit(
	call: Call,
	body: IDataObject | FormData,
	warnings: string[] = [],
): Promise<Result> {
	const data = await call.request({ body });
	return { json: { success: true, ...asObject(data), warnings } };
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
	warnings: string[] = [],
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
		...missing.map(
			({ displayName }) => `'${displayName}' is empty, so no photo was sent. ${MAY_REFUSE}`,
		),
	]);
}

/** The user who looks at the result should know it, since the provider may find the fault only in its review. */
export const MAY_REFUSE =
	'The document allows this, but the provider may refuse the step or reject the user in its review.';
