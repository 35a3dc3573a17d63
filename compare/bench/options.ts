import { parseArgs } from 'node:util';

/** What can be measured, by the flag that chooses it. */
const BENCHES = {
	table:
		'one table, measured from outside: a warm server and n8n execute, more items, more in flight, a provider that is far away (without a flag, this one); --only start, flight, far or size',
	hstong: 'identities submitted, beside Code + HTTP Request',
	webank: 'calls beside Code + HTTP Request, and the trigger under load; --only calls or trigger',
	htouhui: 'the trigger under load',
	qiancheng:
		'blacklist checks beside HTTP Request, a token that ends on the way, a risk audit of 2 MB; --only checks, token or risk',
	once: "what an account by expression and 'Submit Only Once' cost",
};
export type Bench = keyof typeof BENCHES;

const NUMBERS = {
	items: ['1000', 'of one execution'],
	rounds: ['3', 'of which the median counts'],
	concurrency: ['10', 'items of our node at a time'],
	notifications: ['2000', 'to a trigger'],
	senders: ['20', 'of them at a time'],
	latency: ['20', 'milliseconds of the provider, for --once; the others measure at 0 and 20'],
} as const;

const LISTS = {
	sizes: ['1000,10000,100000', 'items of one execution, for --table'],
	flights: ['1,10,50', 'items of our node at a time, for --table'],
} as const;

const names = Object.keys(BENCHES) as Bench[];
const numbers = Object.keys(NUMBERS) as Array<keyof typeof NUMBERS>;
const lists = Object.keys(LISTS) as Array<keyof typeof LISTS>;

const flags = Object.fromEntries(
	[...names, 'json'].map((name) => [name, { type: 'boolean' as const }]),
);
const settings = Object.fromEntries(
	[...numbers, ...lists, 'only'].map((name) => [name, { type: 'string' as const }]),
);
const values: Record<string, unknown> = parseArgs({
	options: { ...flags, ...settings, help: { type: 'boolean', short: 'h' } },
}).values;

const toNumber = (name: string, text: string): number => {
	const number = Number(text);
	if (Number.isInteger(number) && number > 0) return number;
	throw new Error(`--${name} must be a number of 1 or more.`);
};
const numberOf = (name: keyof typeof NUMBERS): number =>
	toNumber(name, String(values[name] ?? NUMBERS[name][0]));
const listOf = (name: keyof typeof LISTS): number[] =>
	String(values[name] ?? LISTS[name][0])
		.split(',')
		.map((text) => toNumber(name, text));

export const bench: Bench = names.find((name) => values[name]) ?? 'table';
export const sizes = listOf('sizes');
export const flights = listOf('flights');
export const count = numberOf('items');
export const rounds = numberOf('rounds');
export const concurrency = numberOf('concurrency');

/** Whether a part of the bench is to be measured. */
export const wants = (part: string): boolean =>
	String(values.only ?? part)
		.split(',')
		.includes(part);

/** Progress, which must not get into the JSON. */
export const say = (text: string): void => void (values.json || console.log(text));

export const latency = numberOf('latency');

export const load = { notifications: numberOf('notifications'), senders: numberOf('senders'), say };

/** The tables that have rows, or all of them as JSON. */
export function report(tables: Record<string, object[]>, aims: Record<string, number>): void {
	if (values.json) return console.log(JSON.stringify({ ...tables, aims }, null, 1));
	for (const table of Object.values(tables)) if (table.length > 0) console.table(table);
	if (Object.keys(aims).length > 0) console.table(aims);
}

/** What --help prints; undefined when it was not asked for. */
export function helpText(): string | undefined {
	if (!values.help) return undefined;
	const line = (name: string, text: string) => `  --${name.padEnd(26)}${text}`;
	return [
		'npm run bench -- [options]: our nodes in a real n8n beside what is built without them, and beside a bare client',
		'',
		...names.map((name) => line(name, BENCHES[name])),
		'',
		...numbers.map((name) => line(`${name} ${NUMBERS[name][0]}`, NUMBERS[name][1])),
		...lists.map((name) => line(`${name} ${LISTS[name][0]}`, LISTS[name][1])),
		line('only a,b', 'these parts of a bench, where it names some'),
		line('json', 'the tables as JSON'),
		line('help', 'this text'),
	].join('\n');
}
