import { operationFinder, readSpec } from '../../../spec/read.ts';
import type { SpecOperation } from '../../../spec/types.ts';
import type { Client, Draft, Extra, Params } from '../../reference/client.ts';
import { isOptional } from '../../reference/samples.ts';
import { mistakesOf, variantsOf } from './mistakes.ts';
import type { SandboxInTest } from './use-sandbox.ts';

/** A mistake with what is around the parameters: path, method, type, account, session, signature. */
export interface AroundMistake {
	what: string;
	code: string;
	/** What the journal must say. */
	says: string;
	extra?: Extra;
	/** Who makes the call, when not the account itself. */
	client?: Client;
}

export interface Refusals<Account> {
	sandbox: SandboxInTest<Account>;
	provider: string;
	/** The code of success. */
	success: (operation: SpecOperation) => string;
	/** Makes everything ready for a call of an operation for the nth person, and returns it. */
	right: (operation: SpecOperation, n: number) => Promise<{ params: Params; extra?: Extra }>;
	/** The code of a mistake with a parameter. */
	code: (operation: SpecOperation) => string;
	/** Mistakes with a code, or words in the journal, of their own; all by operation and what is wrong. */
	special?: Array<[what: RegExp, code: string, says?: string]>;
	/** Mistakes that this sandbox takes: it is no judge of everything. */
	taken?: RegExp;
	around: (operation: SpecOperation) => AroundMistake[];
}

/** Leaves a parameter or a header out, wherever it is, or sends it empty. */
export const without =
	(name: string, text?: string): Extra['after'] =>
	(draft) => {
		const rest = <T>(pairs: Array<[string, T]>) => pairs.filter(([given]) => given !== name);
		const own = (pairs: unknown[][]) => pairs.some(([given]) => given === name);
		const empty: Array<[string, string]> = text === undefined ? [] : [[name, text]];
		if (own(draft.query)) draft.query = [...rest(draft.query), ...empty];
		if (own(draft.fields)) draft.fields = [...rest(draft.fields), ...empty];
		if (name in draft.headers) {
			const headers = rest(Object.entries(draft.headers));
			draft.headers = Object.fromEntries([...headers, ...empty]);
		}
	};

/** Changes a parameter or a header after signing. */
export const spoilt =
	(name: string, change: (text: string) => string): Extra['after'] =>
	(draft) => {
		const pairs = [...draft.query, ...draft.fields, ...Object.entries(draft.headers)];
		const [, value] = pairs.find(([given]) => given === name) ?? [];
		without(name, change(String(value)))?.(draft);
	};

/** Mistakes with the address and the type of the body, which all providers know. */
export function wrongAddresses(
	{ contentType }: SpecOperation,
	pathCode: string,
	typeCode: string,
): AroundMistake[] {
	const at = (what: string, says: string, after: (draft: Draft) => void): AroundMistake => ({
		...{ what, says, code: pathCode, extra: { after } },
	});
	const type: AroundMistake = {
		...{ what: 'another type', code: typeCode, says: 'text/plain' },
		extra: { after: (draft) => Object.assign(draft, { contentType: 'text/plain', body: 'x' }) },
	};
	return [
		at('another method', 'there is no PUT', (draft) => void (draft.method = 'PUT')),
		at('another path', 'there is no', (draft) => void (draft.path += '/x')),
		...(contentType === null ? [] : [type]),
	];
}

/**
 * Registers a test for each operation of the specification: every mistake is refused with its code and named in the
 * journal, and the same call without it is taken, in full, with what its other values ask for, and with what is required.
 */
export function testRefusals<Account>(refusals: Refusals<Account>): void {
	const { around, code, provider, right, sandbox, special = [], success, taken } = refusals;
	const spec = readSpec(provider);
	const ids = spec.operations.map(({ id }) => id);
	test.each(ids)('%s refuses each mistake by its name, and takes a right call', async (id) => {
		const operation = operationFinder(spec)(id);
		const { extra, params } = await right(operation, 1);
		const mistakes = [
			...mistakesOf(operation, spec, params).map((one) => {
				const [, own = code(operation), says = one.says] =
					special.find(([form]) => form.test(`${id} ${one.what}`)) ?? [];
				return { ...one, says, code: own, client: undefined };
			}),
			...around(operation).map((one) => ({ ...one, params })),
		].filter(({ what }) => !taken?.test(`${id} ${what}`));
		const outcomes = [];
		for (const { client = sandbox, says, what, ...wrong } of mistakes) {
			const reply = await client.call(id, wrong.params, { ...extra, ...wrong.extra });
			const said = Object.values(await sandbox.failedChecks()).join('; ');
			outcomes.push({ what, code: reply.code, says: said.includes(says) ? says : said });
		}
		expect(outcomes).toEqual(
			mistakes.map(({ what, code: wanted, says }) => ({ what, code: wanted, says })),
		);

		const expectTaken = async (one: Awaited<ReturnType<typeof right>>): Promise<void> => {
			const reply = await sandbox.call(id, one.params, one.extra);
			expect([reply.code, await sandbox.failedChecks()]).toEqual([success(operation), {}]);
		};
		for (const variant of [...variantsOf(operation, spec, params), params])
			await expectTaken({ extra, params: variant });
		const least = await right(operation, 2);
		for (const field of operation.params)
			if (isOptional(field, least.params)) least.params[field.name] = undefined;
		await expectTaken(least);
	});
}
