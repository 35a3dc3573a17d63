import { isObject } from './json.ts';
import { isAddress, readCounts } from './load.ts';

/** What every order of notifications says, as a control client or the command line asks for it. */
export interface CommonOrder<Name extends string, Field extends string> {
	url: string;
	kind: Name;
	/** The field that missingField, emptyField and the like concern. */
	field: Field;
	/** Other replies than a right receiver's: a partner may agree on some. */
	expect: readonly string[] | undefined;
	times: number;
	concurrency: number;
	timeoutMs: number;
}

/** What an order may be. */
export interface OrderRules<Name extends string, Field extends string, Count extends string> {
	kinds: { names: readonly Name[]; isName: (value: unknown) => value is Name };
	fields: readonly Field[];
	/** The field unless the order names one. */
	field: Field;
	/** Further names. */
	names: readonly string[];
	/** Further whole numbers, with what they are otherwise. */
	counts?: Readonly<Record<Count, number>>;
}

const commonCounts = { times: 1, concurrency: 1, timeoutMs: 60_000 };

/** The names of every order. */
export const commonNames: readonly string[] = [
	...['url', 'kind', 'field', 'expect'],
	...Object.keys(commonCounts),
];

/** Completes the common part of an order; says what is wrong with it, if so. */
export function readCommonOrder<
	Name extends string,
	Field extends string,
	Count extends string = never,
>(
	value: unknown,
	{ counts, field: usual, fields, kinds, names }: OrderRules<Name, Field, Count>,
): (CommonOrder<Name, Field> & Record<Count, number>) | string {
	if (!isObject(value)) return 'an order must be an object';
	const known = [...commonNames, ...names];
	const unknown = Object.keys(value).find((name) => !known.includes(name));
	if (unknown) return `there is no '${unknown}'; known are ${known.join(', ')}`;
	const { url, kind = 'right', field = usual, expect } = value;
	if (!isAddress(url)) return 'url must be an http or https address';
	if (!kinds.isName(kind)) return `kind must be one of ${kinds.names.join(', ')}`;
	const found = fields.find((name) => name === field);
	if (found === undefined) return `field must be one of ${fields.join(', ')}`;
	const isList = Array.isArray(expect) && expect.every((reply) => typeof reply === 'string');
	if (expect !== undefined && !isList) return 'expect must be a list of replies';
	const numbers = readCounts(value, { ...commonCounts, ...(counts as Record<Count, number>) });
	if (typeof numbers === 'string') return numbers;
	return { url, kind, field: found, expect: expect as string[] | undefined, ...numbers };
}
