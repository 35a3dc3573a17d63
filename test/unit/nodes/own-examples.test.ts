import { globSync, readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { credentialHost } from '../../../nodes/shared/model/credential';
import { idCardNumber, luhnDigit } from '../../../nodes/shared/values/checks';
import type { Field } from '../../../nodes/shared/model/field';
import { readValues } from '../../../nodes/shared/values/values';
import { ALL_FIELDS } from '../../support/fields';
import { providers } from '../../support/providers';

// What we show people as an example must be what we would take from them.

/** What is wrong with a value in a field: that it is refused, doubted, or brought to another form. */
function faultOf(field: Field, value: unknown): unknown {
	try {
		const { wire, path, local, warnings, normalized } = readValues([field], () => value);
		const taken = { ...wire, ...path, ...local }[field.name];
		if (taken === undefined) return 'is taken for empty';
		return warnings[0] ?? Object.values(normalized)[0];
	} catch (error) {
		return (error as Error).message;
	}
}

/** Values with a place each, for one message that shows all that is wrong. */
const faultsOf = (values: Array<[place: string, field: Field, value: unknown]>): unknown[] =>
	values
		.map(([place, field, value]) => [place, value, faultOf(field, value)])
		.filter(([, , fault]) => fault !== undefined);

const isLiteral = (value: unknown): boolean =>
	value !== '' && value !== undefined && !(typeof value === 'string' && value.startsWith('='));

test('a placeholder is a value that its field takes as it is', () => {
	const shown = ALL_FIELDS.flatMap(({ place, field }): Array<[string, Field, unknown]> => {
		const [, example] = /^e\.g\. (.*)$/s.exec(field.placeholder ?? '') ?? [];
		const isExpression = example?.startsWith('{{');
		return example === undefined || isExpression ? [] : [[place, field, example]];
	});
	expect(shown.length).toBeGreaterThan(100);
	expect(faultsOf(shown)).toEqual([]);
});

test('a default is a value that its field takes as it is', () => {
	const given = ALL_FIELDS.map(({ place, field }): [string, Field, unknown] => [
		place,
		field,
		field.default,
	]).filter(([, { type, required }, value]) => {
		// An optional JSON field stays as it opens when nothing is filled in.
		const isOpen = type === 'json' && !required;
		return isLiteral(value) && !isOpen && !(Array.isArray(value) && value.length === 0);
	});
	expect(given.length).toBeGreaterThan(50);
	// A statement that must be made is off until somebody makes it.
	const isOff = ([, { type }, value]: [string, Field, unknown]) =>
		type === 'boolean' && value === false;
	expect(faultsOf(given.filter((one) => !isOff(one)))).toEqual([]);
});

test('an example in what is said about a field or its value is one that the field takes as it is', () => {
	const told = ALL_FIELDS.flatMap(({ place, field }): Array<[string, Field, unknown]> => {
		const { description, hint, check, doubt } = field;
		const texts = [
			description,
			hint,
			...['?', '王?', '1'].flatMap((bad) => [check?.(bad, {})?.english, doubt?.(bad, {})?.english]),
		];
		const examples = texts.flatMap((text) => [
			...(text ?? '').matchAll(/(?:such as|for example) ['"]?([\w+.:/-]*\w(?: [\d:]+\d)?)/g),
		]);
		return examples
			.filter(([, example]) => check !== undefined || /\d/.test(example))
			.map(([, example]) => [place, field, example]);
	});
	expect(told.length).toBeGreaterThan(10);
	expect(faultsOf(told)).toEqual([]);
});

/** Values under names of fields, wherever in a JSON they are: in nodes, forms, assignments and JSON texts. */
function namedValues(data: unknown): Array<[name: string, value: unknown]> {
	if (typeof data === 'string' && /^\s*[[{]/.test(data)) {
		try {
			return namedValues(JSON.parse(data));
		} catch {
			return [];
		}
	}
	if (Array.isArray(data)) return data.flatMap(namedValues);
	if (typeof data !== 'object' || data === null) return [];
	// What stands there is the company's own, such as its hotline.
	if ('name' in data && data.name === 'Settings 设置') return [];
	const { fieldName, fieldLabel, placeholder, defaultValue, name, value } = data as Record<
		string,
		unknown
	>;
	const asked = [fieldName, fieldLabel].flatMap(
		(key): Array<[string, unknown]> => [
			[String(key), defaultValue],
			[String(key), /^(?:e\.g\.|例如) (.*)$/.exec(String(placeholder))?.[1]],
		],
	);
	return [
		...Object.entries(data),
		...asked,
		...(typeof name === 'string' ? [[name, value] as [string, unknown]] : []),
		...Object.values(data).flatMap(namedValues),
	].filter(([, one]) => isLiteral(one) && /^(string|number)$/.test(typeof one)) as Array<
		[string, unknown]
	>;
}

const rowsOf = (csv: string) => {
	const [head, ...rows] = csv
		.trim()
		.split(/\r?\n/)
		.map((line) => line.split(','));
	return rows.flatMap((row) => row.map((value, i): [string, unknown] => [head[i], value]));
};

/** Whether a field has this name on the wire, or this label in one language or both. */
const isNamed = ({ name, displayName, chinese = displayName }: Field, given: string): boolean =>
	given === name ||
	given
		.split(/\s*[()（）\n]\s*/)
		.some((part) =>
			[displayName, chinese, `${chinese} ${displayName}`, `${displayName} ${chinese}`].includes(
				part,
			),
		);

const blocksOf = (page: string) =>
	[...page.matchAll(/```json\n(.*?)```/gs)].flatMap(([, json]) => namedValues(json));

const READERS: Record<string, (text: string) => Array<[name: string, value: unknown]>> = {
	'.csv': rowsOf,
	'.json': namedValues,
	'.md': blocksOf,
};

test.each(globSync(['examples/*.{json,csv}', 'docs/**/*.md', '*.md', 'sandbox/README.md']).sort())(
	'%s shows values that their fields take as they are',
	(file) => {
		const found = READERS[extname(file)](readFileSync(file, 'utf8'));
		const wrong = found.filter(([name, value]) => {
			const fields = ALL_FIELDS.filter(
				({ field }) => isNamed(field, name) && !/options|json/i.test(field.type),
			);
			// Of several fields with this name it is one that takes the value.
			return fields.length > 0 && fields.every(({ field }) => faultOf(field, value) !== undefined);
		});
		// The tenth row of the list that is screened shows what becomes of a mistyped number.
		const meant = file.endsWith('blacklist-batch.csv') ? [['id_card', '110105196910101101']] : [];
		expect(wrong).toEqual(meant);
	},
);

test('an address that a credential shows as an example is one that it takes', () => {
	const addresses = providers.flatMap(({ credentialType }) =>
		credentialType.properties.flatMap(({ name, displayName, placeholder }) => {
			const [, example] = /^e\.g\. (https?:.*)$/.exec(placeholder ?? '') ?? [];
			return example === undefined ? [] : [{ name, displayName, example }];
		}),
	);
	expect(addresses.length).toBeGreaterThan(5);
	for (const { name, displayName, example } of addresses)
		expect(credentialHost({ [name]: example }, [name, displayName])).toBe(example);
});

/** All texts of a node's description and of its credential. */
const textsOf = (properties: INodeProperties[]): string[] =>
	properties.flatMap(
		({ description = '', hint = '', placeholder = '', default: value, options }) => [
			...[description, hint, placeholder, JSON.stringify(value)],
			...(options ?? []).flatMap((one) =>
				'values' in one
					? textsOf(one.values)
					: 'type' in one
						? textsOf([one])
						: [String((one as INodePropertyOptions).description ?? '')],
			),
		],
	);

test('a number of a person or a card that we print has the right last character', () => {
	const pages = [
		...globSync(['docs/**/*.md', 'examples/*', '*.md', 'sandbox/README.md', 'spec/README.md']),
	].map((file): [string, string] => [basename(file), readFileSync(file, 'utf8')]);
	const texts = [
		...pages,
		...providers.map(({ name, node, credentialType }): [string, string] => [
			name,
			[...textsOf(node.description.properties), ...textsOf(credentialType.properties)].join('\n'),
		]),
	];
	const wrong = texts.flatMap(([place, text]) =>
		[...text.matchAll(/(?<![\w.-])(?:\d{17}[\dXx]|(?:62|4)\d{14,17}\d)(?![\w.-])/g)]
			.map(([number]) => number)
			.filter((number) =>
				/^(62|4)\d{15,}$/.test(number) && number.length !== 18
					? luhnDigit(number, {}) !== undefined
					: number.length === 18 &&
						idCardNumber(number, {}) !== undefined &&
						luhnDigit(number, {}) !== undefined,
			)
			.map((number) => [place, number]),
	);
	expect(wrong).toEqual([]);
});
