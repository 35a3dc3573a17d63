import type { SpecOperation } from '../../spec/types.ts';
import { createHash } from 'node:crypto';
import { isObject, parseJson } from '../core/json.ts';
import type { ReceivedFile, ReceivedRequest } from '../core/types.ts';
import { operationById } from './spec.ts';

/** What the body of an upload holds, and what is wrong with it. */
export interface UploadBody {
	files: ReceivedFile[];
	bizContent: string | undefined;
	/** The body's texts, for the journal. */
	params: Record<string, string>;
	faults: string[];
}

/** Says what is wrong with the body of a business call (4.3, 6.2). */
export function readJsonBody(text: string): string | undefined {
	if (text === '') return 'the body is empty';
	const body = parseJson(text);
	if (body === undefined) return 'the body is not JSON';
	if (!isObject(body)) return 'the body is not a JSON object';
	// 6.2: "不要加jsonData:{}这样的格式".
	const names = Object.keys(body);
	if (names.length === 1 && names[0] === 'jsonData')
		return 'the business fields must not be wrapped in jsonData';
	return undefined;
}

function bizContentFault(text: string | undefined): string[] {
	if (text === undefined || isObject(parseJson(text))) return [];
	return ['bizContent is not the text of a JSON object'];
}

/** The multipart body of 4.5.1 and 4.5.3. */
export function readParts(
	request: ReceivedRequest,
	operation: SpecOperation,
	partName: string,
): UploadBody {
	const { form, files, bodyFault } = request;
	const bizContent = form.values.bizContent;
	const params = { ...form.values };
	if (bodyFault !== undefined) {
		return { files, bizContent, params, faults: [`the body cannot be read: ${bodyFault}`] };
	}
	const texts = operation.params
		.filter((param) => param.in === 'multipart' && param.type !== 'binary')
		.map(({ name }) => name);
	// Only 4.5.1 leaves the name of its part open (gap WB-50).
	const wanted = operation.id === 'uploadFile' ? partName : 'file';
	const several = operation.params.some((param) => param.multiple === true);
	// 通知报文内容 of a form is any text; only in JSON it is a JSON格式字符串.
	const faults: string[] = [];
	for (const name of Object.keys(form.values)) {
		if (name === wanted) faults.push(`${name} must be a file part with a file name, not a text`);
		else if (!texts.includes(name)) faults.push(`${name} is not a part of this operation`);
	}
	for (const name of form.duplicates) faults.push(`${name} is sent twice`);
	for (const { name } of files) {
		if (name !== wanted) faults.push(`${name} is not a file part of this operation`);
	}
	if (!files.some(({ name }) => name === wanted)) faults.push(`the file part ${wanted} is missing`);
	if (files.length > 1 && !several) faults.push('this operation takes one file');
	faults.push(...files.flatMap(fileFaults));
	return { files, bizContent, params, faults };
}

function fileFaults({ name, fileName, content, truncated }: ReceivedFile): string[] {
	if (truncated) return [`${name} is larger than ${content.length} bytes`];
	if (content.length === 0) return [`${name} is empty`];
	return fileName === '' ? [`${name} has no file name`] : [];
}

/** The JSON body of uploadJson (4.5.3): one file as Base64. */
export function readJsonFile(text: string): UploadBody {
	const body = parseJson(text);
	const files: ReceivedFile[] = [];
	if (!isObject(body)) {
		return { files, bizContent: undefined, params: {}, faults: ['the body is no JSON object'] };
	}
	const known = operationById('uploadJson').params.filter((param) => param.in === 'json');
	const faults: string[] = [];
	const texts: Record<string, string> = {};
	for (const [name, value] of Object.entries(body)) {
		if (!known.some((param) => param.name === name))
			faults.push(`${name} is not a field of this operation`);
		else if (typeof value !== 'string') faults.push(`${name} is not a string`);
		else texts[name] = value;
	}
	for (const { name, required } of known) {
		if (required === true && (texts[name] ?? '') === '') faults.push(`${name} is missing`);
	}
	const { file, fileName = '', bizContent } = texts;
	faults.push(...bizContentFault(bizContent));
	const params: Record<string, string> = { ...texts };
	if (file !== undefined) {
		params.file = `${file.length} characters of Base64`;
		const content = Buffer.from(file, 'base64');
		if (content.toString('base64') === file) {
			const sha256 = createHash('sha256').update(content).digest('hex');
			files.push({ name: 'file', fileName, content, sha256, truncated: false });
		} else {
			faults.push('file is not Base64 with its padding and without line breaks');
		}
	}
	return { files, bizContent, params, faults };
}
