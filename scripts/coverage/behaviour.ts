import type { ICredentialDataDecryptedObject, ICredentialType, IDataObject } from 'n8n-workflow';
import type { ErrorTable, Refusal } from '../../nodes/shared/model/errors.ts';
import { sampleAccount } from './built-credential.ts';
import { type Modules, operationsById, type Place } from '../shared/providers.ts';
import { rehearse, type Stage, stageFor } from './rehearsal.ts';
import { concernedBy, type Spec, type SpecOperation, withPaths } from '../shared/spec.ts';
import { preAuthenticate, signed, type Wire } from './wire.ts';

/** Nested parameters that only some calls need, but without which the operation refuses such a call. */
export async function demandsOf(
	{ operation }: Place,
	wanted: SpecOperation,
	stage: Stage,
): Promise<string[]> {
	const conditional = withPaths(wanted.params).filter(
		({ param, path }) => path.length > 1 && param.in === 'form' && param.required === 'conditional',
	);
	const demands: string[] = [];
	for (const { path } of conditional) {
		const outcome = await rehearse(operation, wanted, { ...stage, without: path }).catch(nameOf);
		if (outcome === 'InputProblem') demands.push(path.join('.'));
	}
	return demands;
}

// By its name: the built code has classes of its own.
const nameOf = (error: unknown): string => (error as Error).constructor.name;

/** What an operation returns for each state with a constant in the document. */
export async function statesOf(
	{ operation }: Place,
	wanted: SpecOperation,
	stage: Stage,
): Promise<Record<string, IDataObject>> {
	const states: Record<string, IDataObject> = {};
	for (const { field, value } of statesIn(wanted, stage.spec)) {
		const answer = { [field]: value };
		states[value] = (await rehearse(operation, wanted, { ...stage, answer })).json;
	}
	return states;
}

/** The states that an operation can be answered with, when the document has constants for them. */
export const statesIn = ({ response }: SpecOperation, { dictionaries }: Spec) =>
	(response.fields ?? []).flatMap((field) =>
		(typeof field.enum === 'string' ? dictionaries[field.enum] : [])
			.filter(({ constant }) => constant !== undefined)
			.map(({ value, zh, constant }) => ({ field: field.name, value, zh, constant })),
	);

/** The text that tells that a session has ended, where no code does. */
export const refusedTokenText = ({ auth }: Spec): string | undefined =>
	/"refresh":"[^"]* msg (\p{Script=Han}+)/u.exec(JSON.stringify(auth.token ?? {}))?.[1];

/** The codes that such a text may come with: those of operations that need a session. */
export const refusedTokenCodes = (spec: Spec): string[] => {
	if (refusedTokenText(spec) === undefined) return [];
	const authenticated = spec.operations.filter((operation) => operation.authenticated);
	return [
		...new Set(
			spec.errorCodes
				.filter((entry) => authenticated.some(({ id }) => concernedBy(entry, spec).includes(id)))
				.map(({ code }) => String(code)),
		),
	];
};

/** Those of the codes with which the node renews its session for this text, and not for the code's own. */
export function refusedTokens(spec: Spec, { provider }: Modules): string[] {
	const { codeField } = spec.envelope;
	const text = refusedTokenText(spec);
	const isLost = (code: string, msg: unknown) =>
		provider.envelope({ [String(codeField)]: Number(code), msg })?.entry?.sessionLost === true;
	return refusedTokenCodes(spec).filter((code) => {
		const others = spec.errorCodes.filter((entry) => String(entry.code) === code);
		return isLost(code, text) && !others.some(({ zh }) => isLost(code, zh));
	});
}

/** How the credential explains each code that its own request can be refused with, by operation id. */
export async function refusedSessions(
	spec: Spec,
	credential: ICredentialType,
): Promise<Map<string, ErrorTable>> {
	const tables = new Map<string, ErrorTable>();
	const unauthenticated = spec.operations.filter(({ group }) => group === 'auth');
	for (const entry of spec.errorCodes) {
		const { code, zh } = entry;
		const [operation] = unauthenticated.filter(({ id }) => concernedBy(entry, spec).includes(id));
		if (!operation || !spec.envelope.dataField) continue;
		const answer = { [String(spec.envelope.codeField)]: code, msg: zh };
		// Another account for each: a session that was fetched before would be used.
		const account = { ...sampleAccount(credential), username: `refused with ${code}` };
		const refusal = await preAuthenticate(
			credential,
			account,
			async () => await Promise.resolve(answer),
		).catch((error: unknown) => error as Refusal);
		const { entry: own } = (refusal ?? {}) as Refusal;
		if (own) tables.set(operation.id, { ...tables.get(operation.id), [code]: own });
	}
	return tables;
}

/**
 * What is sent differently when a switch of the credential is turned, by switch and position. Only
 * requests without a signature can be compared.
 */
export async function switchesOf(
	spec: Spec,
	modules: Modules,
	stage: Stage,
): Promise<Record<string, Record<string, string>>> {
	if (spec.auth.signing !== null) return {};
	const usual = await allRequests(spec, modules, stage);
	const switched: Record<string, Record<string, string>> = {};
	for (const wanted of spec.auth.switches) {
		const property = modules.credential.properties.find(({ name }) => name === wanted.name);
		if (!property) continue;
		const positions =
			property.type === 'boolean'
				? [!property.default]
				: (property.options ?? []).map((option) => ('value' in option ? option.value : undefined));
		switched[wanted.name] = {};
		for (const position of positions.filter((value) => value !== property.default)) {
			const account = { ...stage.account, [wanted.name]: position };
			const turned = await allRequests(spec, modules, {
				...stage,
				account: account as ICredentialDataDecryptedObject,
			});
			const changes = turned.filter((line) => !usual.includes(line));
			switched[wanted.name][String(position)] = changes.join('\n');
		}
	}
	return switched;
}

async function allRequests(spec: Spec, modules: Modules, stage: Stage): Promise<string[]> {
	const lines: string[] = [];
	for (const [id, place] of operationsById(modules.resources, spec)) {
		const wanted = spec.operations.find((operation) => operation.id === id);
		if (!wanted) continue;
		const { requests } = await rehearse(place.operation, wanted, stageFor(place, stage));
		for (const request of requests) {
			lines.push(`${id} ${describe(await signed(modules.credential, stage.account, request))}`);
		}
	}
	return lines;
}

/** A request in one line; what is encrypted, differently each time, as it can be read. */
function describe(wire: Wire): string {
	const { method, url, headers, query, parts, opened } = wire;
	return JSON.stringify({ method, url, headers, query, parts: { ...parts, ...opened } });
}
