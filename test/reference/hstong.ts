// A plain client for HSTong, written from the document alone and on its own, so that the nodes and the
// sandbox each have a second opinion to agree with. It checks nothing before it sends.
import FormData from 'form-data';
import { Agent } from 'node:http';
import { encrypt, signText, stringToSign } from '../../sandbox/hstong/crypto.ts';
import { exchange, jsonOf } from './exchange.ts';
import type { Exchanged, Outgoing } from './exchange.ts';

/** Method and path of every interface of section 7, by the ids of the catalogue. */
export const interfaces = {
	sendAuthCode: ['POST', '/account/auth-code/send'],
	authByMobile: ['POST', '/account/authByMobile'],
	getApplyIndex: ['POST', '/account/apply/index'],
	agreeLicense: ['POST', '/account/apply/agree-license'],
	getStep1Info: ['POST', '/account/apply/step1/info'],
	uploadIdCard: ['UPLOAD', '/account/apply/step1/upload/id-card/{type}'],
	ocrValidate: ['POST', '/account/apply/step1/ocr-validate'],
	submitStep1: ['POST', '/account/apply/step1/submit'],
	getStep2Info: ['POST', '/account/apply/step2/info'],
	submitStep2: ['POST', '/account/apply/step2/submit'],
	getStep3Info: ['POST', '/account/apply/step3/info'],
	submitStep3: ['POST', '/account/apply/step3/submit'],
	getStep4Info: ['POST', '/account/apply/step4/info'],
	submitStep4: ['POST', '/account/apply/step4/submit'],
	getStep5Info: ['POST', '/account/apply/step5/info'],
	submitStep5: ['POST', '/account/apply/step5/submit'],
	getStep6Info: ['POST', '/account/apply/step6/info'],
	submitStep6: ['POST', '/account/apply/step6/submit'],
	getStep7Info: ['POST', '/account/apply/step7/info'],
	uploadAvatarAction: ['UPLOAD', '/account/apply/step7/upload/avatar-action/{type}'],
	getStep8Info: ['POST', '/account/apply/step8/info'],
	submitStep8: ['UPLOAD', '/account/apply/step8/submit'],
	getIdCardImage: ['GET', '/account/apply/{applyId}/images/id-card/{type}'],
	getAvatarActionImage: ['GET', '/account/apply/{applyId}/images/avatar-action/{type}'],
	getOpenStatus: ['POST', '/account/apply/open/status'],
} as const;

export type OperationId = keyof typeof interfaces;
export type Value = string | number | boolean | null | undefined;
export type Pairs = Record<string, string>;

export interface ClientOptions {
	baseUrl: string;
	appId: string;
	appSecret: string;
	encryptMobile?: boolean;
	booleanStyle?: 'word' | 'digit';
	multipartCommonParams?: 'form' | 'query';
	/** Milliseconds since the epoch. */
	clock?: () => number;
}

export interface CallInput {
	token?: string;
	/** Values of the {placeholders} in the path. */
	path?: Record<string, string | number>;
	params?: Record<string, Value>;
	files?: Record<string, { content: Buffer; fileName: string; contentType?: string }>;
	/** Changes the pairs after signing, for tests that must break something. */
	afterSigning?: (pairs: Pairs) => void;
}

export interface Reply extends Exchanged {
	/** The envelope, where the answer is JSON. */
	json: { code: string; error?: string; result?: unknown };
}

export interface HstongClient {
	call(operation: OperationId, input?: CallInput): Promise<Reply>;
	close(): void;
}

/** Parameter values as texts; null and undefined are neither signed nor sent (gap HST-39). */
export function toTexts(
	params: Record<string, Value>,
	booleanStyle: 'word' | 'digit' = 'word',
): Pairs {
	const texts: Pairs = {};
	for (const [name, value] of Object.entries(params)) {
		if (value === null || value === undefined) continue;
		if (typeof value === 'boolean')
			texts[name] = booleanStyle === 'word' ? String(value) : value ? '1' : '0';
		else texts[name] = String(value);
	}
	return texts;
}

/** Encrypts the named parameters and adds client_key and sign to the rest (section 4). */
export function signPairs(
	texts: Pairs,
	encrypted: readonly string[],
	appId: string,
	appSecret: string,
): { pairs: Pairs; text: string } {
	const pairs: Pairs = { ...texts, client_key: appId };
	for (const name of encrypted) {
		const plain = pairs[name];
		if (plain !== undefined) pairs[name] = encrypt(plain, appSecret);
	}
	const text = stringToSign(pairs, appId, appSecret);
	pairs.sign = signText(text);
	return { pairs, text };
}

/** The pairs in form encoding, by key in ascending code units. */
export function encodeForm(pairs: Pairs): string {
	const sorted = Object.keys(pairs)
		.sort()
		.map((name): [string, string] => [name, pairs[name] as string]);
	return new URLSearchParams(sorted).toString();
}

const commonNames = ['client_key', 'sign_time', 'sign', 'token'];

/** Splits pairs into common parameters and the others. */
function split(pairs: Pairs): { common: Pairs; others: Pairs } {
	const entries = Object.entries(pairs);
	return {
		common: Object.fromEntries(entries.filter(([name]) => commonNames.includes(name))),
		others: Object.fromEntries(entries.filter(([name]) => !commonNames.includes(name))),
	};
}

function encryptedNames(operation: OperationId, options: ClientOptions): string[] {
	if (operation === 'submitStep1') return ['idCardNo', 'bankCardNo'];
	const hasMobile = operation === 'sendAuthCode' || operation === 'authByMobile';
	return hasMobile && options.encryptMobile ? ['mobile'] : [];
}

function multipartBody(
	pairs: Pairs,
	files: CallInput['files'] = {},
): { body: Buffer; headers: Pairs } {
	const form = new FormData();
	for (const [name, value] of Object.entries(pairs)) form.append(name, value);
	for (const [name, { content, fileName, contentType = 'image/jpeg' }] of Object.entries(files)) {
		form.append(name, content, { filename: fileName, contentType });
	}
	return { body: form.getBuffer(), headers: form.getHeaders() };
}

/** Builds the HTTP request of an operation. */
function build(operation: OperationId, input: CallInput, options: ClientOptions): Outgoing {
	const [kind, template] = interfaces[operation];
	const path = template.replace(/\{(\w+)\}/g, (_whole, name: string) =>
		String(input.path?.[name] ?? ''),
	);
	const url = new URL(path, options.baseUrl);
	const texts = toTexts(
		{
			...input.params,
			sign_time: Math.floor((options.clock ?? Date.now)() / 1000),
			token: input.token,
		},
		options.booleanStyle,
	);
	const encrypted = encryptedNames(operation, options);
	const { pairs } = signPairs(texts, encrypted, options.appId, options.appSecret);
	input.afterSigning?.(pairs);

	if (kind === 'GET') {
		url.search = encodeForm(pairs);
		return { method: 'GET', url, headers: {}, body: Buffer.alloc(0) };
	}
	if (kind === 'UPLOAD') {
		const { common, others } = split(pairs);
		const inQuery = options.multipartCommonParams === 'query';
		if (inQuery) url.search = encodeForm(common);
		return { method: 'POST', url, ...multipartBody(inQuery ? others : pairs, input.files) };
	}
	const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
	return { method: 'POST', url, headers, body: Buffer.from(encodeForm(pairs)) };
}

/** A client of one account; close it to let its connections go. */
export function createHstongClient(options: ClientOptions): HstongClient {
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	return {
		call: async (operation, input = {}) => {
			const answer = await exchange(build(operation, input, options), agent);
			return { ...answer, json: jsonOf(answer, { code: '' }) };
		},
		close: () => agent.destroy(),
	};
}
