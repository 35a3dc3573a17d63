// A plain client for Qiancheng Credit, written from the document alone and on its own, so that the nodes
// and the sandbox each have a second opinion to agree with. It checks nothing before it sends.
import { constants, publicEncrypt } from 'node:crypto';
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import { exchange, jsonOf } from './exchange.ts';

/** Method, path and what identifies the merchant, by the ids of the catalogue. */
export const interfaces = {
	authorizeToken: ['POST', '/client/authorize/token', 'none'],
	searchBlacklist: ['POST', '/blacklist/search/single', 'token'],
	telecomCreate: ['POST', '/telecom/collect/open-id', 'token'],
	telecomSubmitQueryPassword: ['POST', '/telecom/collect/query-password', 'username'],
	telecomSubmitCaptcha: ['POST', '/telecom/collect/captcha', 'username'],
	telecomResendCaptcha: ['POST', '/telecom/collect/resend-captcha', 'username'],
	telecomSubmitServicePassword: ['POST', '/telecom/collect/service-password', 'username'],
	telecomGetState: ['POST', '/telecom/collect/get-state', 'username'],
	telecomGetRawData: ['POST', '/telecom/data/raw-data', 'username'],
	telecomGetReport: ['POST', '/telecom/data/report', 'username'],
	degreeCreate: ['POST', '/degree/collect/open-id', 'token'],
	degreeLogin: ['POST', '/telecom/collect/login', 'username'],
	degreeGetState: ['POST', '/degree/collect/get-state', 'none'],
	degreeGetRawData: ['POST', '/degree/data/raw-data', 'username'],
	ebankGetBankInfo: ['POST', '/ebank/collect/bank-info', 'none'],
	ebankUploadLicense: ['POST', '/ebank/collect/license-upload', 'token'],
	ebankCreate: ['POST', '/ebank/collect/open-id', 'token'],
	ebankGetState: ['POST', '/ebank/collect/get-state', 'username'],
	ebankSubmitCaptcha: ['POST', '/ebank/collect/captcha', 'username'],
	ebankGetRawData: ['POST', '/ebank/data/raw-data', 'username'],
	ebankV2Create: ['POST', '/v2/ebank/collect/open-id', 'token'],
	ebankV2GetBankList: ['POST', '/v2/ebank/collect/bank-list', 'username'],
	ebankV2UploadLicense: ['POST', '/v2/ebank/collect/license-upload', 'username'],
	ebankV2Login: ['POST', '/v2/ebank/collect/login', 'username'],
	ebankV2GetState: ['POST', '/v2/ebank/collect/get-state', 'username'],
	ebankV2SubmitCaptcha: ['POST', '/v2/ebank/collect/captcha', 'username'],
	ebankV2GetRawData: ['POST', '/v2/ebank/data/raw-data', 'username'],
	riskAuditApply: ['POST', '/risk-model/audit/open-id', 'token'],
	riskAuditResult: ['GET', '/risk-model/audit/result', 'none'],
} as const;

export type OperationId = keyof typeof interfaces;
export type Value =
	| string
	| number
	| boolean
	| null
	| undefined
	| Value[]
	| { [name: string]: Value };
export type Params = Record<string, Value>;

/** Parameters as name and text, as PHP's http_build_query flattens them; null is dropped, "" is not. */
export function flatten(params: Params): Array<[string, string]> {
	const pairs: Array<[string, string]> = [];
	const add = (name: string, value: Value): void => {
		if (value === null || value === undefined) return;
		if (typeof value === 'object') {
			for (const [key, item] of Object.entries(value)) add(`${name}[${key}]`, item);
		} else pairs.push([name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value)]);
	};
	for (const [name, value] of Object.entries(params)) add(name, value);
	return pairs;
}

/** Name and text in form encoding. */
export const encodeForm = (pairs: Array<[string, string]>): string =>
	new URLSearchParams(pairs).toString();

/** Encrypts bytes block by block with a public key (gap QC-23). */
export function encryptBlocks(
	plain: Buffer,
	publicKey: string,
	bits = 2048,
	padding: 'pkcs1' | 'oaep' | 'oaep-sha256' = 'pkcs1',
): Buffer {
	const overhead = { pkcs1: 11, oaep: 42, 'oaep-sha256': 66 }[padding];
	const size = bits / 8 - overhead;
	const blocks: Buffer[] = [];
	for (let start = 0; start < plain.length; start += size) {
		const block = plain.subarray(start, start + size);
		const how =
			padding === 'pkcs1'
				? { padding: constants.RSA_PKCS1_PADDING }
				: {
						padding: constants.RSA_PKCS1_OAEP_PADDING,
						oaepHash: padding === 'oaep' ? 'sha1' : 'sha256',
					};
		blocks.push(publicEncrypt({ key: publicKey, ...how }, block));
	}
	return Buffer.concat(blocks);
}

export interface CallInput {
	params?: Params;
	/** Body format; form unless told otherwise. */
	format?: 'form' | 'json';
	gzip?: boolean;
	/** Instead of everything else. */
	body?: Buffer | string;
	headers?: Record<string, string>;
	method?: string;
	path?: string;
}

export interface Reply {
	status: number;
	/** The envelope, where the answer is JSON. */
	json: { code: number; msg?: string; data?: unknown };
}

export interface QianchengClient {
	call(operation: OperationId, input?: CallInput): Promise<Reply>;
	close(): void;
}

/** A client that keeps its connections. */
export function createQianchengClient(baseUrl: string): QianchengClient {
	const agent = new Agent({ keepAlive: true });
	return {
		close: () => agent.destroy(),
		call: async (operation, input = {}) => {
			const [method, path] = interfaces[operation];
			const { params = {}, format = 'form', gzip = operation === 'riskAuditApply' } = input;
			const pairs = encodeForm(flatten(params));
			const url = new URL(input.path ?? path, baseUrl);
			const headers: Record<string, string> = {};
			let body = Buffer.alloc(0);
			if (method === 'GET') url.search = pairs;
			else {
				body = Buffer.from(format === 'form' ? pairs : JSON.stringify(params));
				headers['content-type'] =
					format === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
				if (gzip) {
					body = gzipSync(body);
					headers['content-encoding'] = 'gzip';
				}
			}
			if (input.body !== undefined) body = Buffer.from(input.body);
			Object.assign(headers, input.headers);
			const outgoing = { method: input.method ?? method, url, headers, body };
			const answer = await exchange(outgoing, agent);
			return { status: answer.status, json: jsonOf(answer, { code: NaN }) };
		},
	};
}
