import type { Field, Group } from '../model/field';

interface Named {
	/** The names on the wire, from the outside. */
	path: string[];
	/** The display names likewise. */
	labels: string[];
	/** The Chinese ones likewise; undefined where one of them is no matter of the person who filled in a form. */
	chinese: string[] | undefined;
}

/** A field that a provider's words name. */
export interface NamedField {
	/** The name as whoever builds the workflow knows it: `'Given Name in Pinyin'`. */
	displayName: string;
	/** The same, and its name in the words: `'Given Name in Pinyin' (enameLast)`. */
	label: string;
	/** The name as the person knows it who filled in a form; '' when it is no matter of theirs. */
	chinese: string;
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
 * @returns each once, in the order of the words
 */
export function fieldsNamedIn(words: string, fields: Field[]): NamedField[] {
	const known = fields.flatMap((field) => namesOf(field, [], [], []));
	const found = [...words.matchAll(NAMES)]
		.filter(({ 0: name, index }) => !WORD.test(name) || !isProse(words.slice(0, index)))
		.map(([name]): [string, Named[]] => [name, fieldsOf(name, known)])
		.filter(([, meant]) => meant.length > 0)
		.map(([name, meant]): [string, NamedField] => {
			const labels = [...new Set(meant.map(({ labels: all }) => `'${all.join(': ')}'`))];
			const chinese = [...new Set(meant.flatMap((one) => one.chinese?.join('的') ?? []))];
			const displayName = labels.join(' or ');
			return [
				name,
				{ displayName, label: `${displayName} (${name})`, chinese: chinese.join('或') },
			];
		});
	return [...new Map(found).values()];
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
function namesOf(
	field: Field,
	outer: string[],
	labels: string[],
	chinese: string[] | undefined,
): Named[] {
	const { displayName, name, type, local, file, sendAs, technical } = field;
	if (type === 'notice' || (local && !file)) return [];
	if (type === 'collection') {
		const path = sendAs === undefined ? outer : [...outer, sendAs];
		return (field.options as Field[]).flatMap((option) => namesOf(option, path, labels, chinese));
	}
	const path = [...outer, name];
	const theirs = technical || field.chinese === undefined ? undefined : [field.chinese];
	const own = {
		path,
		labels: [...labels, displayName],
		chinese: chinese && theirs && [...chinese, ...theirs],
	};
	if (type !== 'fixedCollection') return [own];
	const groups = field.options as Group[];
	return [
		own,
		...groups.flatMap((group) =>
			group.values.flatMap((value) =>
				namesOf(
					value,
					path,
					[...labels, group.displayName],
					chinese && [...chinese, group.chinese],
				),
			),
		),
	];
}
