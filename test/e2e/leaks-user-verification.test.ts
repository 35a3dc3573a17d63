import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import type { Execution } from '../support/n8n-driver.ts';
import { controlOf } from '../support/sandbox';
import { files, photos, stepValues } from '../support/user-verification';
import { itemsNode, row, type NodeInput } from '../support/workflow';
import { startEnvironment, type OwnEnvironment } from './support/environment';
import { foundIn, writtenBy } from './support/written';

// Provokes every kind of failure, then searches everything that n8n has written for key, secret and
// signatures. In an n8n of its own, which logs all it can and keeps files in a folder.
//
// n8n's HTTP Request node keeps the request of an answer that it cannot read, and whatever a server
// answers. That is not ours to prevent: there it has another key, and only the secret is searched for.

const USER_VERIFICATION = 'n8n-nodes-fintech-onboarding.userVerification';
const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
const MARKER = 'leak-test-marker-4712';
const KEY = `sandbox-verification-user-${100_000 + Math.floor(Math.random() * 900_000)}`;
/** The key in requests by n8n's own node, which n8n keeps as they are. */
const KEPT_KEY = KEY.replace(/\d+$/, '7');
const SECRET = 'verification-sandbox-secret';
const WRONG_KEY = 'another-key-that-nobody-knows';
const WRONG_SECRET = 'another-secret-that-is-wrong';
const NOWHERE = 'http://127.0.0.1:9';
const BASE = '/openapi/v1/verified';

let environment: OwnEnvironment;
let control: ReturnType<typeof controlOf>;
let provider: Host;
let foreign: Host;
beforeAll(async () => {
	environment = await startEnvironment({
		N8N_LOG_LEVEL: 'debug',
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	});
	control = controlOf(environment.sandbox);
	foreign = await startHost(({ url }) =>
		url === '/photo.png' ? [200, 'image/png', photos.handSign] : [500, 'text/html', 'no'],
	);
	// Repeats in its answers what it was sent, as servers in front of a provider may.
	provider = await startHost(({ url, headers }) => {
		const isQuery = url.includes('queryUserVerified');
		if (!isQuery) return [500, 'text/html', `<pre>${JSON.stringify(headers)}</pre>`];
		const data = {
			...{ cardFrontUrl: `${foreign.url}/photo.png`, cardStatus: '2' },
			...{ handSignUrl: `${foreign.url}/nothing.png`, faceAuthUrl: '/face.png' },
		};
		return [200, 'application/json', JSON.stringify({ code: '000000', data, description: '' })];
	});
});
afterAll(async () => {
	for (const host of [provider, foreign]) host?.server.close();
	await environment?.stop();
});

interface Host {
	url: string;
	server: Server;
	/** The headers of every request. */
	received: IncomingHttpHeaders[];
}

type Answer = [status: number, contentType: string, body: string | Buffer];

/** A small server, on a port of its own and so another host than the sandbox. */
async function startHost(
	answer: (request: { url: string; headers: IncomingHttpHeaders }) => Answer,
): Promise<Host> {
	const received: IncomingHttpHeaders[] = [];
	const server = createServer(({ url = '', headers }, response) => {
		received.push(headers);
		const [status, contentType, body] = answer({ url, headers });
		response.writeHead(status, { 'content-type': contentType, connection: 'close' }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, server, received };
}

interface Saved {
	id: string;
	name: string;
}

async function credential(name: string, changes: IDataObject = {}): Promise<Saved> {
	const baseUrl = environment.sandbox.urls['user-verification'];
	const data = { baseUrl, apiKey: KEY, secretKey: SECRET, ...changes };
	const type = 'userVerificationApi';
	return { id: await environment.n8n.saveCredential({ name, type, data }), name };
}

type Calls = Record<string, Pick<NodeInput, 'type' | 'typeVersion' | 'parameters'>>;

const operation = (resource: string, name: string, parameters: IDataObject) => ({
	type: USER_VERIFICATION,
	parameters: {
		...{ resource, operation: name, ...parameters },
		options: { retries: 0, timeout: 1 },
	},
});

/** Every operation of the node. */
const operations: Calls = Object.fromEntries([
	...Object.entries(stepValues).map(([name, values]) => [name, operation('step', name, values)]),
	['get', operation('verification', 'get', { simple: false })],
]) as Calls;

/** The same with n8n's own node, which needs whole addresses. */
const n8nsOwn = (baseUrl: string): Calls => {
	const common = {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'userVerificationApi',
		options: { timeout: 1000 },
	};
	const parts = [
		{ parameterType: 'formBinaryData', name: 'faceAuthFile', inputDataFieldName: 'faceAuth' },
	];
	const post = (step: string, parameters: IDataObject) => ({
		type: HTTP_REQUEST,
		typeVersion: 4.2,
		parameters: {
			...{ ...common, method: 'POST', url: `${baseUrl}${BASE}/userVerifiedStep${step}.do` },
			...{ sendBody: true, ...parameters },
		},
	});
	return {
		'HTTP query': {
			type: HTTP_REQUEST,
			typeVersion: 4.2,
			parameters: { ...common, url: `${baseUrl}${BASE}/queryUserVerified.do` },
		},
		'HTTP JSON': post('Two', { specifyBody: 'json', jsonBody: '{"residenceCity":"Makati"}' }),
		'HTTP form': post('Five', {
			contentType: 'multipart-form-data',
			bodyParameters: { parameters: parts },
		}),
	};
};

/** Runs each call in a workflow of its own, all at the same time. */
async function run(saved: Saved, calls: Calls): Promise<Execution[]> {
	return await Promise.all(
		Object.entries(calls).map(async ([name, call]) => {
			const node = { name: 'Call', credentials: { userVerificationApi: saved }, ...call };
			const workflow = row(`leaks ${name}`, [itemsNode('Item', [{ marker: MARKER }], files), node]);
			const { id } = await environment.n8n.saveWorkflow(workflow);
			return await environment.n8n.run(id);
		}),
	);
}

const statusesOf = (executions: Execution[]) => executions.map(({ status }) => status);

const faults = async (settings: IDataObject) =>
	await control.call('/faults', {
		'user-verification': { latencyMs: null, events: null, ...settings },
	});

test('no key, secret or signature is in any output, error, execution record, file or log', async () => {
	const { urls } = environment.sandbox;
	const good = await credential('leaks');
	const inQuery = await credential('leaks query', {
		...{ specialSettings: true, bodyStyle: 'query', multipartTextParams: 'query' },
	});
	const wrong = await credential('leaks wrong', { secretKey: WRONG_SECRET });
	const unknown = await credential('leaks unknown', { apiKey: WRONG_KEY });
	const stopped = await credential('leaks stopped', {
		...{ apiKey: 'sandbox-verification-stopped', secretKey: 'verification-stopped-secret' },
	});
	const nowhere = await credential('leaks nowhere', { baseUrl: NOWHERE });
	const noHost = await credential('leaks no host', { baseUrl: 'http://no-such-host.invalid' });
	const echoing = await credential('leaks echo', { baseUrl: provider.url });
	const kept = await credential('leaks kept', { apiKey: KEPT_KEY });
	const keptEcho = await credential('leaks kept echo', { apiKey: KEPT_KEY, baseUrl: provider.url });
	const all = [good, inQuery, wrong, unknown, stopped, nowhere, noHost, echoing];

	for (const [name, call] of Object.entries(operations)) {
		expect([name, ...statusesOf(await run(good, { [name]: call }))]).toEqual([name, 'success']);
	}
	const withPhotos = operation('verification', 'get', { downloadPhotos: true });
	expect(statusesOf(await run(good, { photos: withPhotos }))).toEqual(['success']);

	const own = n8nsOwn(urls['user-verification']);
	const statuses: string[] = [];
	const fails = async (saved: Saved, calls: Calls = operations) =>
		statuses.push(...statusesOf(await run(saved, calls)));
	for (const kind of ['drop', 'http500', 'malformed', 'truncated']) {
		await faults({ events: [{ everyNth: 1, kind, when: 'after' }] });
		await fails(good);
		// n8n's own node waits for the rest of an answer that was cut off, whatever its timeout.
		if (kind !== 'truncated') await run(kind === 'malformed' ? kept : good, own);
		for (const { id } of [good, wrong]) await environment.n8n.testCredential(id);
	}
	await faults({ latencyMs: 2000 });
	await fails(good);
	await run(good, own);
	await faults({});
	for (const [httpStatus, code] of [
		[200, '999999'],
		[403, '403001'],
		[404, '404001'],
		[429, '429001'],
	]) {
		const description = '系统繁忙';
		await control.call('/user-verification/force', { httpStatus, code, description, times: 99 });
		await fails(good);
		if (httpStatus === 403) await run(good, own);
	}
	await control.call('/user-verification/force', { code: '1', times: 0 });
	for (const other of [wrong, unknown, stopped, nowhere, noHost]) await fails(other);
	await run(wrong, own);
	await run(nowhere, n8nsOwn(NOWHERE));
	const { get: _get, ...steps } = operations;
	await fails(inQuery, steps);
	await fails(echoing, steps);
	await run(keptEcho, n8nsOwn(provider.url));
	expect(statuses).toEqual(statuses.map(() => 'error'));
	expect(statuses.length).toBeGreaterThan(80);

	// A photo of another host is fetched without key and signature.
	const photosOf = (name: string) =>
		operation('verification', 'get', { downloadPhotos: true, photos: [name] });
	// One that cannot be had is a warning, which must hold nothing of them either.
	for (const [name, warnings] of [
		['cardFront', 0],
		['handSign', 1],
		['faceAuth', 1],
	] as const) {
		const executions = await run(echoing, { [name]: photosOf(name) });
		expect(statusesOf(executions)).toEqual(['success']);
		const found = JSON.stringify(executions).includes(`The photo '${name}' could not be fetched`);
		expect([name, found]).toEqual([name, warnings === 1]);
	}
	expect(foreign.received).toHaveLength(2);
	for (const headers of foreign.received) {
		expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['apikey']));
		expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['sign']));
		expect(JSON.stringify(headers)).not.toContain(KEY);
	}
	for (const { id } of all) await environment.n8n.testCredential(id);

	const requests = [
		...(await control.journal()).map(({ params: { apiKey, sign } }) => ({ apiKey, sign })),
		...provider.received.map(({ apikey: apiKey, sign }) => ({ apiKey, sign })),
	].filter(({ sign }) => /^[0-9a-f]{128}$/.test(String(sign)));
	const isKept = ({ apiKey }: { apiKey: unknown }) => apiKey === KEPT_KEY;
	const signatures = requests.filter((request) => !isKept(request)).map(({ sign }) => String(sign));
	const keptSignatures = requests.filter(isKept).map(({ sign }) => String(sign));
	expect(signatures.length).toBeGreaterThan(80);

	const texts = writtenBy(environment);
	// The search must see what executions and files leave behind, or it would prove nothing.
	const holding = (text: string) => texts.filter(([, content]) => content.includes(text));
	expect(holding(MARKER).length).toBeGreaterThan(0);
	expect(holding(photos.faceAuth.toString('latin1')).length).toBeGreaterThan(0);
	const secrets = [KEY, SECRET, WRONG_KEY, WRONG_SECRET, 'sandbox-verification-stopped'];
	secrets.push('verification-stopped-secret', ...signatures);
	expect(foundIn(texts, secrets)).toEqual([]);
	// The signatures of requests that reached nobody must not be there either.
	const others = texts.flatMap(([file, text]) =>
		[...text.matchAll(/\bsign\b.{0,6}([0-9a-f]{128})/gi)]
			.filter(([, sign]) => !keptSignatures.includes(sign))
			.map(([hit]) => `${hit.slice(0, 40)} in ${file}`),
	);
	expect(others).toEqual([]);
}, 180_000);
