import CryptoJS from 'crypto-js';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { IDataObject } from 'n8n-workflow';

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
export const pairsOf = (text: string): Pairs =>
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
export const bodyPairsOf = (request: Received): Pairs => {
	const type = String(request.headers['content-type'] ?? '');
	if (request.body === '') return [];
	if (type.includes('multipart')) return textsOf(request);
	if (type.includes('json')) return membersOf(request.body);
	return type.includes('urlencoded') ? pairsOf(request.body) : [];
};

const ascending = ([one]: [string, string], [other]: [string, string]) =>
	one < other ? -1 : one > other ? 1 : 0;
const without = (pairs: Pairs, ...names: string[]) =>
	pairs.filter(([name]) => !names.includes(name));
const valueOf = (pairs: Pairs, name: string) => pairs.find(([given]) => given === name)?.[1];

/** What is wrong with the proof that a request carries, by the words of each document alone. */
export const faultOf: Record<string, (request: Received, account: IDataObject) => unknown> = {
	HSTong(request, { appId, appSecret }) {
		const all = [...pairsOf(request.query), ...bodyPairsOf(request)];
		const text = without(all, 'client_key', 'sign').sort(ascending).flat().join('');
		const whole = `client_key${String(appId)}${text}client_secret${String(appSecret)}`;
		const expected = CryptoJS.MD5(whole).toString();
		return valueOf(all, 'sign') === expected ? undefined : `sign is not that of ${whole}`;
	},
	Htouhui(request, { secret }) {
		const all = [...pairsOf(request.query), ...bodyPairsOf(request)];
		const fields = without(all, 'sign').filter(([, value]) => value !== '');
		const text = fields
			.sort(ascending)
			.map((field) => field.join('='))
			.join('&');
		const expected = CryptoJS.MD5(`${text}&key=${String(secret)}`).toString();
		return valueOf(all, 'sign') === expected ? undefined : `sign is not that of ${text}`;
	},
	'Qiancheng Credit'(request) {
		const all = [...pairsOf(request.query), ...bodyPairsOf(request)];
		return without(all, 'token').length === all.length - 1 && valueOf(all, 'token') === 'token'
			? undefined
			: 'there is not one token';
	},
	'User Verification'(request, { apiKey, secretKey }) {
		const { timestamp, sign } = request.headers;
		const all = [...pairsOf(request.query), ...bodyPairsOf(request)];
		const signed: Pairs = [
			...(request.method === 'GET' ? [] : all.filter(([, value]) => value !== 'null')),
			['apiKey', String(apiKey)],
			['timestamp', String(timestamp)],
		];
		const text = signed
			.sort((one, other) => ascending(other, one))
			.map((pair) => pair.join('='))
			.join('&');
		const expected = CryptoJS.HmacSHA512(text, String(secretKey)).toString();
		return sign === expected ? undefined : `sign is not that of ${text}`;
	},
	WeBank(request, { appId }) {
		const query = pairsOf(request.query);
		const isMultipart = String(request.headers['content-type']).includes('multipart');
		const values = ['version', 'type', 'nonce'].map((name) => valueOf(query, name) ?? '');
		const signed = [String(appId), ...values, 'ticket', isMultipart ? '' : request.body];
		const text = signed.filter((value) => value !== '').sort();
		const expected = CryptoJS.SHA1(text.join('')).toString().toUpperCase();
		return valueOf(query, 'sign') === expected ? undefined : `sign is not that of ${text}`;
	},
};
