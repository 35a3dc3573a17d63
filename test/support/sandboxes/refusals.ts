import { concerns, operationFinder, readSpec, withPaths } from '../../../spec/read.ts';
import type { SpecOperation } from '../../../spec/types.ts';
import type { Client, Draft, Extra, Params, Reply } from '../../reference/client.ts';
import { isOptional } from '../../reference/samples.ts';
import { mistakesOf, variantsOf } from './mistakes.ts';
import type { SandboxInTest } from './use-sandbox.ts';

type Change = (draft: Draft) => void;

/**
 * A mistake with what is around the parameters (path, method, type, account, session, signature): the code that refuses
 * it, what the journal must say, and a change after signing, another way to call, or another client.
 */
export type Around = [what: string, code: string, says: string, wrong: Change | Extra | Client];

/** A call of an operation. */
interface RightCall {
	params: Params;
	extra?: Extra;
}

export interface Refusals<Account> {
	sandbox: SandboxInTest<Account>;
	provider: string;
	/** The code of success. */
	success: (operation: SpecOperation) => string;
	/** Makes everything ready for a call of an operation for the nth person, and returns it. */
	right: (operation: SpecOperation, n: number) => Promise<RightCall>;
	/** The status of HTTP that a code comes with; 200 unless told otherwise. */
	status?: (code: string) => number;
	/** The code of a mistake with a parameter. */
	code: (operation: SpecOperation) => string;
	/** Mistakes with a code, or words in the journal, of their own; all by operation and what is wrong. */
	special?: Array<[what: RegExp, code: string, says?: string]>;
	/** Mistakes that this sandbox takes: it is no judge of everything. */
	taken?: RegExp;
	around: (operation: SpecOperation) => Around[];
	/** Words of refusals that the specification does not list. */
	words?: string[];
	/** Fields of answers beside those of the specification, and such as come in other cases than that of the right call. */
	answers?: { also?: string[]; absent?: string[] };
}

/** Leaves a parameter or a header out, wherever it is, or gives it another value. */
export const without =
	(name: string, text?: string): Change =>
	(draft) => {
		const others = <T>(pairs: Array<[string, T]>): Array<[string, T | string]> => {
			const rest: Array<[string, T | string]> = pairs.filter(([given]) => given !== name);
			const isHere = rest.length < pairs.length;
			return isHere && text !== undefined ? [...rest, [name, text]] : rest;
		};
		draft.query = others(draft.query);
		draft.fields = others(draft.fields);
		draft.headers = Object.fromEntries(others(Object.entries(draft.headers)));
	};

/** Changes a parameter or a header after signing. */
export const spoilt =
	(name: string, change: (text: string) => string): Change =>
	(draft) => {
		const pairs = [...draft.query, ...draft.fields, ...Object.entries(draft.headers)];
		const [, value] = pairs.find(([given]) => given === name) ?? [];
		without(name, change(String(value)))(draft);
	};

/** Mistakes with the address and the body, which all providers know. */
export function wrongAddresses(
	{ contentType }: SpecOperation,
	pathCode: string,
	typeCode: string,
): Around[] {
	const isParts = contentType === 'multipart/form-data';
	const asText: Change = (draft) => Object.assign(draft, { contentType: 'text/plain', body: 'x' });
	const broken: Change = ({ headers }) => void (headers['content-type'] = 'multipart/form-data');
	const type: Around = ['another type', typeCode, 'text/plain', asText];
	const parts: Around = ['parts without their boundary', typeCode, 'read', broken];
	return [
		['another method', pathCode, 'there is no PUT', (draft) => void (draft.method = 'PUT')],
		['another path', pathCode, 'there is no', (draft) => void (draft.path += '/x')],
		...(contentType === null ? [] : [type]),
		...(isParts ? [parts] : []),
	];
}

function extraOf(wrong: Change | Extra | Client): { extra?: Extra; client?: Client } {
	if (typeof wrong === 'function') return { extra: { after: wrong } };
	return 'call' in wrong ? { client: wrong } : { extra: wrong };
}

/** Every name in an answer. */
function namesIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = Array.isArray(value) ? [] : Object.keys(value);
	return [...own, ...Object.values(value).flatMap(namesIn)];
}

/** Holds an answer to the fields of the specification: no other, and all but those of other cases. */
function expectFields(
	{ response: { fields, root, rootType } }: SpecOperation,
	{ data, json }: Reply,
	{ absent = [], also = [] }: { also?: string[]; absent?: string[] },
): void {
	if (rootType === 'any' || rootType === 'string') return;
	const names = new Set(namesIn(root === null ? json : data));
	for (const name of also) names.delete(name);
	const known = withPaths(fields).map(({ field }) => field.name);
	const expected = known.filter((name) => names.has(name) || !absent.includes(name));
	expect([...names].sort()).toEqual([...new Set(expected)].sort());
}

/**
 * Registers a test for each operation of the specification: every mistake is refused with its code, in the document's
 * words, and named in the journal; and the same call without it is taken, in full, with what its other values ask for,
 * and with what is required only, and answered with the fields of the specification.
 */
export function testRefusals<Account>(refusals: Refusals<Account>): void {
	const { around, code, provider, right, sandbox, special = [], success, taken } = refusals;
	const spec = readSpec(provider);
	const { messageField } = spec.envelope;
	const { status = () => 200 } = refusals;
	/** Whether a refusal comes with its status and in the words that the document has for it there. */
	const isRight = (operation: SpecOperation, reply: Reply): boolean => {
		if (reply.code !== '' && reply.status !== status(reply.code)) return false;
		const listed = spec.errorCodes.filter((entry) => String(entry.code) === reply.code);
		const own = listed.filter((entry) => concerns(entry, operation));
		const words = (own.length > 0 ? own : listed).map(({ zh }) => zh);
		const said = String(reply.json[messageField ?? '']);
		return words.length === 0 || [...words, ...(refusals.words ?? [])].includes(said);
	};

	/** All mistakes with a call that is right otherwise. */
	const mistakesWith = (operation: SpecOperation, params: Params) =>
		[
			...mistakesOf(operation, spec, params).map((one) => {
				const title = `${operation.id} ${one.what}`;
				const [, own = code(operation), says = one.says] =
					special.find(([form]) => form.test(title)) ?? [];
				return { ...one, says, code: own, client: undefined };
			}),
			...around(operation).map(([what, own, says, wrong]) => ({
				...{ what, says, params, code: own, ...extraOf(wrong) },
			})),
		].filter(({ what }) => !taken?.test(`${operation.id} ${what}`));

	const expectTaken = async (operation: SpecOperation, { extra, params }: RightCall) => {
		const reply = await sandbox.call(operation.id, params, extra);
		expect([reply.code, await sandbox.failedChecks()]).toEqual([success(operation), {}]);
		return reply;
	};

	const ids = spec.operations.map(({ id }) => id);
	test.each(ids)('%s refuses each mistake by its name', async (id) => {
		const operation = operationFinder(spec)(id);
		const { extra, params } = await right(operation, 1);
		const mistakes = mistakesWith(operation, params);
		const replies: Reply[] = [];
		for (const { client = sandbox, ...mistake } of mistakes)
			replies.push(await client.call(id, mistake.params, { ...extra, ...mistake.extra }));
		const entries = await sandbox.journal(mistakes.length);
		const outcomes = mistakes.map(({ says, what }, index) => {
			const failed = entries[index]?.checks.filter(({ ok }) => !ok) ?? [];
			const said = failed.map(({ detail }) => detail).join('; ');
			return { what, code: replies[index]?.code, says: said.includes(says) ? says : said };
		});
		const expected = mistakes.map(({ what, code: wanted, says }) => ({ what, code: wanted, says }));
		expect(outcomes).toEqual(expected);
		const wrong = replies.filter((reply) => !isRight(operation, reply));
		expect(wrong.map((reply) => [reply.status, reply.text])).toEqual([]);

		for (const variant of variantsOf(operation, spec, params))
			await expectTaken(operation, { extra, params: variant });
		const reply = await expectTaken(operation, { extra, params });
		expectFields(operation, reply, refusals.answers ?? {});
		const optional = operation.params.filter((field) => isOptional(field, params));
		if (optional.every(({ name }) => params[name] === undefined)) return;
		const least = await right(operation, 2);
		for (const { name } of optional) least.params[name] = undefined;
		await expectTaken(operation, least);
	});
}
