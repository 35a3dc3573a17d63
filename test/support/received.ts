import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import { hash, hmac } from '../reference/hash.ts';
import * as hstong from '../reference/hstong.ts';
import * as htouhui from '../reference/htouhui.ts';
import * as userVerification from '../reference/user-verification.ts';
import * as webank from '../reference/webank.ts';

/** A request as its bytes arrived. */
export interface Received {
	method: string;
	path: string;
	/** The part behind the first question mark. */
	query: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export type Pairs = Array<[name: string, value: string]>;

/** A listener that notes requests and answers each with this. */
export const noting =
	(requests: Received[], answer: unknown): RequestListener =>
	(request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(String(request.url)) ?? [];
			const body = Buffer.concat(chunks).toString();
			requests.push({
				method: String(request.method),
				path,
				query,
				headers: request.headers,
				body,
			});
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(answer));
		});
	};

/** Reads a query or a form as Java's URLDecoder does: what is not encoded well is a fault. */
const pairsOf = (text: string): Pairs =>
	text
		.split('&')
		.filter((pair) => pair !== '')
		.map((pair) => {
			const at = pair.includes('=') ? pair.indexOf('=') : pair.length;
			const decode = (part: string) => decodeURIComponent(part.replace(/\+/g, ' '));
			return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
		});

/** The texts of a form of parts. */
const textsOf = ({ body, headers }: Received): Pairs => {
	const [, boundary] = /boundary=(.+)$/.exec(String(headers['content-type'])) ?? [];
	return body
		.split(`--${boundary}`)
		.slice(1, -1)
		.map((part) => part.split(/\r\n\r\n/, 2))
		.filter(([header]) => !header.includes('filename='))
		.map(([header, value]) => [/name="([^"]*)"/.exec(header)?.[1] ?? '', value.slice(0, -2)]);
};

/** The members of a flat JSON object: texts decoded, anything else as it is written. */
const membersOf = (text: string): Pairs =>
	[...text.matchAll(/("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,{}[\]]+)/g)].map(
		([, name, value]) => [
			JSON.parse(name) as string,
			value.startsWith('"') ? (JSON.parse(value) as string) : value,
		],
	);

/** The parameters in the body of a request. */
const bodyPairsOf = (request: Received): Pairs => {
	const type = String(request.headers['content-type'] ?? '');
	if (request.body === '') return [];
	if (type.includes('multipart')) return textsOf(request);
	if (type.includes('json')) return membersOf(request.body);
	return type.includes('urlencoded') ? pairsOf(request.body) : [];
};

/** All parameters of a request, in their order but for where they stood. */
export const pairsIn = (request: Received): Pairs => [
	...pairsOf(request.query),
	...bodyPairsOf(request),
];
const faultOfSign = (given: unknown, right: string, text: string) =>
	given === right ? undefined : `sign is not that of ${text}`;
const valueOf = (pairs: Pairs, name: string) => pairs.find(([given]) => given === name)?.[1];

/** What is wrong with the proof that a request carries, by the words of each document alone. */
export const faultOf: Record<string, (request: Received, account: IDataObject) => unknown> = {
	HSTong(request, { appId, appSecret }) {
		const all = pairsIn(request);
		const text = hstong.textToSign(all, String(appId), String(appSecret));
		return faultOfSign(valueOf(all, 'sign'), hash('md5', text), text);
	},
	Htouhui(request, { secret }) {
		const all = pairsIn(request);
		const text = htouhui.textToSign(all, 'sign');
		return faultOfSign(valueOf(all, 'sign'), hash('md5', `${text}&key=${String(secret)}`), text);
	},
	'Qiancheng Credit'(request) {
		const tokens = pairsIn(request).filter(([name]) => name === 'token');
		return tokens.length === 1 && tokens[0][1] === 'token' ? undefined : 'there is not one token';
	},
	'User Verification'(request, { apiKey, secretKey }) {
		const { method, headers } = request;
		const given = pairsIn(request).filter(([, value]) => method !== 'GET' && value !== 'null');
		const text = userVerification.textToSign(given, String(apiKey), String(headers.timestamp));
		return faultOfSign(headers.sign, hmac('sha512', text, String(secretKey)), text);
	},
	WeBank(request, { appId }) {
		const query = pairsOf(request.query);
		const isMultipart = String(request.headers['content-type']).includes('multipart');
		const values = ['version', 'type', 'nonce'].map((name) => valueOf(query, name));
		const text = webank.textToSign(
			[String(appId), ...values, isMultipart ? '' : request.body],
			'ticket',
		);
		return faultOfSign(valueOf(query, 'sign'), webank.signText(text), text);
	},
};
