import { readJson } from '../shared/files.ts';

/** A language in which the guides are written, for the parts of them that are generated. */
export interface Language {
	/** The folder of its guides. */
	folder: string;
	/**
	 * The text in this language.
	 *
	 * @param english the text as the code has it
	 * @param original what a Chinese page has without a text of its own: the words of the provider's document, or ''
	 *        where a name in Chinese says it all
	 */
	say(english: string, original?: string): string;
	/** A name of the editor, with the Chinese one behind it for those who read Chinese. */
	named(name: string, chinese?: string): string;
	/** Sentences one behind the other, each with its end. */
	sentences(...texts: Array<string | undefined>): string;
	/** Texts as one: with ends between them, and none behind the last. */
	joined(...texts: Array<string | undefined>): string;
	/** What a text is about, and the text. */
	about(topic: string, text: string): string;
	list(parts: string[]): string;
	/** Whether a field is needed, and the values of other fields with which it is shown. */
	need(required: boolean, shownWhen: Array<[name: string, values: unknown[]]>): string;
	/** A call to an address that a setting of the credential has, or the partner. */
	sentTo(method: string, setting?: string): string;
	count(choices: number): string;
}

const ends = (text: string): boolean => /[.!?。！？]$|[.。]\)$/.test(text);
const given = (texts: Array<string | undefined>): string[] =>
	texts.filter((text): text is string => text !== undefined && text !== '');

export const english: Language = {
	folder: 'docs',
	say: (text) => text,
	named: (name) => name,
	sentences: (...texts) =>
		given(texts)
			.map((text) => (ends(text) ? text : `${text}.`))
			.join(' '),
	joined: (...texts) =>
		given(texts).reduce(
			(all, text) => (all === '' || ends(all) ? `${all} ${text}` : `${all}. ${text}`).trim(),
			'',
		),
	about: (topic, text) => `${topic}: ${text}`,
	list: (parts) => parts.join('; '),
	need(required, shownWhen) {
		if (shownWhen.length === 0) return required ? 'yes' : '';
		const conditions = shownWhen.map(([name, values]) => `\`${name}\` is ${values.join(' or ')}`);
		return `${required ? 'yes, if' : 'if'} ${conditions.join(' and ')}`;
	},
	sentTo: (method, setting) =>
		`\`${method}\` to ${setting === undefined ? 'your address' : `'${setting}'`}`,
	count: (choices) => `${choices} choices`,
};

/** The Chinese of what the code says in English and no document of a provider says: by the English text, so that a change of it shows. */
const TEXTS = readJson<Record<string, string>>(import.meta.dirname, '../../docs/zh-CN/texts.json');

/** What every provider's fields have in common, whatever their names. */
const PATTERNS: Array<[RegExp, string]> = [
	[/^Such as (.*)$/, '例如 $1'],
	[/^.*, as a JSON text or through an expression$/, '填 JSON 文本，或用表达式'],
];

const asked = new Map<string, string | undefined>();

export const chinese: Language = {
	folder: 'docs/zh-CN',
	say(text, original) {
		const pattern = PATTERNS.find(([form]) => form.test(text));
		const found = TEXTS[text] ?? (pattern ? text.replace(...pattern) : original);
		if (text !== '') asked.set(text, found);
		return found ?? text;
	},
	named: (name, own) => (own ? `${name} ${own}` : name),
	sentences: (...texts) =>
		given(texts)
			.map((text) => (ends(text) ? text : `${text}。`))
			.join(''),
	joined: (...texts) =>
		given(texts).reduce(
			(all, text) => (all === '' || ends(all) ? all + text : `${all}。${text}`),
			'',
		),
	about: (topic, text) => `${topic}：${text}`,
	list: (parts) => parts.join('；'),
	need(required, shownWhen) {
		if (shownWhen.length === 0) return required ? '是' : '';
		const conditions = shownWhen.map(([name, values]) => `\`${name}\` 为 ${values.join(' 或 ')}`);
		return `${conditions.join('且')} 时${required ? '必填' : '可填'}`;
	},
	sentTo: (method, setting) =>
		`\`${method}\` 到${setting === undefined ? '您的地址' : `“${setting}”`}`,
	count: (choices) => `共 ${choices} 个选项`,
};

/** What was said in English in a Chinese page, and Chinese texts that nothing asks for any more; of what was generated so far. */
export const faultsOfTexts = (): { missing: string[]; unused: string[] } => ({
	missing: [...asked].flatMap(([text, found]) => (found === undefined ? [text] : [])),
	unused: Object.keys(TEXTS).filter((text) => !asked.has(text)),
});
