import type { IDataObject } from 'n8n-workflow';

/**
 * The texts and the files of a form that n8n's HTTP Request node passes as `formData`: only texts are
 * signed, wherever a provider signs forms.
 */
export function splitFormData(formData: IDataObject): [texts: IDataObject, files: IDataObject] {
	const isText = ([, value]: [string, unknown]) => typeof value !== 'object' || value === null;
	const entries = Object.entries(partsOf(formData));
	return [
		Object.fromEntries(entries.filter(isText)),
		Object.fromEntries(entries.filter((entry) => !isText(entry))),
	];
}

/**
 * The parts of a form. The HTTP Request node passes an object of the form-data package since its
 * version 4.2, before that a plain one; n8n sends both, but only the parts of a plain one can be signed.
 */
function partsOf(formData: IDataObject): IDataObject {
	const streams = formData._streams;
	if (!Array.isArray(streams)) return formData;
	const parts: IDataObject = {};
	// Three entries for each part: its header, its value, and a function for the end of the line.
	for (let i = 0; i + 1 < streams.length; i += 3) {
		const header = String(streams[i]);
		const value = streams[i + 1] as IDataObject;
		const [, name] = /; name="([^"]*)"/.exec(header) ?? [];
		const [, filename] = /; filename="([^"]*)"/.exec(header) ?? [];
		const [, contentType] = /Content-Type: ([^\r\n]+)/.exec(header) ?? [];
		parts[name] = filename === undefined ? value : { value, options: { filename, contentType } };
	}
	return parts;
}

/** The texts and the files of a form that our nodes send. */
export function splitForm(
	form: FormData,
): [texts: Record<string, string>, files: Array<[string, File]>] {
	const texts: Record<string, string> = {};
	const files: Array<[string, File]> = [];
	for (const [name, value] of form.entries()) {
		if (typeof value === 'string') texts[name] = value;
		else files.push([name, value]);
	}
	return [texts, files];
}

/** A form of texts, followed by files. */
export function toForm(texts: Record<string, string>, files: Array<[string, File]>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(texts)) form.append(name, value);
	for (const [name, file] of files) form.append(name, file, file.name);
	return form;
}
