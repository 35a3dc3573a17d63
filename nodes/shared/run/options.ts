import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { InputProblem } from '../model/errors';
import { MASK_PERSONAL_DATA } from '../model/maskOption';
import type { OptionField } from '../model/field';
import type { Resources } from '../model/operation';
import type { RequestRules } from '../request/requester';
import type { ReadParameter } from '../values/expressions';
import { readValues } from '../values/values';
import { CHECK_ONLY } from './check';

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

/** The options that are the same for all items. */
const SHARED = {
	concurrency: {
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY, numberPrecision: 0 },
		default: DEFAULT_CONCURRENCY,
		description:
			'How many items are processed at the same time, 1 to 50. Choose 1 when an item depends on the one before it, for example two photos of one applicant.',
	},
	includeInput: {
		displayName: 'Include Input Fields',
		name: 'includeInput',
		type: 'boolean',
		default: false,
		description:
			"Whether the output also has the fields of the input item, for example to write results beside the rows of a table. Where both have a field of the same name, the result counts. An 'error' in the input, and the 'details' beside it, come out as 'previousError' and 'previousDetails': n8n takes an item with 'error' for a failed one.",
	},
	retries: {
		displayName: 'Retries',
		name: 'retries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_RETRIES, numberPrecision: 0 },
		default: DEFAULT_RETRIES,
		description:
			'How often a request that only reads is repeated after a dropped connection, a server fault or an unreadable answer. A request that submits something is never repeated.',
	},
	timeout: {
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
		default: DEFAULT_TIMEOUT_SECONDS,
		description:
			'How long to wait for the answer to one request to begin. An answer that is not complete after five times as long is given up.',
	},
} satisfies Record<string, OptionField>;

/** The last property of a node: the options, which the runner reads. */
export const optionsProperty = (resources: Resources): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		CHECK_ONLY,
		SHARED.concurrency,
		SHARED.includeInput,
		MASK_PERSONAL_DATA,
		SHARED.retries,
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
		SHARED.timeout,
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

/**
 * Reads the options that are the same for all items.
 *
 * @throws NodeOperationError for a value that is none of an option, or none at all
 */
export function readOptions(context: IExecuteFunctions, read: ReadParameter): Options {
	// The raw ones: an expression that finds nothing is not the same as no option.
	const given = context.getNodeParameter('options', 0, {}, { rawExpressions: true }) as object;
	const fields = Object.values(SHARED).filter(({ name }) => Object.hasOwn(given, name));
	// They are read one by one: the whole collection would work out what is meant for each item, too.
	const { wire } = asNodeError(context, () =>
		readValues(
			fields.map((field) => ({ ...field, required: true, technical: true })),
			(name) => read(`options.${name}`, 0),
		),
	);
	const numberOf = (name: 'concurrency' | 'retries' | 'timeout') =>
		Number(wire[name] ?? SHARED[name].default);
	return {
		concurrency: numberOf('concurrency'),
		includeInput: wire.includeInput === true,
		retries: numberOf('retries'),
		timeoutMs: numberOf('timeout') * 1000,
	};
}

function asNodeError<T>(context: IExecuteFunctions, make: () => T): T {
	try {
		return make();
	} catch (error) {
		const { message, remedy: description } = error as InputProblem;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
}
