import {
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
} from 'n8n-workflow';

import { isFixed } from '../../../nodes/shared/model/fixedMark';
import { loadProvider } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';

describe.each(PROVIDERS)('the credential of $id', (entry) => {
	const { properties } = loadProvider(entry, process.cwd()).credential;
	/** Reads the credential as n8n hands it over, but for the values of its expressions. */
	const resolved = (stored: IDataObject) =>
		NodeHelpers.getNodeParameters(
			properties,
			stored as INodeParameters,
			...([true, false, null, null] as const),
		) as ICredentialDataDecryptedObject;
	const holding = properties.filter(({ type }) => type !== 'notice' && type !== 'hidden');

	test('is fixed without expressions', () => {
		const stored = Object.fromEntries(holding.map(({ name, default: value }) => [name, value]));
		expect(isFixed(resolved(stored as IDataObject))).toBe(true);
		expect(isFixed(resolved({}))).toBe(true);
	});

	test('is fixed with a session and with a sign of equality inside', () => {
		expect(isFixed(resolved({ session: '{"a":"="}', [holding[0].name]: 'a=b' }))).toBe(true);
	});

	test.each([
		'',
		'<',
		'>',
		'≠',
		' =',
		'[object Object]',
		'中文',
		'\uffff',
		true,
		false,
		0,
		61,
		[],
		{},
	])('is fixed with %j in every property', (value) => {
		const stored = Object.fromEntries(holding.map(({ name }) => [name, value]));
		expect(isFixed(resolved(stored))).toBe(true);
	});

	test.each(['=', '=中文', '==', '=\u0000', '={{ $json.a }}\uffff'])(
		'is not with %j in the first property',
		(value) => {
			expect(isFixed(resolved({ [holding[0].name]: value }))).toBe(false);
		},
	);

	test.each(holding.map((property): [string, INodeProperties] => [property.name, property]))(
		'is not with an expression in %s, whatever else is stored',
		(name, { type, options }) => {
			if (type === 'fixedCollection') {
				for (const group of options as INodePropertyCollection[]) {
					for (const field of group.values.filter((value) => value.type !== 'hidden')) {
						const entries = [{}, { fixed: 'yes', [field.name]: '={{ $json.a }}' }];
						expect(isFixed(resolved({ [name]: { [group.name]: entries } }))).toBe(false);
						expect(isFixed(resolved({ [name]: { [group.name]: [{}, {}] } }))).toBe(true);
					}
				}
			} else {
				expect(isFixed(resolved({ fixed: 'yes', [name]: '={{ $json.a }}' }))).toBe(false);
				expect(isFixed(resolved({ [name]: '=fixed text' }))).toBe(false);
			}
		},
	);
});

test('what lost its mark is taken to differ', () => {
	expect(isFixed({ appId: 'a' })).toBe(false);
	expect(isFixed({ fixed: 'yes', more: { name: 'a' } } as never)).toBe(false);
});
