import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { parameterReader } from '../../../nodes/shared/values/expressions';

const json = { name: '王', age: 0, 'full name': 'A "B"', deep: { x: 'y' }, none: null };
const readRaw = (raw: unknown) => {
	const context = {
		getInputData: () => [{ json }],
		getNodeParameter: (...args: unknown[]) =>
			(args[3] as IDataObject).rawExpressions ? raw : 'asked n8n',
	};
	return parameterReader(context as unknown as IExecuteFunctions)('parameter', 0);
};
const PLAIN = String.raw`
={{ $json.name }}
={{$json["full name"]}}
={{ $json.age }}
={{ $json.deep.x }}
={{ $json.name }}${' '}
={"a":{"n":"{{ $json.name }}","i":{{ $json.age }}}}
=no expression
={{ $json.deep }}
={{ JSON.stringify($json.deep) }}
=[{{ JSON.stringify( $json.name ) }}]`;
const OTHER = String.raw`
={{ $json.name.length }}
={{ $json.none }}
=text and {{ $json.deep }}
={{ $json.missing }}
={{ $json.name + 1 }}
={{ JSON.stringify($json.missing) }}
={{ JSON.stringify($json.deep, null, 2) }}
={{ $("Other").item.json.name }}
=a \{{ b {{ $json.name }}
={{ $json.name }} {{ open`;
const linesOf = (text: string) => text.split('\n').slice(1);

// That both read the same is held by test/integration/expressions.test.ts.
test.each(linesOf(PLAIN))('%j with plain paths is read without n8n', (raw) => {
	expect(readRaw(raw)).not.toBe('asked n8n');
	expect(readRaw({ a: raw, list: [raw] })).toEqual({ a: readRaw(raw), list: [readRaw(raw)] });
});
test.each(linesOf(OTHER))('%j that says more is left to n8n', (raw) => {
	expect(readRaw(raw)).toBe('asked n8n');
	expect(readRaw({ a: 'fixed', b: raw })).toBe('asked n8n');
});
