import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { loadProvider } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';
import { readSpec } from '../../../spec/read.ts';
import type { Environment, Spec, SpecOperation } from '../../../spec/types.ts';

const CUSTOM = 'https://partner.example';
const inAnHour = String(Date.now() + 3_600_000);

/** The address of an operation in an environment; only the partner knows what the document does not tell. */
function addressOf({ host = '' }: SpecOperation, environment: Environment, { auth }: Spec): string {
	const isFileHost = auth.hosts?.[host]?.endsWith('fileBaseUrl') === true;
	return (isFileHost ? environment.fileBaseUrl : environment.baseUrl) ?? CUSTOM;
}

/** What any provider answers to a request for a session. */
const session = ({ envelope }: Spec): object => ({
	[String(envelope.codeField)]: envelope.successCodes?.oauth ?? envelope.successCode,
	...{ access_token: 'token', expire_time: inAnHour, expire_in: '3600' },
	tickets: [{ value: 'ticket', expire_time: inAnHour, expire_in: 3600 }],
	data: { token: 'token' },
});

describe.each(PROVIDERS)('requests of $node', (entry) => {
	const spec = readSpec(entry.id);
	const { credential } = loadProvider(entry, process.cwd());
	const { properties, authenticate, preAuthentication } = credential;

	/** An account in an environment, each text of which only the partner knows; without keys in PEM form. */
	const accountIn = ({ name }: Environment): ICredentialDataDecryptedObject =>
		Object.fromEntries(
			properties.map(({ name: field, type, typeOptions, options = [], default: usual }) => {
				if (field === 'algorithm') return [field, 'md5'];
				if (field === 'environment') {
					const values = options.map((option) => ('value' in option ? String(option.value) : ''));
					return [field, values.find((value) => value.toLowerCase() === name.toLowerCase())];
				}
				if (/BaseUrl$|^baseUrl$/.test(field)) return [field, CUSTOM];
				const isText = type === 'string' && usual === '' && typeOptions?.rows === undefined;
				return [field, isText ? 'sample' : usual];
			}),
		) as ICredentialDataDecryptedObject;

	test.each(spec.environments)('go to the address of $name', async (environment) => {
		const account = accountIn(environment);
		const asked: string[] = [];
		const httpRequest = async ({ url }: IHttpRequestOptions) => {
			asked.push(new URL(url).origin);
			return await Promise.resolve({
				...{ statusCode: 200, headers: { 'content-type': 'application/json' } },
				body: Buffer.from(JSON.stringify(session(spec))),
			});
		};
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		Object.assign(account, await preAuthentication?.call(helper, account));
		const own = spec.operations.filter(({ by }) => by === 'credential');
		expect(asked.slice(0, own.length)).toEqual(
			own.map((operation) => addressOf(operation, environment, spec)),
		);

		const sign = authenticate as Extract<IAuthenticate, (...args: never[]) => unknown>;
		for (const operation of spec.operations) {
			const { method, path, by } = operation;
			if (by === 'credential' || path === null) continue;
			const options = { method, url: path.replace(/\{\w+\}/g, '1') };
			const { url = '' } = await sign(account, options);
			expect(new URL(url).origin).toBe(addressOf(operation, environment, spec));
		}
	});
});
