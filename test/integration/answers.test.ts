import type { IDataObject } from 'n8n-workflow';

import { encoded } from '../support/sheets';
import { providers, runExample, type ProviderCase } from '../support/providers';
import { useServers, type Reply } from '../support/servers';

const servers = useServers();

/** What an operation makes of this answer. */
async function outcomeOf(
	provider: ProviderCase,
	effect: 'reads' | 'submits',
	reply: Reply,
	options: IDataObject = { retries: 0 },
): Promise<IDataObject & { details?: IDataObject }> {
	const address = await servers.answering(reply);
	return (await runExample(provider, provider[effect], address, { options })).json;
}

/** A page, an answer of a gateway with a code of its own, and nothing at all. */
const bodies: Array<[name: string, reply: (status: number) => Partial<Reply>]> = [
	['a page', (status) => ({ type: 'text/html', body: `<html><title>${status} No</title></html>` })],
	['JSON with a code', (status) => ({ body: JSON.stringify({ code: status, message: 'No' }) })],
	[
		'JSON with a code as text',
		(status) => ({ body: JSON.stringify({ code: String(status), msg: 'No', data: null }) }),
	],
	['nothing', () => ({})],
];

const withBodies = (statuses: number[]) =>
	statuses.flatMap((status) =>
		bodies.flatMap(([name, reply]) =>
			providers.map((provider): [string, number, string, ProviderCase, Reply] => [
				provider.name,
				status,
				name,
				provider,
				{ status, ...reply(status) },
			]),
		),
	);

const wordsOf = ({ error, details }: IDataObject) =>
	`${String(error)} ${String((details as IDataObject).description)}`;

const NEXT_STEPS: Record<number, RegExp> = {
	400: /(Environment|Base URL)'.*https|common fields|words say why|why/s,
	401: /address|credential/,
	403: /address|API key/,
	404: /(Environment|Base URL)'|address|base URL/,
	405: /address.*website/s,
	410: /(Environment|Base URL)'.*proxy/s,
	413: /smaller file/,
	414: /shorter values/,
	415: /(Environment|Base URL)'.*settings/s,
	418: /(Environment|Base URL)'.*proxy/s,
	421: /address/,
	429: /Concurrency/,
	431: /shorter values/,
	451: /(Environment|Base URL)'.*proxy/s,
};

test.each(withBodies(Object.keys(NEXT_STEPS).map(Number)))(
	'%s: HTTP %i with %s is a refusal with a true next step',
	async (_name, status, _body, provider, reply) => {
		const json = await outcomeOf(provider, 'submits', reply);
		expect(json.details).toMatchObject({ outcome: 'refused', code: `HTTP ${status}` });
		expect(wordsOf(json)).toMatch(NEXT_STEPS[status]);
		expect(wordsOf(json)).not.toMatch(/what it means/);
	},
);

test.each(withBodies([301, 302, 303, 307, 308]))(
	'%s: HTTP %i with %s is no answer, and says where to look',
	async (_name, status, _body, provider, reply) => {
		const submitted = await outcomeOf(provider, 'submits', reply);
		expect(submitted.details).toMatchObject({ outcome: 'unknown' });
		const read = await outcomeOf(provider, 'reads', reply);
		expect(read.details).toMatchObject({
			outcome: 'noAnswer',
			failure: { cause: 'temporarily-unavailable' },
		});
		for (const json of [submitted, read]) {
			expect(wordsOf(json)).toContain(`HTTP ${status}, which leads to another address`);
			expect(wordsOf(json)).toMatch(/(Environment|Base URL)' in the credential.*proxy/);
		}
	},
);

test.each(withBodies([407]))(
	'%s: HTTP %i with %s is of a proxy, and nothing was sent',
	async (_name, _status, _body, provider, reply) => {
		const json = await outcomeOf(provider, 'submits', reply);
		expect(json.details).toMatchObject({ outcome: 'notSent' });
		expect(wordsOf(json)).toMatch(/proxy.*user name and password/s);
	},
);

test.each(withBodies([408, 500, 502, 503, 504, 520, 599]))(
	'%s: HTTP %i with %s leaves a submission unknown',
	async (_name, _status, _body, provider, reply) => {
		const json = await outcomeOf(provider, 'submits', reply);
		expect(json.details).toMatchObject({
			outcome: 'unknown',
			failure: { cause: 'temporarily-unavailable' },
		});
	},
);

test.each(withBodies([500, 503, 504]))(
	'%s: HTTP %i with %s is no answer, and what only reads is repeated',
	async (_name, status, _body, provider, reply) => {
		const late = { ...reply, headers: { 'retry-after': '0' } };
		const json = await outcomeOf(provider, 'reads', late, { retries: 2 });
		expect(servers.requests).toHaveLength(3);
		expect(json.details).toMatchObject({ outcome: 'noAnswer' });
		expect(wordsOf(json)).toContain(`HTTP ${status}`);
	},
);

const LATER = 'Sun, 06 Nov 1994 08:49:37 GMT';

test.each([
	{ after: '0', ms: 0, date: '' },
	{ after: ' 120 ', ms: 120_000, date: '' },
	{ after: LATER, date: 'Sun, 06 Nov 1994 08:49:30 GMT', ms: 7000 },
	{ after: LATER, ms: 0, date: '' },
	...['', '-5', '1.5', 'Infinity', 'soon', '2 minutes'].map((after) => ({
		after,
		ms: undefined,
		date: '',
	})),
])('a server that says how long to wait is told as it says: %j', async ({ after, ms, date }) => {
	const headers = { 'retry-after': after, ...(date && { date }) };
	for (const provider of providers) {
		const json = await outcomeOf(provider, 'submits', { status: 503, headers });
		expect((json.details?.failure as IDataObject).retryAfterMs).toBe(ms);
		expect(wordsOf(json).includes('The server asks to wait')).toBe((ms ?? 0) > 0);
	}
});

test.each(providers)(
	'$name: what only reads waits as it is told, or is not repeated',
	async (provider) => {
		for (const [after, requests] of [
			['1', 2],
			['31', 1],
		] as const) {
			servers.received.length = 0;
			const late = { status: 429, headers: { 'retry-after': after } };
			const started = Date.now();
			const json = await outcomeOf(provider, 'reads', late, { retries: 1 });
			expect(servers.requests).toHaveLength(requests);
			expect(Math.floor((Date.now() - started) / 1000)).toBe(requests - 1);
			expect(wordsOf(json)).toContain(`The server asks to wait ${after} seconds`);
		}
	},
);

describe('an answer with HTTP 200', () => {
	test.each([
		['a page', { type: 'text/html', body: '<!doctype html><html></html>' }, 'an HTML page'],
		['JSON that breaks off', { body: '{"code":"0' }, 'JSON that breaks off'],
		['no JSON', { body: 'ok' }, 'no JSON'],
		['nothing', {}, 'an empty one'],
		['a list', { body: '[1]' }, 'other JSON'],
		['an image', { type: 'image/gif', body: 'GIF89a' }, 'a file of type image/gif'],
	])('that is %s is none, and says what it is', async (_name, reply, kind) => {
		for (const provider of providers) {
			const json = await outcomeOf(provider, 'submits', reply);
			expect(json.details).toMatchObject({ outcome: 'unknown' });
			expect(wordsOf(json)).toContain(`(${kind})`);
		}
	});

	test('whose code is not listed says what to look at', async () => {
		for (const provider of providers.filter(({ refusal }) => refusal)) {
			const body = provider.refusal?.('987654', '某种原因');
			const json = await outcomeOf(provider, 'submits', { body });
			expect(json.details).toMatchObject({ outcome: 'refused', code: '987654' });
			expect(wordsOf(json)).toContain('某种原因');
			expect(wordsOf(json)).not.toMatch(/what it means/);
		}
	});

	test('whose words are no text are shown all the same', async () => {
		for (const provider of providers.filter(({ refusal }) => refusal)) {
			for (const words of [{ reason: 'no' }, ['no'], 17]) {
				const body = provider.refusal?.('987654', words as unknown as string);
				const json = await outcomeOf(provider, 'submits', { body });
				expect(json.details).toMatchObject({ providerMessage: JSON.stringify(words) });
			}
		}
	});

	test.each([[''], [' '], [null], [true], [{}], [undefined]])(
		'whose code is %j says nothing',
		async (code) => {
			for (const provider of providers.filter(({ refusal }) => refusal)) {
				const body = JSON.stringify({ ...(provider.success({}) as object), code });
				const json = await outcomeOf(provider, 'submits', { body });
				expect(json.details).toMatchObject({ outcome: 'unknown' });
				expect(wordsOf(json)).toContain('(other JSON)');
			}
		},
	);

	test('whose code of success is a number, or has blanks around it, is one', async () => {
		for (const provider of providers.filter(({ refusal }) => refusal)) {
			const whole = provider.success(provider.answer) as { code: string | number };
			for (const code of [Number(whole.code), ` ${whole.code}\n`]) {
				const body = JSON.stringify({ ...whole, code });
				expect(await outcomeOf(provider, 'reads', { body })).not.toHaveProperty('error');
			}
		}
	});

	test.each([
		['GBK', '张三', '张三'],
		['GB18030', '联通，刘𠮷', '联通，刘𠮷'],
		['UTF-8', '张三\uFFFD', '张三\uFFFD'],
		['UTF-8', '张三é', '张三é'],
	])('in %s keeps its words: %s', async (encoding, words, read) => {
		for (const provider of providers.filter(({ refusal }) => refusal)) {
			const text = JSON.stringify(provider.refusal?.('987654', words));
			const body = encoded(text, encoding);
			const json = await outcomeOf(provider, 'reads', { body });
			expect(json.details).toMatchObject({ providerMessage: read });
		}
	});

	test('that is damaged UTF-8 is read as such', async () => {
		for (const provider of providers.filter(({ refusal }) => refusal)) {
			const text = Buffer.from(JSON.stringify(provider.refusal?.('987654', '张三和李四')));
			const body = Buffer.concat([text.subarray(0, -4), text.subarray(-3)]);
			const json = await outcomeOf(provider, 'reads', { body });
			expect((json.details as IDataObject).providerMessage).toBe('张三和李\uFFFD');
		}
	});

	test('that begins with a byte order mark is read', async () => {
		for (const provider of providers.filter(({ refusal }) => refusal)) {
			const body = `\uFEFF${JSON.stringify(provider.refusal?.('987654', 'no'))}`;
			const json = await outcomeOf(provider, 'submits', { body });
			expect(json.details).toMatchObject({ outcome: 'refused', code: '987654' });
		}
	});
});

describe('a whole number above 2^53', () => {
	const LONG = '12345678901234567890';

	test.each(providers)('$name: stays exact, as text', async (provider) => {
		const body = JSON.stringify(provider.success(provider.answer));
		// WeBank has a JSON text inside the JSON.
		const exact = body.replace(/\\?"LONG\\?"/, LONG);
		expect(exact).not.toBe(body);
		const json = await outcomeOf(provider, 'reads', { body: exact });
		expect(json.error).toBeUndefined();
		expect(JSON.stringify(json)).toContain(`"${LONG}"`);
	});
});

describe('a code that does not say whether anything was done', () => {
	const codes: Record<string, string[]> = {
		HSTong: ['10001', '60014', '60016', '60018', '60021'],
		'Qiancheng Credit': ['1000'],
		WeBank: ['60846999', '60840003'],
	};
	const each = providers.flatMap((provider) =>
		(codes[provider.name] ?? []).map((code): [string, string, ProviderCase] => [
			provider.name,
			code,
			provider,
		]),
	);

	test.each(each)(
		'%s %s: a submission is unknown, and not repeated',
		async (_name, code, provider) => {
			const body = provider.refusal?.(code, '某种原因');
			const json = await outcomeOf(provider, 'submits', { body }, { retries: 2 });
			expect(json.details).toMatchObject({ outcome: 'unknown', code, providerMessage: '某种原因' });
			expect(servers.requests).toHaveLength(1);
		},
	);
});
