import { payload, type Rules } from '../../../nodes/QianchengCredit/risk/payload';
import { operationFinder, readSpec } from '../../../spec/read.ts';
import type { SpecField } from '../../../spec/types.ts';

const spec = readSpec('qiancheng-credit');
const { params } = operationFinder(spec)('riskAuditApply');
const children = params.find(({ name }) => name === 'data')?.children ?? [];

const WIRE: Record<string, string> = {
	choice: 'integer',
	line: 'string',
	list: 'array',
	row: 'object',
	text: 'string',
};

/** Both are written as paths with type and need, so that a difference names its path. */
const ofSpec = (fields: SpecField[], path = ''): string[] =>
	fields.flatMap(({ name, type, required, enum: dictionary, children: inner }) => [
		`${path}${name} ${type}${required ? ' required' : ''}${dictionary ? ` ${dictionary}` : ''}`,
		...ofSpec(inner ?? [], `${path}${name}.`),
	]);
const ofNode = (rules: Rules, path = ''): string[] =>
	Object.entries(rules).flatMap(([name, { type, required, options, fields }]) => [
		`${path}${name} ${typeOf(name, type)}${required ? ' required' : ''}${options ? ` ${nameOf(options as [])}` : ''}`,
		...ofNode(fields ?? {}, `${path}${name}.`),
	]);
/** An order ID is kept as a text until it is written (gap QC-41). */
const typeOf = (name: string, type: string): string =>
	name === 'order_id' ? 'integer' : (WIRE[type] ?? type);
/** The dictionary with these choices; pickers have them in title case. */
function nameOf(choices: Array<{ name: string; value: unknown }>): string | undefined {
	const texts = choices.map(({ name, value }) => `${String(value)} ${name}`.toLowerCase());
	return Object.entries(spec.dictionaries).find(([, entries]) => {
		const words = entries.map(({ value, zh, en }) => `${value} ${en} (${zh})`.toLowerCase());
		return words.join() === texts.join();
	})?.[0];
}

test('the rules are those of the specification, nested fields included', () => {
	expect(ofNode(payload)).toEqual(ofSpec(children));
});
