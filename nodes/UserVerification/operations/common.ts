import type { IDataObject } from 'n8n-workflow';

import { asObject } from '../../shared/values/json';
import type { Call, Field, Output, Result } from '../../shared/model/operation';

/** A required text. */
export const text = (
	displayName: string,
	name: string,
	description: string,
	example: string,
): Field => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: `e.g. ${example}`,
	description,
});

/** Of the first three steps; the document lists no values (gap UV-18). */
export const locale: Field = {
	displayName: 'Language',
	name: 'locale',
	type: 'string',
	default: '',
	placeholder: 'e.g. en-US',
	description:
		"Language of the provider's texts (语言). It does not say which ones it knows; tags such as en-US or zh-CN are usual.",
};

/** The day of now, as dates are written; whatever the time zone, no day after it has begun anywhere else. */
export const latestToday = (): string =>
	new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);

/** A day that has ended everywhere. */
export const isPast = (day: string): boolean =>
	day < new Date(Date.now() - 12 * 3_600_000).toISOString().slice(0, 10);

/** An image of a step; the document limits neither its size nor, in words, its type (gap UV-22). */
export const imageField = (
	displayName: string,
	name: string,
	defaultName: string,
	shows: string,
	description: string,
): Field => ({
	displayName,
	name,
	type: 'string',
	default: defaultName,
	hint: `The name of the input binary field that holds the photo of ${shows}`,
	description,
	file: { mimeTypes: ['image/jpeg', 'image/png'] },
});

/** What comes out of a step. */
export const submitted: Output = { success: 'boolean', warnings: 'string[]' };

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

/** For the user who looks at the result, since the provider may find the fault only in its review. */
export const MAY_REFUSE =
	'The document allows this, but the provider may refuse the step or reject the user in its review.';
