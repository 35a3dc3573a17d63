import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, IHookFunctions, INodeType, IWebhookFunctions } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { controlOf, type Control } from './sandbox';

/** n8n's own limit; above it no trigger is asked. */
const LARGEST_BODY = 16 * 1024 * 1024;

const TYPES: Record<string, string> = {
	'text/plain': 'text/plain; charset=utf-8',
	'application/json': 'application/json; charset=utf-8',
};

/** A trigger behind an address, as n8n serves it: what it accepted, and what may be changed between calls. */
export interface Listening {
	url: string;
	items: IDataObject[];
	/** The node's parameters. */
	parameters: IDataObject;
	/** The credential is undefined when it was deleted. */
	credentials?: IDataObject;
	/** How often the credential was decrypted. */
	reads: number;
	/** The workflow's id; the trigger keeps a credential for a moment. */
	workflowId: string;
	close(): void;
}

/** Sends a trigger what a caller sends, and gives what it answers. */
export const sendTo = async (
	{ url }: Pick<Listening, 'url'>,
	body: string,
	contentType = 'application/json',
	query = '',
): Promise<string> =>
	await (
		await fetch(url + query, { method: 'POST', headers: { 'content-type': contentType }, body })
	).text();

/** One of several, by chance. */
export const pick = <T>(values: readonly T[]): T =>
	values[Math.floor(Math.random() * values.length)];

async function read(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

const isJson = (bytes: Buffer): boolean => {
	try {
		JSON.parse(bytes.toString('utf8') || '{}');
		return true;
	} catch {
		return false;
	}
};

/** What a trigger is asked before it is published. */
export const hookContext = (listening: Pick<Listening, 'credentials' | 'parameters'>) =>
	({
		getNodeParameter: (name: string, otherwise: unknown) => listening.parameters[name] ?? otherwise,
		getCredentials: async () => await Promise.resolve(listening.credentials),
	}) as unknown as IHookFunctions;

/** Serves a trigger that answers at once. */
export async function listenWith(trigger: INodeType): Promise<Listening> {
	const listening: Listening = {
		...{ url: '', items: [], parameters: {}, reads: 0, workflowId: '1' },
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
	const server = createServer((request, reply) => {
		void read(request).then(async (bytes) => {
			const contentType = String(request.headers['content-type'] ?? '');
			if (request.method !== 'POST') return reply.writeHead(404).end();
			if (bytes.length > LARGEST_BODY) return reply.writeHead(500).end();
			// n8n parses what has exactly this type itself, and answers for what is no JSON.
			if (/^application\/json(;|$)/i.test(contentType) && !isJson(bytes)) {
				return reply.writeHead(422).end();
			}
			const response = {
				status: (code: number) => ((reply.statusCode = code), response),
				type: (name: string) => (reply.setHeader('content-type', TYPES[name]), response),
				json: (body: object) => response.type('application/json').end(JSON.stringify(body)),
				end: (text = '') => void reply.end(text),
			};
			const context = {
				getRequestObject: () => ({
					...{ ip: request.socket.remoteAddress, url: request.url },
					headers: request.headers,
					// n8n leaves the parts of a form with files to the trigger.
					rawBody: contentType.startsWith('multipart/') ? undefined : bytes,
				}),
				getResponseObject: () => response,
				getWorkflow: () => ({ id: listening.workflowId }),
				getNode: () => ({ credentials: {} }),
				getNodeParameter: (name: string, otherwise: unknown) =>
					listening.parameters[name] ?? otherwise,
				getCredentials: async () => {
					listening.reads++;
					const { credentials: found } = listening;
					return await (found ? Promise.resolve(found) : Promise.reject(new Error('not found')));
				},
			} as unknown as IWebhookFunctions;
			const result = await trigger.webhook?.call(context);
			if (result?.noWebhookResponse) return;
			listening.items.push(...(result?.workflowData?.[0] ?? []).map(({ json }) => json));
			const { webhookResponse: answer } = result ?? {};
			return typeof answer === 'object' ? response.json(answer as object) : reply.end(answer);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	listening.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/call`;
	return listening;
}

/** A trigger, and a sandbox that calls it, for the tests of a file. */
export function useTrigger(node: INodeType) {
	let sandbox: Sandbox;
	let control: Control;
	let trigger: Listening;
	let workflows = 0;
	beforeAll(async () => {
		sandbox = await startSandbox();
		control = controlOf(sandbox);
		trigger = await listenWith(node);
	});
	afterAll(async () => {
		trigger.close();
		await sandbox.close();
	});
	return {
		get sandbox() {
			return sandbox;
		},
		get control() {
			return control;
		},
		get trigger() {
			return trigger;
		},
		/** Sets the trigger anew. Each time it is in another workflow, so that no credential is remembered. */
		listen(credentials: IDataObject | undefined, parameters: IDataObject): void {
			const workflowId = String(++workflows);
			Object.assign(trigger, { items: [], reads: 0, workflowId, parameters, credentials });
		},
	};
}
