import type { INodeProperties } from 'n8n-workflow';

import type { RequestRules } from '../request/requester';
import type { ReadParameter } from '../values/expressions';
import type { Resources } from '../model/operation';

const DEFAULT_CONCURRENCY = 5;
const MAX_CONCURRENCY = 50;
const DEFAULT_RETRIES = 2;
const MAX_RETRIES = 5;
const DEFAULT_TIMEOUT_SECONDS = 60;
const MAX_TIMEOUT_SECONDS = 600;

/** The options of a node; those that are the same for all items. */
export interface Options extends RequestRules {
	concurrency: number;
	includeInput: boolean;
}

/** The last property of a node: the options, which the runner reads. */
export const optionsProperty = (resources: Resources): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
			default: DEFAULT_CONCURRENCY,
			description:
				'How many items are processed at the same time, 1 to 50. Choose 1 when an item depends on the one before it, for example two photos of one applicant.',
		},
		{
			displayName: 'Include Input Fields',
			name: 'includeInput',
			type: 'boolean',
			default: false,
			description:
				"Whether the output also has the fields of the input item, for example to write results beside the rows of a table. Where both have a field of the same name, the result counts. A field 'error' of the input comes out as 'previousError', because n8n takes an item with 'error' for a failed one.",
		},
		{
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
			default: DEFAULT_RETRIES,
			description:
				'How often a request that only reads is repeated after a dropped connection, a server fault or an unreadable answer. A request that submits something is never repeated.',
		},
		{
			displayName: 'Submit Only Once',
			name: 'submitOnlyOnce',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.applicationNumber }}',
			displayOptions: { show: { '/operation': submittingOperations(resources) } },
			description:
				'A key that tells one submission from all others, such as your own application number, as an expression. n8n remembers it for this workflow before the request leaves, and an item with a known key fails instead of being sent again, also in another execution. A key whose item was not sent, or was refused, can be used again.',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
			default: DEFAULT_TIMEOUT_SECONDS,
			description: 'How long to wait for the answer to one request',
		},
	],
});

/** These are their values in the operation picker: no operation that only reads has one of them, in any resource. */
const submittingOperations = (resources: Resources): string[] => [
	...new Set(
		Object.values(resources).flatMap(({ operations }) =>
			Object.keys(operations).filter((name) => operations[name].effect !== 'reads'),
		),
	),
];

/** Reads the options that are the same for all items; what is out of range is brought into it. */
export function readOptions(read: ReadParameter): Options {
	// One by one: the whole collection would work out what is meant for each item, too.
	const option = (name: string): unknown => read(`options.${name}`, 0);
	const timeout = within(option('timeout'), DEFAULT_TIMEOUT_SECONDS, 1, MAX_TIMEOUT_SECONDS);
	return {
		concurrency: within(option('concurrency'), DEFAULT_CONCURRENCY, 1, MAX_CONCURRENCY),
		includeInput: option('includeInput') === true,
		retries: within(option('retries'), DEFAULT_RETRIES, 0, MAX_RETRIES),
		timeoutMs: timeout * 1000,
	};
}

function within(value: unknown, fallback: number, min: number, max: number): number {
	const number = Number(value ?? fallback);
	return Number.isFinite(number) ? Math.min(Math.max(Math.trunc(number), min), max) : fallback;
}
