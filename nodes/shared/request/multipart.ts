import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest, InputFile } from '../model/operation';
import type { Parameter } from './parameters';
import { withoutStream } from './streams';
import type { RequestOptions } from './unsigned';

type FormParts = Pick<RequestOptions, 'body' | 'formData'>;

/** A form of parts: only its texts are signed, wherever a provider signs forms. */
export interface Multipart {
	kind: 'multipart';
	texts: Parameter[];
	/** The same form with these texts, followed by its files. */
	withTexts(texts: Parameter[]): FormParts | Promise<FormParts>;
}

/** The form that our nodes send. */
export function readForm(form: FormData): Multipart {
	const texts: Parameter[] = [];
	const files: Array<[string, File]> = [];
	for (const [name, value] of form.entries()) {
		if (typeof value === 'string') texts.push([name, value]);
		else files.push([name, value]);
	}
	return {
		kind: 'multipart',
		texts,
		withTexts(changed) {
			const body = new FormData();
			for (const [name, value] of changed) body.append(name, value);
			for (const [name, file] of files) body.append(name, file, file.name);
			return { body };
		},
	};
}

type Part = [name: string, value: unknown, options?: { filename?: string; contentType?: string }];

/** The form that n8n's HTTP Request node passes as `formData`. */
export function readFormData(formData: IDataObject): Multipart {
	const parts = partsOf(formData).filter(([, value]) => value !== null && value !== undefined);
	const isText = ([, value, options]: Part) =>
		typeof value !== 'object' && options?.filename === undefined;
	return {
		kind: 'multipart',
		texts: parts.filter(isText).map(([name, value]) => [name, String(value)]),
		async withTexts(changed) {
			const form = new Map<string, unknown[]>();
			const add = (name: string, part: unknown) =>
				form.set(name, [...(form.get(name) ?? []), part]);
			for (const [name, value] of changed) add(name, value);
			for (const [name, value, options = {}] of parts.filter((part) => !isText(part))) {
				add(name, { value: await withoutStream(value), options });
			}
			return { formData: Object.fromEntries(form) as IDataObject };
		},
	};
}

/**
 * The parts of a form. The HTTP Request node passes an object of the form-data package since its
 * version 4.2, before that a plain one; n8n sends both, but only the parts of a plain one can be changed.
 */
function partsOf(formData: IDataObject): Part[] {
	const { _streams: streams } = formData;
	if (!Array.isArray(streams)) {
		return Object.entries(formData).flatMap(([name, value]) =>
			[value].flat().map((part) => partOf(name, part)),
		);
	}
	const parts: Part[] = [];
	// Three entries for each part: its header, its value, and a function for the end of the line.
	for (let at = 0; at + 1 < streams.length; at += 3) {
		const find = (pattern: RegExp) =>
			pattern.exec(String(streams[at]))?.[1].replace(/%(0D|0A|22)/g, decodeURIComponent);
		const filename = find(/; filename="([^"]*)"/);
		const contentType = find(/Content-Type: ([^\r\n]+)/i);
		parts.push([find(/; name="([^"]*)"/) ?? '', streams[at + 1], { filename, contentType }]);
	}
	return parts;
}

function partOf(name: string, part: unknown): Part {
	const isWrapped =
		typeof part === 'object' && part !== null && 'value' in part && 'options' in part;
	return isWrapped ? [name, part.value, part.options as Part[2]] : [name, part];
}

/** A form of parts as bytes, in which texts keep their line breaks: `FormData` would send others in their place. */
export function formOfBytes(
	parts: Array<[name: string, value: string | InputFile]>,
): Required<Pick<ApiRequest, 'body' | 'bodyType'>> {
	const boundary = `form-${randomBytes(16).toString('hex')}`;
	const bytes = parts.flatMap(([name, value]) => {
		const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
		return typeof value === 'string'
			? [`${head}\r\n\r\n${value}\r\n`]
			: [
					`${head}; filename="${quoted(value.fileName)}"\r\nContent-Type: ${typeOf(value)}\r\n\r\n`,
					value.data,
					'\r\n',
				];
	});
	const body = Buffer.concat([...bytes, `--${boundary}--\r\n`].map((part) => Buffer.from(part)));
	return { body, bodyType: `multipart/form-data; boundary=${boundary}` };
}

/** A type as it may stand in a header. */
const typeOf = ({ mimeType }: InputFile): string =>
	/^[ -~]+$/.test(mimeType) ? mimeType : 'application/octet-stream';

/** A name in a header of a part, as the forms of browsers write it. */
const quoted = (name: string): string =>
	name.replace(/[\r\n"]/g, (sign) =>
		`%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`.toUpperCase(),
	);
