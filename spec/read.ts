import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Spec, SpecErrorCode, SpecField, SpecOperation } from './types.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const NO_PROVIDERS = ['package.json', 'vectors.json'];

/** The ids of all specified providers, whether their nodes exist or not. */
export const specIds = (): string[] =>
	readdirSync(folder)
		.filter((file) => file.endsWith('.json') && !NO_PROVIDERS.includes(file))
		.map((file) => file.slice(0, -'.json'.length))
		.sort();

/** The specification of a provider; test/unit/spec.test.ts holds the files to their type. */
export const readSpec = (id: string): Spec =>
	JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as Spec;

/** Finds the operations of a specification by id, and throws for an id that it does not have. */
export function operationFinder({ operations }: Pick<Spec, 'operations'>) {
	const byId = new Map(operations.map((operation) => [operation.id, operation]));
	return (id: string): SpecOperation => {
		const operation = byId.get(id);
		if (!operation) throw new Error(`The specification has no operation ${id}`);
		return operation;
	};
}

/** Whether a code means in an operation what this entry says. */
export function concerns(
	{ onlyIn, exceptIn = [] }: SpecErrorCode,
	{ id, group }: Pick<SpecOperation, 'id' | 'group'>,
): boolean {
	const isOneOf = (names: string[]) => names.includes(id) || names.includes(group);
	return (!onlyIn || isOneOf(onlyIn)) && !isOneOf(exceptIn);
}

/** Fields with everything nested in them, each with the names from the outside to its own. */
export const withPaths = (
	fields: SpecField[],
	within: string[] = [],
): Array<{ field: SpecField; path: string[] }> =>
	fields.flatMap((field) => {
		const path = [...within, field.name];
		return [{ field, path }, ...withPaths(field.children ?? [], path)];
	});
