// A plain client for WeBank's open platform, and a partner's side of its notifications, written from the
// document alone and on its own, so that the nodes and the sandbox each have a second opinion to agree
// with. It checks nothing before it sends and renews nothing by itself.
import FormData from 'form-data';
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { signText, stringToSign } from '../../sandbox/webank/crypto.ts';
import { buildNotification } from '../../sandbox/webank/notification.ts';
import type { Notification } from '../../sandbox/webank/notification.ts';
import { exchange, jsonOf } from './exchange.ts';
import type { Exchanged, Outgoing } from './exchange.ts';

export { buildNotification };
export type { Notification };

interface Interface {
	method: 'GET' | 'POST';
	path: string;
	host: 'capapi' | 'capup';
	version: '1.0.0' | '2.0.0';
	/** What authorises it. */
	by: 'secret' | 'accessToken' | 'sign';
	body: 'none' | 'json' | 'multipart';
	/** Whether the body takes part in the signature. */
	signsBody?: boolean;
}

/** Every interface of chapter 4, by the ids of the catalogue. */
export const interfaces = {
	getAccessToken: {
		...{ method: 'GET', path: '/api/oauth2/access_token', host: 'capapi' },
		...{ version: '2.0.0', by: 'secret', body: 'none' },
	},
	getApiTicket: {
		...{ method: 'GET', path: '/api/oauth2/api_ticket', host: 'capapi' },
		...{ version: '2.0.0', by: 'accessToken', body: 'none' },
	},
	callService: {
		...{ method: 'POST', path: '/api/s/{bizPath}/{service_code}', host: 'capapi' },
		...{ version: '2.0.0', by: 'sign', body: 'json', signsBody: true },
	},
	networkTest: {
		...{ method: 'POST', path: '/api/s/test/10011', host: 'capapi' },
		...{ version: '2.0.0', by: 'sign', body: 'json', signsBody: true },
	},
	uploadFile: {
		...{ method: 'POST', path: '/api/s/up/upload', host: 'capup' },
		...{ version: '1.0.0', by: 'sign', body: 'multipart' },
	},
	downloadFile: {
		...{ method: 'GET', path: '/api/s/up/download', host: 'capup' },
		...{ version: '1.0.0', by: 'sign', body: 'none' },
	},
	uploadJson: {
		...{ method: 'POST', path: '/up/s/{bizPath}/uploadJson', host: 'capup' },
		...{ version: '2.0.0', by: 'sign', body: 'json' },
	},
	uploadForm: {
		...{ method: 'POST', path: '/up/s/{bizPath}/uploadForm', host: 'capup' },
		...{ version: '2.0.0', by: 'sign', body: 'multipart' },
	},
} as const satisfies Record<string, Interface>;

export type OperationId = keyof typeof interfaces;
export type Pairs = Record<string, string>;

export interface ClientOptions {
	/** Address of the host of calls (capapi) and of the file host (capup). */
	baseUrl: string;
	fileBaseUrl: string;
	appId: string;
	secret: string;
	signUploadJsonBody?: boolean;
	uploadPartName?: string;
}

export interface UploadedFile {
	content: Buffer;
	fileName: string;
	contentType?: string;
	/** Another name of the part than the account's. */
	partName?: string;
}

export interface CallInput {
	/** Access token of getApiTicket. */
	accessToken?: string;
	/** Ticket that signs. */
	ticket?: string;
	/** Values of the {placeholders} in the path. */
	path?: Pairs;
	/** Further URL parameters. */
	query?: Record<string, string | undefined>;
	/** The exact JSON text of a body. */
	text?: string;
	contentType?: string;
	files?: UploadedFile[];
	/** Text parts of a multipart body. */
	parts?: Pairs;
	nonce?: string;
	/** Changes the URL parameters after signing, for tests that must break something. */
	afterSigning?: (query: Record<string, string | undefined>) => void;
	/** Sends to the other host. */
	wrongHost?: boolean;
	method?: string;
}

export interface Reply extends Exchanged {
	/** The envelope, where the answer is JSON. */
	json: Record<string, unknown> & { code: string };
	/** jsonData read, where there is one. */
	data: Record<string, unknown>;
}

/** 32 letters and digits (gap WB-33). */
export const newNonce = (): string => randomBytes(16).toString('hex');

/** The URL parameters of a signed request, with its signature and the text that was hashed. */
export function signQuery(
	input: {
		appId: string;
		version: string;
		nonce: string;
		type?: string | null;
		ticket: string;
		body?: string | null;
	},
	unsigned: Record<string, string | undefined> = {},
): { query: Record<string, string | undefined>; text: string } {
	const { appId, version, nonce, ticket, body } = input;
	// Left out of the URL and of the signature when empty (gap WB-06).
	const type = input.type ? input.type : undefined;
	const text = stringToSign([appId, version, type, nonce, body], ticket);
	const sign = signText(text);
	return { query: { app_id: appId, nonce, sign, version, type, ...unsigned }, text };
}

/** URL parameters in form encoding, in their order; absent ones are left out. */
export function encodeQuery(query: Record<string, string | undefined>): string {
	const pairs = Object.entries(query).filter(
		(pair): pair is [string, string] => pair[1] !== undefined,
	);
	return new URLSearchParams(pairs).toString();
}

/** user_data of a user ticket: EXTEND_INFO is a text within the text (gap WB-14). */
export function userData(fields: Record<string, unknown>): string {
	const { EXTEND_INFO: extension } = fields;
	if (typeof extension !== 'object' || extension === null) return JSON.stringify(fields);
	return JSON.stringify({ ...fields, EXTEND_INFO: JSON.stringify(extension) });
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Builds the reply to a notification, repeating what could be read of it (gap WB-43). */
export function buildReply(
	request: Partial<Record<keyof Notification, unknown>>,
	code: string,
	salt: string,
): Notification {
	return buildNotification({
		text: JSON.stringify({ CODE: code, DESC: '系统处理成功' }),
		salt,
		timestamp: asText(request.Timestamp),
		transName: asText(request.transName),
		seqNo: asText(request.SeqNo),
	});
}

function multipartBody(
	{ files = [], parts = {} }: CallInput,
	partName: string,
): { body: Buffer; headers: Pairs } {
	const form = new FormData();
	for (const [name, value] of Object.entries(parts)) form.append(name, value);
	for (const { content, contentType = 'application/octet-stream', fileName, ...file } of files) {
		form.append(file.partName ?? partName, content, { filename: fileName, contentType });
	}
	return { body: form.getBuffer(), headers: form.getHeaders() };
}

/** Builds the HTTP request of an operation. */
function build(operation: OperationId, input: CallInput, options: ClientOptions): Outgoing {
	const called: Interface = interfaces[operation];
	const { appId, secret, baseUrl, fileBaseUrl } = options;
	const { version } = called;
	const path = called.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
		encodeURIComponent(input.path?.[name] ?? ''),
	);
	const isCapup = (called.host === 'capup') !== (input.wrongHost ?? false);
	const url = new URL(path, isCapup ? fileBaseUrl : baseUrl);

	let query: Record<string, string | undefined>;
	if (called.by === 'secret') {
		query = { app_id: appId, secret, grant_type: 'client_credential', version, ...input.query };
	} else if (called.by === 'accessToken') {
		const type = 'sign';
		query = { app_id: appId, access_token: input.accessToken, type, version, ...input.query };
	} else {
		const { type = called.host === 'capup' ? 'sign' : undefined, ...unsigned } = input.query ?? {};
		const signsBody =
			called.signsBody === true || (operation === 'uploadJson' && options.signUploadJsonBody);
		const { ticket = '', nonce = newNonce() } = input;
		const body = signsBody ? (input.text ?? '') : null;
		({ query } = signQuery({ appId, version, nonce, type, ticket, body }, unsigned));
	}
	input.afterSigning?.(query);
	url.search = encodeQuery(query);

	const method = input.method ?? called.method;
	if (called.body === 'none') return { method, url, headers: {}, body: Buffer.alloc(0) };
	if (called.body === 'multipart') {
		const partName = operation === 'uploadFile' ? (options.uploadPartName ?? 'file') : 'file';
		return { method, url, ...multipartBody(input, partName) };
	}
	const headers = { 'content-type': input.contentType ?? 'application/json; charset=UTF-8' };
	return { method, url, headers, body: Buffer.from(input.text ?? '', 'utf8') };
}

export interface WebankClient {
	call(operation: OperationId, input?: CallInput): Promise<Reply>;
	/** A new access token. */
	accessToken(): Promise<string>;
	/** A new sign ticket, of this access token or of a new one. */
	signTicket(accessToken?: string): Promise<string>;
	close(): void;
}

/** A client of one account; close it to let its connections go. */
export function createWebankClient(options: ClientOptions): WebankClient {
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	const call = async (operation: OperationId, input: CallInput = {}): Promise<Reply> => {
		const answer = await exchange(build(operation, input, options), agent);
		const json = jsonOf<Reply['json']>(answer, { code: '' });
		const { jsonData } = json;
		return { ...answer, json, data: jsonData === undefined ? {} : JSON.parse(String(jsonData)) };
	};
	const accessToken = async (): Promise<string> =>
		String((await call('getAccessToken')).json.access_token);
	return {
		call,
		accessToken,
		signTicket: async (token) => {
			const { json } = await call('getApiTicket', { accessToken: token ?? (await accessToken()) });
			return (json.tickets as Array<{ value: string }>)[0]?.value ?? '';
		},
		close: () => agent.destroy(),
	};
}
