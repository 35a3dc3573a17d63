import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { SANDBOX_KEYS } from './sealed.ts';
import { OPEN_PATH, paramsOf, type Spec } from '../shared/spec.ts';
import { signed, withSession } from './wire.ts';

/** What stands in a made-up account for what only a partner has. */
export const SAMPLE = 'sample';

/** What must be set up before anything can be sent or verified. */
const SET_UP: Record<string, string> = { algorithm: 'md5', queryUserPath: OPEN_PATH };

export const sampleAccount = ({ properties }: ICredentialType): ICredentialDataDecryptedObject =>
	Object.fromEntries(
		properties.map(({ name, type, typeOptions, required, default: value }) => {
			const isSecret = type === 'string' && typeOptions?.password;
			return [name, SANDBOX_KEYS[name] ?? SET_UP[name] ?? (required || isSecret ? SAMPLE : value)];
		}),
	) as ICredentialDataDecryptedObject;

/** The environment of the credential that stands for one of the specification. */
export const environmentNamed = (fields: INodeProperties[], name: string): string | undefined =>
	fields
		.find((property) => property.name === 'environment')
		?.options?.map((option) => ('value' in option ? String(option.value) : ''))
		.find((value) => value.toLowerCase() === name.toLowerCase());

export async function readCredential(credential: ICredentialType, spec: Spec) {
	const sign = async (name: string, path: string, body: Record<string, string>) => {
		const environment = environmentNamed(credential.properties, name) ?? name;
		const sample = { ...sampleAccount(credential), environment };
		const { account } = await withSession(credential, sample, spec);
		return await signed(credential, account, { path, body });
	};
	const address = async (name: string, path: string) =>
		(await sign(name, path, {})).url.slice(0, -path.length);

	const baseUrls: Record<string, string> = {};
	const fileBaseUrls: Record<string, string> = {};
	const [call, file] = ['capapi', 'capup'].map(
		(host) => spec.operations.find((operation) => operation.host === host)?.path ?? '/path',
	);
	for (const { name } of spec.environments) {
		baseUrls[name] = await address(name, call);
		fileBaseUrls[name] = await address(name, file);
	}
	const names = [...new Set(spec.operations.flatMap(paramsOf).map(({ name }) => name))];
	const plain = Object.fromEntries(names.map((name) => [name, 'plain']));
	const { headers, query, parts } = await sign(spec.environments[0].name, '/path', plain);
	const sent: Record<string, unknown> = { ...headers, ...query, ...parts };
	return {
		fields: credential.properties,
		baseUrls,
		fileBaseUrls,
		adds: Object.keys(sent).filter((name) => !names.includes(name)),
		encrypts: names.filter((name) => sent[name] !== 'plain'),
	};
}
