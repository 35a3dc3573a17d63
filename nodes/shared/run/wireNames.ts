import type { Field, Group } from '../model/operation';

interface Named {
	/** The names on the wire, from the outside. */
	path: string[];
	/** The display names likewise. */
	labels: string[];
}

/** A name on the wire, which may stand inside others: `contacts[0].mobile`. */
const NAMES = /(?<![\w$])[a-z_$][\w$]*(?:(?:\[\d*\])*\.[a-z_$][\w$]*)*/gi;

/** A name that is an English word as well, such as `type`. */
const WORD = /^[a-z]+$/;

/** What may stand in front of such a word where it is a name. */
const LEADS =
	/^(param(eter)?|field|argument|attribute|value|missing|invalid|illegal|wrong|empty|of|for)s?$/i;

/**
 * The fields that a provider means when its words name parameters.
 *
 * @param words the provider's message
 * @returns each as the user knows it, and its name in the words: `'Given Name in Pinyin' (enameLast)`
 */
export function fieldsNamedIn(words: string, fields: Field[]): string[] {
	const known = fields.flatMap((field) => namesOf(field, [], []));
	const found = [...words.matchAll(NAMES)]
		.filter(({ 0: name, index }) => !WORD.test(name) || !isProse(words.slice(0, index)))
		.flatMap(({ 0: name }) => {
			const labels = [...new Set(fieldsOf(name, known).map(({ labels: all }) => all.join(': ')))];
			return labels.length > 0
				? [`${labels.map((label) => `'${label}'`).join(' or ')} (${name})`]
				: [];
		});
	return [...new Set(found)];
}

/** Whether an English sentence goes on behind this, in which a word is more likely a word than a name. */
function isProse(before: string): boolean {
	const [, previous] = /([a-z]+) $/i.exec(before) ?? [];
	return previous !== undefined && !LEADS.test(previous);
}

/** Which fields a name can mean: those that agree with most of its parts. */
function fieldsOf(name: string, known: Named[]): Named[] {
	const parts = name.replace(/\[\d*\]/g, '').split('.');
	for (let length = parts.length; length > 0; length--) {
		for (let start = parts.length - length; start >= 0; start--) {
			const part = parts.slice(start, start + length).join('.');
			const exact = known.filter(({ path }) => path.join('.') === part);
			const inside = known.filter(({ path }) => path.slice(-length).join('.') === part);
			const found = exact.length > 0 ? exact : inside;
			if (found.length > 0) return found;
		}
	}
	return [];
}

/** The field and those inside it, as far as they are sent. */
function namesOf(field: Field, outer: string[], labels: string[]): Named[] {
	if (field.type === 'notice' || (field.local && !field.file)) return [];
	if (field.type === 'collection') {
		const path = field.sendAs === undefined ? outer : [...outer, field.sendAs];
		return (field.options as Field[]).flatMap((option) => namesOf(option, path, labels));
	}
	const path = [...outer, field.name];
	const own = { path, labels: [...labels, field.displayName] };
	if (field.type !== 'fixedCollection') return [own];
	const groups = field.options as Group[];
	return [
		own,
		...groups.flatMap(({ displayName, values }) =>
			values.flatMap((value) => namesOf(value, path, [...labels, displayName])),
		),
	];
}
