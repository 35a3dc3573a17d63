import type { Built } from './built.ts';
import { environmentNamed, SAMPLE } from './built-credential.ts';
import type { Item } from './items.ts';
import type { Spec, SpecField } from '../shared/spec.ts';

/** Either the credential adds it, or each operation that needs it, and no other, has it as a field. */
export function commonParameter({ name, required }: SpecField, spec: Spec, built: Built): Item {
	if (required === true) {
		return [name, !built.credential.adds.includes(name) && 'is not added by the credential'];
	}
	const wrong = spec.operations.filter(({ id, authenticated }) => {
		const have = built.operations[id];
		const isField = have?.fields.some((field) => field.name === name && field.required);
		return have && authenticated !== (isField && have.sent.includes(name));
	});
	return [name, wrong.length > 0 && `is wrong in ${wrong.map(({ id }) => id).join(', ')}`];
}

export function environment(
	{ name, baseUrl, fileBaseUrl }: Spec['environments'][number],
	{ credential: { fields, baseUrls, fileBaseUrls } }: Built,
): Item {
	// Where the document names no address at all, there is nothing to choose.
	const isChosen = baseUrl !== null || fields.some((property) => property.name === 'environment');
	if (isChosen && !environmentNamed(fields, name)) {
		return [name, 'is not an environment of the credential'];
	}
	// An address that only the partner knows is the one that the credential asks for.
	const wrong = [
		[baseUrls[name], baseUrl ?? SAMPLE],
		[fileBaseUrls[name], fileBaseUrl === undefined ? fileBaseUrls[name] : (fileBaseUrl ?? SAMPLE)],
	].find(([address, wanted]) => address !== wanted);
	return [name, wrong && `is sent to ${wrong[0]}`];
}

/** What the specification has as one thing, and a credential as several fields. */
const SPREAD: Record<string, { fields: string[]; secrets: string[] }> = {
	signer: {
		fields: ['algorithm', 'signField', 'secretPlacement', 'letterCase', 'publicKey'],
		secrets: ['secret', 'secondSecret', 'privateKey'],
	},
};

export function credentialField(
	{ name, secret }: Pick<Spec['auth']['credentials'][number], 'name' | 'secret'>,
	built: Built,
): Item {
	const spread = SPREAD[name];
	if (spread) {
		const faults = [
			...spread.fields.map((part) => credentialField({ name: part, secret: false }, built)),
			...spread.secrets.map((part) => credentialField({ name: part, secret }, built)),
		];
		const wrong = faults.find(([, fault]) => fault);
		return [name, wrong && `lacks ${wrong[0]}, which ${String(wrong[1])}`];
	}
	const field = built.credential.fields.find((property) => property.name === name);
	if (!field) return [name, 'is not a field of the credential'];
	return [name, secret && !field.typeOptions?.password && 'is not hidden'];
}

export function credentialSwitch(wanted: Spec['auth']['switches'][number], built: Built): Item {
	const field = built.credential.fields.find((property) => property.name === wanted.name);
	if (!field) return [wanted.name, 'is not a field of the credential'];
	if (field.default !== (wanted.default ?? ''))
		return [wanted.name, `is ${field.default} by default`];
	const values = field.options?.map((option) => ('value' in option ? option.value : undefined));
	const lacks = (wanted.values ?? []).filter((value) => !values?.includes(value));
	return [wanted.name, lacks.length > 0 && `lacks the choices ${lacks.join(', ')}`];
}

/** Each position of a switch but its default changes what is sent, each in another way. */
export const switchPositions = (
	{ auth }: Spec,
	{ credential: { fields, switched } }: Built,
): Item[] =>
	auth.switches.flatMap(({ name, default: usual, values }) => {
		const property = fields.find((field) => field.name === name);
		const own = property?.options?.map((option) => ('value' in option ? option.value : ''));
		// A text has no positions.
		const positions = values ?? own ?? (property?.type === 'string' ? [] : [true, false]);
		return positions
			.filter((position) => position !== usual)
			.map((position): Item => {
				const changes = switched[name] ?? {};
				const change = changes[String(position)];
				const others = Object.entries(changes).filter(([other]) => other !== String(position));
				if (!change) return [`${name} ${position}`, 'changes nothing that is sent'];
				const same = others.find(([, otherChange]) => otherChange === change);
				return [`${name} ${position}`, same && `changes the same as ${same[0]}`];
			});
	});
