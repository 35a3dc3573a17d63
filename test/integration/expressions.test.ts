import 'reflect-metadata';
import { ExpressionEvaluator, IsolatedVmBridge } from '@n8n/expression-runtime';
import { Expression, type IDataObject } from 'n8n-workflow';

import { randomOf, type Random } from '../support/random';
import { readBoth } from '../support/readings';

const NAMES = [
	..."name|id_card|姓名|full name|a.b|it's|x-1|0|length|$json|toString".split('|'),
	...'constructor|__proto__|prototype|caller|binding|then|toJSON|_private|Name'.split('|'),
];

/** n8n refuses whole objects that have such names, which items hardly ever have. */
const STUMBLING = ['__proto__', 'constructor', 'prototype', 'caller', 'binding', 'toString'];
const OWN_NAMES = NAMES.filter((name) => !STUMBLING.includes(name));

const VALUES: readonly unknown[] = [
	...[
		'',
		' ',
		'王大志',
		'{{ $json.name }}',
		'={{ 1 }}',
		'\\',
		'"',
		'😀',
		'a\nb',
		'\u200b',
		'\uD83D',
	],
	...[0, -0, 1, -1.5, 1e21, 1e-7, 0.1 + 0.2, 6222020000000000000, NaN, Infinity, -Infinity],
	...[true, false, null, undefined],
	...[new Date(0), [], {}],
];

function randomValue(random: Random, depth = 2): unknown {
	const kind = depth === 0 ? 0 : random.below(6);
	if (kind === 1) return random.some(3, () => randomValue(random, depth - 1));
	if (kind === 2) return randomJson(random, depth - 1);
	return random.pick(VALUES);
}

const randomJson = (random: Random, depth = 2): IDataObject =>
	Object.fromEntries(
		random.some(6, () => [random.pick(OWN_NAMES), randomValue(random, depth)]),
	) as IDataObject;

/** A path as the editor writes it when a value is dragged, or as a person does. */
function randomPath(random: Random): string {
	const step = () => {
		const name = random.pick(NAMES);
		if (/^[A-Za-z_$]\w*$/.test(name) && random.below(3) > 0) return `.${name}`;
		return random.below(2) === 0 ? `["${name}"]` : `['${name.replace(/'/g, "\\'")}']`;
	};
	return `$json${random.some(3, step).join('')}`;
}

const SPACES = ['', ' ', ' ', '  ', '\n'];
const TEXTS = [
	...['', ' ', '王', 'a', '"', '\\', '{', '}', '{ {', '\\{{', '{"n":', '}}'],
	...['$json.name', '=', '.constructor'],
];

function randomExpression(random: Random): string {
	const path = randomPath(random);
	const inner = random.pick([
		...[path, path, path, path, `JSON.stringify(${path})`, `JSON.stringify( ${path} )`],
		...[`${path}.length`, `${path} + 1`, `${path} ?? 'none'`, `!${path}`, `typeof ${path}`],
	]);
	return `{{${random.pick(SPACES)}${inner}${random.pick(SPACES)}}}`;
}

function randomText(random: Random): string {
	if (random.below(3) === 0) return `=${randomExpression(random)}`;
	const parts = random.some(4, () =>
		random.below(2) === 0 ? randomExpression(random) : random.pick(TEXTS),
	);
	return `=${parts.join('')}`;
}

function randomParameter(random: Random, depth = 2): unknown {
	const kind = depth === 0 ? 0 : random.below(8);
	if (kind === 1) return random.some(3, () => randomParameter(random, depth - 1));
	if (kind === 2) {
		const entry = () => [
			random.pick(['name', 'value', 'values']),
			randomParameter(random, depth - 1),
		];
		return Object.fromEntries(random.some(3, entry));
	}
	return kind === 3 ? random.pick(['fixed', 5, true, '']) : randomText(random);
}

/** The reader and n8n give the same, for parameters and items that a seed makes. */
async function compare(seed: number, rounds: number) {
	let asked = 0;
	let read = 0;
	for (let round = 0; round < rounds; round++) {
		const random = randomOf(seed + round);
		const names = Array.from({ length: 12 }, (_, i) => `p${i}`);
		const parameters = Object.fromEntries(
			names.map((name) => [name, randomParameter(random)]),
		) as IDataObject;
		const items = [randomJson(random), randomJson(random)];
		const both = await readBoth(parameters, items);
		asked += both.asked;
		read += both.readings.length;
		for (const { raw, item, ours, n8n } of both.readings) {
			expect({ seed: seed + round, raw, item, ...ours }).toEqual({
				seed: seed + round,
				raw,
				item,
				...n8n,
			});
		}
	}
	return { read, asked };
}

/** By hand: what people write, and what once differed, an expression in a line. */
const LINES = String.raw`
={{ $json.name }}
={{$json["full name"]}}
={{ $json['full name'] }}
={{ $json.deep.x }}
={{ $json.zero }}
={{ $json.no }}
={{ $json.none }}
={{ $json.missing }}
={{ $json.deep.y.z }}
={{ $json.nan }}
=a{{ $json.nan }}
=a{{ $json.infinite }}
=a{{ $json.none }}b
=a{{ $json.missing }}b
=a{{ $json.zero }}
=a{{ $json.no }}
=a{{ $json.empty }}b
={{ $json.empty }}
=a{{ $json.deep }}
={{ $json.name }}{{ $json.name }}
= {{ $json.name }}
={"n": "{{ $json.name }}", "z": {{ $json.zero }}}
={{ JSON.stringify($json.deep) }}
={{ JSON.stringify($json) }}
={{ JSON.stringify($json.nan) }}
={{ JSON.stringify($json.missing) }}
={{ JSON.stringify($json.date) }}
={{ $json.date }}
=a{{ $json.date }}
={{ $json.list }}
={{ $json.list.length }}
=a{{ $json.list }}
={{ $json.name.length }}
={{ $json.name.toUpperCase() }}
={{ $json.zero + 1 }}
={{ $now.year > 2000 }}
={{ $json.constructor }}
={{ $json["constructor"] }}
={{ $json["__proto__"] }}
={{ $json.toString }}
={{ $json }}
=a{{ $json }}
={{ }}
=
==
={{
=}}
=\{{ $json.name }}
={{ "a" }}
={{ $json.name // a comment }}
={{ $json.name /* a */ }}
={{ ($json.name) }}
={{ $json.name; }}
={{ $json["it's"] }}
={{ $json["a.b"] }}
={{ $json[0] }}
={{ $json["0"] }}
={{ $json?.name }}
={{ $json .name }}
={{ $json.braces }}
=a{{ $json.braces }}
=a{{ $json.long }}
`;

const WRITTEN: unknown[] = [
	...LINES.trim().split('\n'),
	...['={{ $json.name }} ', '={{ $json.name }}\n'],
	{ a: '={{ $json.name }}', b: { c: ['={{ $json.zero }}', 'fixed', '={{ $json.nan }}'] } },
	{ a: '={{ $json.missing }}', b: '=x{{ $json.none }}' },
];

const WRITTEN_FOR: IDataObject = {
	...{ name: '王大志', 'full name': 'A "B"', "it's": 'quoted', 'a.b': 1, 0: 'zero' },
	...{ deep: { x: 'y' }, list: [1, 'a'], zero: 0, no: false, none: null, nan: NaN },
	...{ infinite: Infinity, empty: '', long: 6222020000000000000 },
	...{ date: new Date(0), braces: '{{ $json.name }}' },
};

async function compareWritten() {
	const parameters = Object.fromEntries(WRITTEN.map((raw, i) => [`p${i}`, raw])) as IDataObject;
	const { readings } = await readBoth(parameters, [WRITTEN_FOR, {}]);
	expect(readings).toHaveLength(WRITTEN.length * 2);
	for (const { raw, ours, n8n } of readings) expect({ raw, ...ours }).toEqual({ raw, ...n8n });
}

describe('the engine of the process', () => {
	test('reads what people write in the same way', compareWritten);

	test('reads whatever there may be in the same way', async () => {
		const { read, asked } = await compare(1, 120);
		expect(read).toBe(120 * 12 * 2);
		// Most of what this makes is odd; what people write is nearly always read without n8n.
		expect(asked).toBeLessThan(read * 0.8);
	});
});

describe('the isolate that n8n uses by default', () => {
	const engine = Expression as unknown as { vmEvaluator?: ExpressionEvaluator };
	const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

	beforeAll(async () => {
		const { expressionSandboxHooks } = jest.requireActual<{ expressionSandboxHooks: object }>(
			'n8n-workflow/dist/cjs/expression-sandboxing',
		);
		// n8n's own way imports the runtime, which jest does not allow.
		engine.vmEvaluator = new ExpressionEvaluator({
			createBridge: () => new IsolatedVmBridge({ timeout: 5000, memoryLimit: 128, logger: silent }),
			maxCodeCacheSize: 1000,
			hooks: expressionSandboxHooks,
			logger: silent,
		} as never);
		await engine.vmEvaluator.initialize();
		Expression.setExpressionEngine('vm');
	});
	afterAll(async () => {
		await Expression.disposeExpressionEngine();
		Expression.setExpressionEngine('legacy');
	});

	test('reads what people write in the same way', compareWritten);

	test('reads whatever there may be in the same way', async () => {
		expect(Expression.getActiveImplementation()).toBe('vm');
		expect((await compare(10_000, 25)).read).toBe(25 * 12 * 2);
	});
});
