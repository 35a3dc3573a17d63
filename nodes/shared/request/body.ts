import type { IDataObject } from 'n8n-workflow';

import { SetupProblem } from '../model/errors';
import { readForm, readFormData, type Multipart } from './multipart';
import { flatParameters, decodeParameters, type Parameter, type ToText } from './parameters';
import type { RequestOptions } from './unsigned';

/** The body of a request, whichever way n8n passes it. */
export type Body =
	| Multipart
	/** A form with the types of the web. */
	| { kind: 'form'; pairs: Parameter[] }
	/** An object; only the HTTP Request node says that it wants it as JSON. */
	| { kind: 'fields'; fields: IDataObject; isJson: boolean }
	/** JSON as a text, which is signed and sent as it is. */
	| { kind: 'json'; text: string; type: string }
	/** What has no parameters; its text where it is one. */
	| { kind: 'other'; text?: string; type: string };

const WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];

/** The type that a request says its body has; '' for none. */
function typeOf({ headers = {} }: RequestOptions): string {
	const name = Object.keys(headers).find((header) => header.toLowerCase() === 'content-type');
	return name === undefined ? '' : String(headers[name]);
}

/**
 * Reads the body of a request.
 *
 * @param write how the provider writes a value that is no text
 * @returns undefined when there is none
 * @throws InputProblem for a form or JSON whose bytes are no UTF-8
 */
export function readBody(options: RequestOptions, method: string, write: ToText): Body | undefined {
	const { body, form, formData, uri, useQuerystring } = options;
	if (WITHOUT_BODY.includes(method)) return undefined;
	if (formData) return readFormData(formData);
	if (body instanceof FormData) return readForm(body);
	if (typeof form === 'string') return { kind: 'form', pairs: decodeParameters(form) };
	if (form) {
		const format = useQuerystring === true ? 'repeat' : 'indices';
		return { kind: 'form', pairs: flatParameters(form, format, write) };
	}
	if (body === undefined || body === null) return undefined;
	if (body instanceof URLSearchParams) return { kind: 'form', pairs: [...body] };
	if (typeof body === 'string' || Buffer.isBuffer(body)) return textBody(body, typeOf(options));
	return { kind: 'fields', fields: body as IDataObject, isJson: uri !== undefined };
}

function textBody(body: string | Buffer, type: string): Body {
	const text = body.toString();
	const isText = typeof body === 'string' || Buffer.from(text).equals(body);
	const kind = kindOf(text, type);
	if (kind === 'other') return { kind, type, ...(isText && { text }) };
	if (!isText) {
		throw new SetupProblem(
			'The body of the request is not encoded as UTF-8',
			'Save the file as UTF-8, or give the text itself.',
		);
	}
	return kind === 'form' ? { kind, pairs: decodeParameters(text.trim()) } : { kind, text, type };
}

function kindOf(text: string, type: string): 'form' | 'json' | 'other' {
	if (/urlencoded/i.test(type)) return 'form';
	if (/json/i.test(type)) return 'json';
	if (type !== '') return 'other';
	if (/^\s*[{[]/.test(text)) return 'json';
	return /^[^\s=&]+=/.test(text) ? 'form' : 'other';
}
