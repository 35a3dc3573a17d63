import FormDataPackage from 'form-data';
import { Readable } from 'node:stream';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { requestAsHttpNode, requestAsNode, type OldOptions, type Run } from '../support/n8n';
import { credentialsOf, providers, type ProviderCase } from '../support/providers';
import { faultOf, noting, pairsIn, type Pairs, type Received } from '../support/received';
import { randomOf } from '../support/random';
import { useServers } from '../support/servers';

const servers = useServers();

/** A server of a provider, and a way to send requests to it. */
async function open(provider: ProviderCase) {
	const requests: Received[] = [];
	const base = `http://127.0.0.1:${await servers.http(noting(requests, provider.success({})))}`;
	const credentials = credentialsOf(provider, base);
	const run: Run = { ...provider, credentials, parameters: {} };
	const arrived = (): Received => {
		expect(requests).toHaveLength(1);
		const [request] = requests.splice(0);
		expect(faultOf[provider.name](request, credentials as IDataObject)).toBeUndefined();
		return request;
	};
	return {
		asHttpNode: async (path: string, options: Partial<OldOptions>): Promise<Received> => {
			await requestAsHttpNode(run, { method: 'POST', ...options, uri: base + path });
			return arrived();
		},
		asNode: async (path: string, options: Partial<IHttpRequestOptions>): Promise<Received> => {
			await requestAsNode(run, { method: 'POST', ...options, url: path });
			return arrived();
		},
	};
}

/** Parameters, each written as name=value. */
const meant = (...texts: string[]): Pairs =>
	texts.map((text) => {
		const end = text.indexOf('=');
		return [text.slice(0, end), text.slice(end + 1)];
	});

/** Queries as people and programs write them, and what they mean. */
const QUERIES: Array<[query: string, meaning: Pairs]> = [
	['a=1?b=2', meant('a=1?b=2')],
	['?a=1', meant('?a=1')],
	['a=http://x.example/?b=c&d=e', meant('a=http://x.example/?b=c', 'd=e')],
	['a=1+2&b=1%2B2&c=%20x', meant('a=1 2', 'b=1+2', 'c= x')],
	['a=%7e%7E~&b=%2f/', meant('a=~~~', 'b=//')],
	['a=%E7%8E%8B&b=王', meant('a=王', 'b=王')],
	['a=1&a=2&a=1', meant('a=1', 'a=2', 'a=1')],
	['a[]=1&a%5B%5D=2&b[0][c]=3', meant('a[]=1', 'a[]=2', 'b[0][c]=3')],
	['a=&b&c=1', meant('a=', 'b=', 'c=1')],
	['a==1=&&b=2&', meant('a==1=', 'b=2')],
	['a=5%&b=100%zz', meant('a=5%', 'b=100%zz')],
	['a=1#b=2?c=3', meant('a=1')],
	[`a='"<>\`{}|\\^;,()!*`, [['a', `'"<>\`{}|\\^;,()!*`]]],
	['__proto__=1&constructor=2', meant('__proto__=1', 'constructor=2')],
	['a=%0A%09&b=%00', meant('a=\n\t', 'b=\0')],
];

/** Whether a query needs no other writing: its bytes arrive as they were given. */
const isOrdinary = (query: string) =>
	/^[\w?=&:/.+%~[\]]*$/.test(query) && !/%(?![\dA-Fa-f]{2})/.test(query);

describe.each(providers)('$name, parameters in an address', (provider) => {
	const { path } = provider;
	const own = ['GET', 'POST'].flatMap((method) =>
		QUERIES.map(([query, meaning]) => [method, query, meaning] as const),
	);

	test.each(own)('%s ?%s are sent as given, signed as sent', async (method, query, meaning) => {
		const { asHttpNode, asNode } = await open(provider);
		for (const send of [asHttpNode, asNode]) {
			const request = await send(`${path}?${query}`, { method } as never);
			expect(request.path).toBe(path);
			expect(pairsIn(request)).toEqual(expect.arrayContaining(meaning));
			expect(pairsIn(request).filter(([name]) => name === 'a')).toHaveLength(
				meaning.filter(([name]) => name === 'a').length,
			);
			const raw = request.query + request.body;
			if (isOrdinary(query)) for (const pair of query.split('&')) expect(raw).toContain(pair);
		}
	});

	test.each([
		[{ a: ['1', '2'] }, undefined, meant('a[0]=1', 'a[1]=2')],
		[{ a: ['1', '2'] }, 'brackets', meant('a[]=1', 'a[]=2')],
		[{ a: ['1', '2'] }, 'repeat', meant('a=1', 'a=2')],
		[{ a: '王 +&=', b: '' }, undefined, meant('a=王 +&=', 'b=')],
		[{ a: { b: 'c' } }, undefined, meant('a[b]=c')],
	])('as query parameters %j, lists %s', async (qs, arrayFormat, meaning) => {
		const { asHttpNode, asNode } = await open(provider);
		const old = arrayFormat && { qsStringifyOptions: { arrayFormat } };
		for (const method of ['GET', 'POST'] as const) {
			expect(pairsIn(await asHttpNode(`${path}?z=9`, { method, qs, ...old }))).toEqual(
				expect.arrayContaining([['z', '9'], ...meaning]),
			);
			const options = { method, qs, arrayFormat } as Partial<IHttpRequestOptions>;
			expect(pairsIn(await asNode(`${path}?z=9`, options))).toEqual(
				expect.arrayContaining([['z', '9'], ...meaning]),
			);
		}
	});

	test('that are no UTF-8 are refused', async () => {
		const { asNode, asHttpNode } = await open(provider);
		for (const send of [asNode, asHttpNode]) {
			await expect(send(`${path}?a=%CD%F5`, {})).rejects.toThrow('not encoded as UTF-8');
		}
	});
});

const FORM = 'a=1+2&b=%E7%8E%8B&c=&d[]=1&d[]=2&e=%2B';
const FORM_MEANING: Pairs = meant('a=1 2', 'b=王', 'c=', 'd[]=1', 'd[]=2', 'e=+');
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const jsonType = { 'content-type': 'application/json' };

describe.each(providers)('$name, a form', (provider) => {
	const { path } = provider;

	test.each<[string, Partial<OldOptions>]>([
		['as a raw text', { body: FORM, headers: formType, json: false }],
		['as a raw text without its type', { body: FORM, json: false }],
		['as bytes', { body: Buffer.from(FORM), headers: { ...formType, 'content-length': 42 } }],
		['as a stream', { body: Readable.from([Buffer.from(FORM)]), headers: formType }],
		['as the text of a form', { form: FORM as never }],
		['as URLSearchParams', { body: new URLSearchParams(FORM) }],
	])('%s', async (_what, options) => {
		const { asHttpNode } = await open(provider);
		const request = await asHttpNode(path, options);
		expect(pairsIn(request)).toEqual(expect.arrayContaining(FORM_MEANING));
		const isRaw = !(options.body instanceof URLSearchParams);
		if (isRaw) for (const pair of FORM.split('&')) expect(request.body).toContain(pair);
	});

	test.each([
		[{ a: '1 2', b: '王', c: '', d: ['1', '2'] }, meant('d[0]=1', 'd[1]=2')],
		[{ a: '+', e: { f: '😀' } }, meant('a=+', 'e[f]=😀')],
	])('of fields %j', async (form, meaning) => {
		const { asHttpNode } = await open(provider);
		expect(pairsIn(await asHttpNode(path, { form }))).toEqual(expect.arrayContaining(meaning));
	});
});

describe.each(providers)('$name, JSON', (provider) => {
	const { path } = provider;
	const text =
		' \n\t{"a" : "1 +&=\\u738b", "b":12345678901234567890, "c":1.10, "d":"", "e":true,"f":"王 😀"}\n';
	const meaning: Pairs = meant(
		'a=1 +&=王',
		'b=12345678901234567890',
		'c=1.10',
		'd=',
		'e=true',
		'f=王 😀',
	);

	test.each<[string, Partial<OldOptions>]>([
		['a raw text', { body: text, headers: jsonType, json: false }],
		['a raw text that n8n could quote anew', { body: text, headers: jsonType, json: true }],
		['a raw text without its type', { body: text }],
		['bytes', { body: Buffer.from(text), headers: { ...jsonType, 'content-length': 1 } }],
		['a stream', { body: Readable.from([Buffer.from(text)]), headers: jsonType }],
	])('as %s is sent as given, signed as sent', async (_what, options) => {
		const { asHttpNode, asNode } = await open(provider);
		const sends = options.body instanceof Readable ? [asHttpNode] : [asHttpNode, asNode];
		for (const send of sends) {
			const request = await send(path, options as never);
			expect(pairsIn(request)).toEqual(expect.arrayContaining(meaning));
			if (['WeBank', 'User Verification'].includes(provider.name)) {
				expect(request.body).toBe(text);
			}
		}
	});

	test('that is no object, or no JSON, is refused where its members are signed', async () => {
		const { asHttpNode } = await open(provider);
		for (const body of ['[1]', '{"a":', 'null']) {
			const sent = asHttpNode(path, { body, headers: jsonType, json: false });
			if (provider.name === 'WeBank') expect((await sent).body).toBe(body);
			else await expect(sent).rejects.toThrow('no JSON object');
		}
	});

	test('that is no UTF-8 is refused', async () => {
		const { asHttpNode } = await open(provider);
		const body = Buffer.from([0x7b, 0x22, 0xcd, 0xf5, 0x22, 0x3a, 0x31, 0x7d]);
		await expect(asHttpNode(path, { body, headers: jsonType })).rejects.toThrow(
			'not encoded as UTF-8',
		);
	});
});

describe.each(providers)('$name, a form of parts', (provider) => {
	const path = provider.name === 'WeBank' ? '/api/s/up/upload' : provider.path;
	const texts: Pairs = meant('a=1 +&=%41王', 'b=', 'a=again');
	const image = {
		value: Buffer.from('image'),
		options: { filename: '正 "1".jpg', contentType: 'image/jpeg' },
	};

	test('of our nodes', async () => {
		const body = new FormData();
		for (const [name, value] of texts) body.append(name, value);
		body.append('image', new Blob(['image']), 'a.jpg');
		const { asNode } = await open(provider);
		const request = await asNode(path, { body });
		expect(pairsIn(request)).toEqual(expect.arrayContaining(texts));
		expect(request.body).toContain('filename="a.jpg"');
	});

	test.each(['a buffer', 'a stream'])(
		'of the HTTP Request node since version 4.2, its file %s',
		async (kind) => {
			const form = new FormDataPackage();
			for (const [name, value] of texts) form.append(name, value);
			const content = kind === 'a stream' ? Readable.from([image.value]) : image.value;
			form.append('image', content, { ...image.options, knownLength: 5 });
			const { asHttpNode } = await open(provider);
			const request = await asHttpNode(path, { formData: form });
			expect(pairsIn(request)).toEqual(expect.arrayContaining(texts));
			expect(request.headers['content-length']).toBe(String(Buffer.byteLength(request.body)));
			expect(request.body).toMatch(
				/filename="正 %221%22.jpg"\r\nContent-Type: image\/jpeg\r\n\r\nimage\r\n/,
			);
		},
	);

	test('of the HTTP Request node before version 4.2', async () => {
		const { asHttpNode } = await open(provider);
		const formData = { a: ['1 +&=%41王', 'again'], b: '', n: 5, image };
		const request = await asHttpNode(path, { formData });
		expect(pairsIn(request)).toEqual(expect.arrayContaining([...texts, ['n', '5']]));
		expect(request.body).toContain('Content-Type: image/jpeg\r\n\r\nimage');
	});
});

describe.each(providers)('$name, whatever is in names and values', (provider) => {
	const { path } = provider;
	const ALPHABET = [
		...'ab01 +&=?#%/\\"\'<>[]{}~!()*;:@,.|^`$-_',
		'王',
		'😀',
		'%41',
		'%2B',
		'\n',
		'é',
	];
	const { below: pick } = randomOf(provider.name.length);
	const text = (least: number) =>
		Array.from({ length: least + pick(6) }, () => ALPHABET[pick(ALPHABET.length)]).join('');
	const cases = Array.from({ length: 12 }, () => {
		const entries: Pairs = Array.from({ length: 5 }, (_, i) => [`${text(1)}${i}`, text(0)]);
		return Object.fromEntries(entries);
	});

	test.each(cases)('%j', async (fields) => {
		const { asHttpNode, asNode } = await open(provider);
		const expectAll = (request: Received) =>
			expect(pairsIn(request)).toEqual(expect.arrayContaining(Object.entries(fields)));
		const encoded = new URLSearchParams(fields).toString();
		for (const method of ['GET', 'POST'] as const) {
			expectAll(await asNode(path, { method, qs: fields }));
			expectAll(await asHttpNode(path, { method, qs: fields }));
			expectAll(await asHttpNode(`${path}?${encoded}`, { method }));
		}
		expectAll(await asNode(path, { body: fields }));
		expectAll(await asHttpNode(path, { body: fields }));
		expectAll(await asHttpNode(path, { form: fields }));
		expectAll(await asHttpNode(path, { body: encoded, headers: formType, json: false }));
		const json = JSON.stringify(fields, null, 2);
		expectAll(await asHttpNode(path, { body: json, headers: jsonType, json: false }));
	});
});
