import type { Field } from '../../shared/model/field';
import type { Output } from '../../shared/model/operation';
import type { Personal } from '../../shared/model/personal';
import { warningOutput } from '../../shared/model/warning';

/** A required text. */
export const text = (
	displayName: string,
	name: string,
	chinese: string,
	description: string,
	example: string,
	personal?: Personal,
): Field => ({
	displayName,
	name,
	chinese,
	...(personal && { personal }),
	type: 'string',
	required: true,
	default: '',
	placeholder: `e.g. ${example}`,
	description,
});

/** The first three steps have this field; the document lists no values (gap UV-18). */
export const locale: Field = {
	displayName: 'Language',
	name: 'locale',
	chinese: '语言',
	technical: true,
	type: 'string',
	default: '',
	placeholder: 'e.g. en-US',
	description:
		"Language of the provider's texts. It does not say which ones it knows; tags such as en-US or zh-CN are usual.",
};

/** A day that has ended everywhere. */
export const isPast = (day: string): boolean =>
	day < new Date(Date.now() - 12 * 3_600_000).toISOString().slice(0, 10);

/** An image of a step; the document limits neither its size nor, in words, its type (gap UV-22). */
export const imageField = (
	displayName: string,
	name: string,
	chinese: string,
	defaultName: string,
	shows: string,
	description: string,
): Field => ({
	displayName,
	name,
	chinese,
	type: 'string',
	default: defaultName,
	hint: `The name of the input binary field that holds the photo of ${shows}`,
	description,
	file: { images: ['image/jpeg', 'image/png'] },
});

/** What comes out of a step. */
export const submitted: Output = { success: 'boolean', ...warningOutput };
