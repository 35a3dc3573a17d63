import type { IDataObject } from 'n8n-workflow';

import { loadProvider } from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import {
	press,
	providers,
	runExample,
	credentialsOf,
	type ProviderCase,
} from '../support/providers';
import { send, useServers, type Reply } from '../support/servers';

// A proxy, a firewall or an error page repeats the request, which carries a secret or a token.

const servers = useServers();
const SECRET = 'Se/cret 47 11&';
const TOKEN = 'Token4711';

/** Any of them, however it is written. */
const LEAK = /Se(%2F|\/)cret|47(%20|\+| )11|Token47/i;

const secretsOf = ({ credentialType }: ProviderCase): string[] =>
	credentialType.properties
		.filter(({ typeOptions }) => typeOptions?.password)
		.map(({ name }) => name);

test.each(PROVIDERS)('every secret field of the credential of $node is known', (entry) => {
	const { provider, credential } = loadProvider(entry, process.cwd());
	const secrets = secretsOf({ credentialType: credential } as ProviderCase);
	expect([...provider.secrets].sort()).toEqual(secrets.sort());
});

const SHAPES: Record<string, (words: string, provider: ProviderCase) => Reply> = {
	'a refusal': (words, { refusal }) => ({ body: refusal?.('99999', words) ?? { msg: words } }),
	'HTTP 400': (words, { refusal }) => ({
		...{ status: 400, body: refusal?.('99999', words) ?? { msg: words } },
	}),
	'HTTP 403 of a firewall': (error) => ({ status: 403, body: { error } }),
	'HTTP 502 of a proxy': (words) => ({
		...{ status: 502, type: 'text/html', body: `<title>${words}</title>` },
	}),
	'a page': (words) => ({ type: 'text/html', body: `<html>${words}</html>` }),
};

/** A server that repeats requests for this path, or for all others than those of the credential's test. */
async function repeating(
	provider: ProviderCase,
	shape: string,
	repeats: string | undefined,
): Promise<string> {
	const port = await servers.http((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const [path] = String(request.url).split('?');
			const right = path === repeats ? undefined : provider.tested[path];
			if (right) {
				const [status, body] = right;
				const long = JSON.stringify(body).replace(/"[at]"/g, JSON.stringify(TOKEN));
				return send(response, { status, body: long });
			}
			const { apikey = '' } = request.headers;
			const sent = [request.url, apikey, Buffer.concat(chunks)].map(String).join(' ');
			// Some of it comes decoded, and where a text is cut is anybody's guess.
			const words = `${'x'.repeat(60)} ${decodeURIComponent(sent.replace(/\+/g, ' '))} ${sent}`;
			send(response, SHAPES[shape](words.replace(/[<>"]/g, "'"), provider));
		});
	});
	return `http://127.0.0.1:${port}`;
}

const cases = providers.flatMap((provider) =>
	Object.keys(SHAPES).flatMap((shape) =>
		[undefined, ...Object.keys(provider.tested)].map((path) => ({
			...{ provider, name: provider.name, shape, path },
		})),
	),
);

test.each(cases)('$name, $path: $shape tells no secret', async ({ provider, shape, path }) => {
	const secrets = secretsOf(provider).filter((name) => /^(appS|s)ecret|Key$|password/.test(name));
	const usable = secrets.filter((name) => !/^(private|client)/.test(name));
	const credentials: IDataObject = {
		...Object.fromEntries(usable.map((name) => [name, SECRET])),
		...(provider.credentialType.preAuthentication && { session: '' }),
	};
	const address = await repeating(provider, shape, path);
	for (const effect of ['reads', 'submits'] as const) {
		const options = { retries: 0 };
		const { json } = await runExample(provider, provider[effect], address, {
			...{ credentials, options },
		});
		expect(JSON.stringify(json)).not.toMatch(LEAK);
	}
	const { message } = await press(provider, credentialsOf(provider, address, credentials));
	expect(message).not.toMatch(LEAK);
});
