// A second client of the provider, written from the document alone with crypto-js and form-data. It shares
// no code with the package or with the sandbox, so that two implementations must agree.
import CryptoJS from 'crypto-js';
import FormData from 'form-data';
import { Agent } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { exchange } from './exchange.ts';
import type { Outgoing } from './exchange.ts';

/** Operation → how it is called, and its path. */
export const interfaces = {
	queryUserVerified: ['GET', '/openapi/v1/verified/queryUserVerified.do'],
	submitStepOne: ['JSON', '/openapi/v1/verified/userVerifiedStepOne.do'],
	submitStepTwo: ['JSON', '/openapi/v1/verified/userVerifiedStepTwo.do'],
	submitStepThree: ['JSON', '/openapi/v1/verified/userVerifiedStepThree.do'],
	submitStepFour: ['UPLOAD', '/openapi/v1/verified/userVerifiedStepFour.do'],
	submitStepFive: ['UPLOAD', '/openapi/v1/verified/userVerifiedStepFive.do'],
} as const;

export type OperationId = keyof typeof interfaces;
export type Value = string | number | boolean | null | undefined;
export type Params = Record<string, Value>;

export interface ClientOptions {
	baseUrl: string;
	apiKey: string;
	secretKey: string;
	bodyStyle?: 'json' | 'query';
	multipartTextParams?: 'form' | 'query';
	/** Milliseconds since the epoch. */
	clock?: () => number;
}

export interface CallInput {
	params?: Params;
	files?: Record<string, { content: Buffer; fileName: string; contentType?: string }>;
	/** Changes the request after signing, for tests that must break something. */
	afterSigning?: (request: Outgoing) => void;
}

export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	json: { code: string; data: Record<string, string>; description: string };
}

export interface VerificationClient {
	call(operation: OperationId, input?: CallInput): Promise<Reply>;
	close(): void;
}

/** Parameters without null and undefined, which are neither signed nor sent (gap UV-07). */
export function present(params: Params): Record<string, string | number | boolean> {
	const entries = Object.entries(params).filter(([, value]) => value !== null);
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as never;
}

/** 签名步骤: the text that is hashed, and its signature. GET signs apiKey and timestamp only. */
export function sign(input: {
	method: string;
	apiKey: string;
	secretKey: string;
	timestamp: string;
	params: Params;
}): { text: string; sign: string } {
	const { apiKey, method, params, secretKey, timestamp } = input;
	const pairs = Object.entries(present(method === 'GET' ? {} : params));
	pairs.push(['apiKey', apiKey], ['timestamp', timestamp]);
	pairs.sort(([a], [b]) => (a < b ? 1 : -1));
	const text = pairs.map(([name, value]) => `${name}=${value}`).join('&');
	return { text, sign: CryptoJS.HmacSHA512(text, secretKey).toString() };
}

function build(operation: OperationId, input: CallInput, options: ClientOptions): Outgoing {
	const [kind, path] = interfaces[operation];
	const url = new URL(path, options.baseUrl);
	const params = present(input.params ?? {});
	const { apiKey, secretKey } = options;
	const timestamp = String((options.clock ?? Date.now)());
	const method = kind === 'GET' ? 'GET' : 'POST';
	const { sign: signature } = sign({ method, apiKey, secretKey, timestamp, params });
	const common = { timestamp, apiKey, sign: signature };
	const inQuery = (kind === 'UPLOAD' ? options.multipartTextParams : options.bodyStyle) === 'query';
	if (inQuery || kind === 'GET') {
		for (const [name, value] of Object.entries(params)) url.searchParams.set(name, String(value));
	}
	if (kind === 'UPLOAD') {
		const form = new FormData();
		if (!inQuery)
			for (const [name, value] of Object.entries(params)) form.append(name, String(value));
		for (const [name, file] of Object.entries(input.files ?? {})) {
			const { content, contentType = 'image/jpeg', fileName } = file;
			form.append(name, content, { filename: fileName, contentType });
		}
		// A form without parts has no buffer of its own.
		const isEmpty = Object.keys(input.files ?? {}).length === 0 && (inQuery || !input.params);
		const body = isEmpty ? Buffer.from(`--${form.getBoundary()}--\r\n`) : form.getBuffer();
		return { method, url, headers: { ...form.getHeaders(), ...common }, body };
	}
	const hasBody = kind === 'JSON' && !inQuery;
	const body = Buffer.from(hasBody ? JSON.stringify(params) : '');
	return { method, url, headers: { 'content-type': 'application/json', ...common }, body };
}

/** A client of one key; close it to let its connections go. */
export function createVerificationClient(options: ClientOptions): VerificationClient {
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	return {
		call: async (operation, input = {}) => {
			const outgoing = build(operation, input, options);
			input.afterSigning?.(outgoing);
			const { status, headers, body } = await exchange(outgoing, agent);
			return { status, headers, json: JSON.parse(body.toString('utf8')) };
		},
		close: () => agent.destroy(),
	};
}
