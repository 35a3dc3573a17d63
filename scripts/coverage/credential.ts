import type { INodePropertyOptions } from 'n8n-workflow';
import type { Spec } from '../../spec/types.ts';
import type { Modules } from '../shared/providers.ts';
import type { Item } from './items.ts';

type Credential = Modules['credential'];

const fieldOf = ({ properties }: Credential, name: string) =>
	properties.find((property) => property.name === name);

const valuesOf = (credential: Credential, name: string): unknown[] =>
	((fieldOf(credential, name)?.options ?? []) as INodePropertyOptions[]).map(({ value }) => value);

/** Each environment with an address can be chosen; test/unit/nodes/environments.test.ts looks at the addresses. */
export const environments = ({ environments: wanted }: Spec, credential: Credential): Item[] => {
	const choices = valuesOf(credential, 'environment').map((value) => String(value).toLowerCase());
	return wanted.map(({ name, baseUrl }) => {
		const needsChoice = baseUrl !== null || choices.length > 0;
		const isChoice = choices.includes(name.toLowerCase());
		return [name, needsChoice && !isChoice && 'is not an environment of the credential'];
	});
};

export const credentialFields = ({ auth }: Spec, credential: Credential): Item[] =>
	auth.credentials.map(({ name, secret }) => {
		const field = fieldOf(credential, name);
		if (!field) return [name, 'is not a field of the credential'];
		return [name, secret && !field.typeOptions?.password && 'is not hidden'];
	});

export const switches = ({ auth }: Spec, credential: Credential): Item[] =>
	auth.switches.map(({ name, default: usual, values = [] }) => {
		const field = fieldOf(credential, name);
		if (!field) return [name, 'is not a field of the credential'];
		if (field.default !== (usual ?? '')) return [name, `is ${String(field.default)} by default`];
		const lacks = values.filter((value) => !valuesOf(credential, name).includes(value));
		return [name, lacks.length > 0 && `lacks the choices ${lacks.join(', ')}`];
	});
