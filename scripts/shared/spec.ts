import { concerns, readSpec as readPrinted, withPaths as pathsOf } from '../../spec/read.ts';
import type {
	Spec as Printed,
	SpecErrorCode,
	SpecField,
	SpecOperation as Placed,
} from '../../spec/types.ts';

export type { SpecField, SpecNotification } from '../../spec/types.ts';

/** An operation at the address that the sandbox gives it where the document has none (待定). */
export type SpecOperation = Placed & { path: string };

export type Spec = Omit<Printed, 'operations'> & { operations: SpecOperation[] };

/** Where the document leaves an address open (待定), the one that the sandbox has. */
export const OPEN_PATH = '/openapi/user/query';

/** The specification of a provider. */
export function readSpec(id: string): Spec {
	const spec = readPrinted(id);
	const operations = spec.operations.map((operation) => ({
		...operation,
		path: operation.path ?? OPEN_PATH,
	}));
	return { ...spec, operations };
}

/** What a node does for a notification, as if it were operations: it verifies the call and builds the reply. */
export const callbackOperations = ({ notifications }: Spec): SpecOperation[] =>
	notifications.flatMap((notification) => {
		const { id, params, requiredReply } = notification;
		const common = { ...notification, group: '', path: '', pathParams: [], params: [] };
		const answer = (fields: SpecField[]) => ({
			response: { contentType: '', root: null, rootType: 'object' as const, fields },
		});
		return [
			{ ...common, id: `${id}.verify`, ...answer(params) },
			// A reply that is a mere text needs no operation.
			...(requiredReply.fields
				? [{ ...common, id: `${id}.buildReply`, ...answer(requiredReply.fields) }]
				: []),
		];
	});

/** Everything that a node has as an operation. */
export const allOperations = (spec: Spec): SpecOperation[] => [
	...spec.operations,
	...callbackOperations(spec),
];

/** Operations of a node that ask others again and again, and which ones. */
const WAITS: Record<string, string[]> = {
	telecomWaitForState: ['telecomGetState'],
	degreeWaitForState: ['degreeGetState'],
	ebankWaitForState: ['ebankGetState', 'ebankV2GetState'],
	riskAuditWaitForResult: ['riskAuditResult'],
};

/** These as operations; one for each that they ask. */
export const waitingOperations = ({ operations }: Spec): SpecOperation[] =>
	Object.entries(WAITS).flatMap(([id, asked]) =>
		operations
			.filter((operation) => asked.includes(operation.id))
			.map((operation) => ({ ...operation, id })),
	);

/** The ids of the operations in which a code means what this entry says. */
export const concernedBy = (entry: SpecErrorCode, { operations }: Spec): string[] =>
	operations.filter((operation) => concerns(entry, operation)).map(({ id }) => id);

/** Fields with everything nested in them, each under its own name. */
export const withChildren = (fields: SpecField[] = []): SpecField[] =>
	fields.flatMap((field) => [field, ...withChildren(field.children)]);

/** Fields with everything nested in them, each with the names from the outside to its own. */
export const withPaths = (fields: SpecField[] = []) =>
	pathsOf(fields).map(({ field: param, path }) => ({ param, path }));

/** All parameters of an operation but those that every operation has. */
export const paramsOf = ({ pathParams, params }: SpecOperation): SpecField[] =>
	withChildren([...pathParams, ...params]);
