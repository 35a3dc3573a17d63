import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';

import { InputProblem } from '../../nodes/shared/model/errors';
import { withFixedMark } from '../../nodes/shared/model/fixedMark';
import type { Call, Operation, Resources } from '../../nodes/shared/model/operation';
import type { Provider } from '../../nodes/shared/model/providerType';
import { optionsProperty } from '../../nodes/shared/run/options';
import { runOperations } from '../../nodes/shared/run/runner';

/** A request as it arrived. */
interface Seen {
	path: string;
	name: string;
	account: string;
}

/**
 * A provider for tests of what all nodes share. The first word of a name says what becomes of it: `good`,
 * `refused`, `lost` (carried out, but the answer does not arrive), `bad` (never sent), `later` (not sent
 * the first time).
 */
export function startFakeProvider() {
	const seen: Seen[] = [];
	const tried = new Set<string>();
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { name } = JSON.parse(Buffer.concat(chunks).toString()) as { name: string };
			const account = String(request.headers['x-account']);
			seen.push({ path: String(request.url), name, account });
			if (name.startsWith('lost')) request.socket.destroy();
			else if (name.startsWith('refused')) response.end(JSON.stringify({ code: 'NO' }));
			else response.end(JSON.stringify({ code: '0', result: { name, account } }));
		});
	});
	const listening = new Promise<string>((resolve) => {
		server.listen(0, '127.0.0.1', () =>
			resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
		);
	});

	const send = async (call: Call, path: string) => {
		const { name } = call.values().wire as { name: string };
		if (name.startsWith('bad') || (name.startsWith('later') && !tried.has(name))) {
			tried.add(name);
			throw new InputProblem(`'Name' is ${name}`, 'Nothing was sent.', '姓名不正确。');
		}
		const body = Buffer.from(JSON.stringify({ name }));
		return { json: (await call.request({ path, body })) as IDataObject };
	};
	const operation = (name: string, effect: Operation['effect']): Operation => ({
		id: name,
		name,
		chinese: '操作',
		action: name,
		description: '',
		effect,
		fields: [{ displayName: 'Name', name: 'name', chinese: '姓名', type: 'string', default: '' }],
		run: async (call) => await send(call, `/${name}`),
	});
	const resources: Resources = {
		thing: {
			name: 'Thing',
			chinese: '东西',
			description: '',
			operations: {
				submit: operation('submit', { submits: "Look with 'Read'." }),
				submitOther: operation('submitOther', { submits: "Look with 'Read'." }),
				read: operation('read', 'reads'),
			},
		},
	};
	const node = fakeNode(resources);
	return { seen, listening, node, close: () => server.close() };
}

/** A node of a provider that is made up, with a credential of the type `fakeApi`. */
const fakeNode = (resources: Resources): INodeType =>
	({
		description: {
			displayName: 'Fake',
			name: 'fake',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'fakeApi', required: true }],
			properties: [
				{ displayName: 'Resource', name: 'resource', type: 'string', default: 'thing' },
				{ displayName: 'Operation', name: 'operation', type: 'string', default: 'submit' },
				text('name'),
				optionsProperty(resources),
			],
		},
		async execute(this: IExecuteFunctions) {
			return await runOperations(this, provider, resources);
		},
	}) as unknown as INodeType;

const provider: Provider = {
	name: 'Fake',
	credential: 'fakeApi',
	address: "'Base URL' in the credential",
	secrets: [],
	errors: { NO: { message: 'Fake says no', remedy: 'Ask Fake.', original: '' } },
	envelope: (body) => {
		const { code, result } = (body ?? {}) as { code?: string; result?: unknown };
		return code === undefined
			? undefined
			: { code: code === '0' ? '' : code, message: '', data: result };
	},
};

const text = (name: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
});

export class FakeApi implements ICredentialType {
	name = 'fakeApi';
	displayName = 'Fake';
	properties = withFixedMark([text('baseUrl'), text('account')]);
	authenticate: ICredentialType['authenticate'] = async (
		{ baseUrl, account }: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	) => ({
		...options,
		url: `${String(baseUrl)}${options.url}`,
		headers: { 'x-account': String(account) },
	});
}
