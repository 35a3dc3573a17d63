import spec from '../../spec/user-verification.json';
import { hash, hmac } from '../reference/hash.ts';
import { textToSign } from '../reference/hstong.ts';
import { useHstong } from '../support/sandboxes/use-hstong.ts';
import { newTicket, webankClient } from '../support/sandboxes/use-webank.ts';

// Whoever signs wrongly sees on the sandbox's page what should have been signed, and which usual mistake it was.

interface Signature {
	text: string;
	expected: string;
	received: string;
	mistake?: string;
}

const { control, urls } = useHstong();
type Pairs = Array<[string, string]>;
const encoded = (pairs: Pairs): Pairs =>
	pairs.map(([name, value]) => [name, encodeURIComponent(value)]);
const joined = (pairs: Pairs): string => pairs.map((pair) => pair.join('=')).join('&');
const pairsOf = (text: string): Pairs =>
	text.split('&').map((pair) => pair.split('=') as [string, string]);

/** What the journal keeps of the last request's signature. */
async function signatureAfter(send: () => Promise<unknown>): Promise<Signature> {
	await send();
	const { entries } = await control<{ entries: Array<{ signature: Signature }> }>(
		'/journal?limit=1',
	);
	return entries[0].signature;
}

async function sendHstong(makeSign: (text: string, pairs: Pairs) => string) {
	const pairs: Pairs = Object.entries({
		...{ mobile: '13900000001', countryCode: '+86 中', empty: '', client_key: 'sandbox-hstong' },
		sign_time: String(Math.floor(Date.now() / 1000)),
	});
	const text = textOf(pairs);
	const body = new URLSearchParams([...pairs, ['sign', makeSign(text, pairs)]]);
	const url = `${urls().hstong}/account/auth-code/send`;
	await fetch(url, { method: 'POST', body });
}
const textOf = (pairs: Pairs, secret = 'hstong-sandbox-secret'): string =>
	textToSign(pairs, 'sandbox-hstong', secret);

test.each<[string, Parameters<typeof sendHstong>[0], RegExp | undefined]>([
	['nothing', (text) => hash('md5', text), undefined],
	['upper case', (text) => hash('md5', text).toUpperCase(), /upper case/],
	['blanks', (text) => ` ${hash('md5', text)} `, /blanks/],
	['encoded values', (_text, pairs) => hash('md5', textOf(encoded(pairs))), /URL-encoded/],
	[
		'empty ones left out',
		(_text, pairs) => hash('md5', textOf(pairs.filter(([, value]) => value !== ''))),
		/empty values left out/,
	],
	[
		'the order of sending',
		(_text, pairs) => {
			const rest = pairs
				.filter(([name]) => name !== 'client_key')
				.flat()
				.join('');
			return hash('md5', `client_keysandbox-hstong${rest}client_secrethstong-sandbox-secret`);
		},
		/not sorted/,
	],
	['no secret', (text) => hash('md5', text.replace(/client_secret.*/, '')), /without the secret/],
	[
		'another secret',
		(_text, pairs) => hash('md5', textOf(pairs, 'hstong-digits-secret')),
		/sandbox-hstong-digits/,
	],
	['something else', () => hash('md5', 'x'), undefined],
])('HSTong: %s', async (_what, makeSign, mistake) => {
	let right = '';
	const signature = await signatureAfter(async () => {
		await sendHstong((text, pairs) => {
			right = text;
			return makeSign(text, pairs);
		});
	});
	expect(signature).toMatchObject({ text: right, expected: hash('md5', right) });
	expectMistake(signature, mistake);
});

function expectMistake({ mistake }: Signature, expected: RegExp | undefined): void {
	if (expected) expect(mistake).toMatch(expected);
	else expect(mistake).toBeUndefined();
}

const secretKey = 'verification-sandbox-secret';

test.each<[string, (text: string) => string, RegExp | undefined]>([
	['nothing', (text) => hmac('sha512', text, secretKey), undefined],
	['upper case', (text) => hmac('sha512', text, secretKey).toUpperCase(), /upper case/],
	[
		'ascending order',
		(text) => hmac('sha512', text.split('&').reverse().join('&'), secretKey),
		/ascending/,
	],
	[
		'encoded values',
		(text) => hmac('sha512', joined(encoded(pairsOf(text))), secretKey),
		/URL-encoded/,
	],
	[
		'headers only',
		(text) =>
			hmac(
				'sha512',
				joined(pairsOf(text).filter(([name]) => /^(apiKey|timestamp)$/.test(name))),
				secretKey,
			),
		/without the parameters/,
	],
	[
		'another secret',
		(text) => hmac('sha512', text, 'verification-query-secret'),
		/sandbox-verification-query/,
	],
	['something else', () => 'abc', undefined],
])('User Verification: %s', async (_what, makeSign, mistake) => {
	const params = { birthAddr: '湖南省 长沙市', firstName: '大志', sex: '1' };
	const common = { apiKey: 'sandbox-verification', timestamp: String(Date.now()) };
	const text = joined(
		Object.entries({ ...params, ...common }).sort(([a], [b]) => (a < b ? 1 : -1)),
	);
	const path = spec.operations.find(({ id }) => id === 'submitStepOne')?.path ?? '';
	const headers = { ...common, sign: makeSign(text), 'content-type': 'application/json' };
	const url = urls()['user-verification'] + path;
	const signature = await signatureAfter(
		async () => await fetch(url, { method: 'POST', headers, body: JSON.stringify(params) }),
	);
	expect(signature).toMatchObject({ text, expected: hmac('sha512', text, secretKey) });
	expectMistake(signature, mistake);
});

const sha1 = (parts: readonly string[]): string => hash('sha1', parts.join('')).toUpperCase();

test.each<[string, (parts: string[], body: string, ticket: string) => string, RegExp | undefined]>([
	['nothing', (parts) => sha1([...parts].sort()), undefined],
	['lower case', (parts) => sha1([...parts].sort()).toLowerCase(), /lower case/],
	['the order of the document', (parts) => sha1(parts), /not sorted/],
	[
		'no ticket',
		(parts, _body, ticket) => sha1(parts.filter((part) => part !== ticket).sort()),
		/without the ticket/,
	],
	[
		'no body',
		(parts, body) => sha1(parts.filter((part) => part !== body).sort()),
		/without the body/,
	],
	[
		'the body written anew',
		(parts, body) =>
			sha1(parts.map((part) => (part === body ? JSON.stringify(JSON.parse(body)) : part)).sort()),
		/written anew/,
	],
	['something else', () => 'ABC', undefined],
])('WeBank: %s', async (_what, makeSign, mistake) => {
	const client = webankClient(urls());
	const ticket = await newTicket(client);
	const body = '{ "USER_ID": "u-1",\n "AMOUNT": 1.50 }';
	let right: string[] = [];
	const signature = await signatureAfter(async () => {
		await client.call(
			'networkTest',
			{ $body: body },
			{
				proof: ticket,
				after: ({ query }) => {
					const sent = Object.fromEntries(query);
					right = [sent.app_id, sent.version, sent.nonce, body, ticket].map(String);
					query.splice(-1, 1, ['sign', makeSign(right, body, ticket)]);
				},
			},
		);
	});
	client.close();
	const text = [...right].sort().join('');
	expect(signature).toMatchObject({ text, expected: sha1([text]) });
	expectMistake(signature, mistake);
});

const key = 'htouhui-sandbox-key';

test.each<[string, (text: string) => string, RegExp | undefined]>([
	['nothing', (text) => hash('md5', `${text}&key=${key}`), undefined],
	['another place of the secret', (text) => hash('md5', key + text), /^md5, prepend, lower$/],
	[
		'SHA-256 on both sides',
		(text) => hash('sha256', key + text + key).toUpperCase(),
		/^sha256, both, upper$/,
	],
	['HMAC', (text) => hmac('sha256', `${text}&key=${key}`, key), /^hmacSha256, appendKey, lower$/],
	['something else', () => 'abc', undefined],
])('Htouhui: %s', async (_what, makeSign, mistake) => {
	const fields = {
		merchant_id: 'sandbox-htouhui-md5',
		mobile: '13900000001',
		third_party_user_id: 'u 1',
	};
	const text = joined(Object.entries(fields));
	const body = new URLSearchParams({ ...fields, sign: makeSign(text) });
	const url = `${urls().htouhui}/openapi/user/register`;
	const signature = await signatureAfter(async () => await fetch(url, { method: 'POST', body }));
	expect(signature).toMatchObject({ text, expected: hash('md5', `${text}&key=${key}`) });
	expectMistake(signature, mistake);
});

test('A long text is kept by its ends, and no mistakes are looked for in it', async () => {
	const long = 'x'.repeat(200_000);
	const signature = await signatureAfter(async () => {
		const body = new URLSearchParams({
			...{ client_key: 'sandbox-hstong', mobile: long },
			sign: 'abc',
			sign_time: String(Math.floor(Date.now() / 1000)),
		});
		await fetch(`${urls().hstong}/account/auth-code/send`, { method: 'POST', body });
	});
	expect(signature.text.length).toBeLessThan(9000);
	expect(signature.text).toMatch(
		/^client_keysandbox-hstongmobilex+ …\d+ characters… x+sign_time\d+client_secret/,
	);
});
