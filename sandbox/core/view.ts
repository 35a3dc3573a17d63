// What a provider shows on the page, as data: the page alone makes HTML of it, so that no text of a request
// can become markup. Labels have the Chinese before the English.

/** A piece of a cell, or a control. A plain text is shown as it is. */
export type Part =
	| string
	| { text: unknown; tone?: 'ok' | 'bad' | 'faded'; code?: boolean }
	/** A text that a click copies. */
	| { copy: string; label?: string }
	| { link: string; label: string; download?: string }
	| Button
	| Field
	| Choice
	/** Something that a click opens. */
	| { details: string; key: string; parts: readonly Part[] }
	/** Fields with the buttons that post them and no others; named, as a row is. */
	| { group: string; parts: readonly Part[] };

/** Posts the body together with the fields of its row; a field of the body wins. */
export interface Button {
	button: string;
	post: string;
	body?: object;
}

/** A text that a person types, posted under its name when it is not empty. */
export interface Field {
	field: string;
	label: string;
	value?: string;
	/** Whether it is long, and gets the room of several lines. */
	long?: boolean;
}

/** One of several things to post, each with its own body. */
export interface Choice {
	choose: string;
	post: string;
	options: ReadonlyArray<{ label: string; body: object }>;
}

export type Cell = Part | readonly Part[];

export interface Row {
	/** What tells it from the other rows of its table, so that what is typed into it stays there. */
	key: string;
	cells: readonly Cell[];
}

export interface Section {
	/** A name of its own within the provider. */
	id: string;
	title: string;
	/** A sentence of what to do with it. */
	hint?: string;
	/** Controls above the table, each list with the fields that its buttons post. */
	controls?: ReadonlyArray<readonly Part[]>;
	heads?: readonly string[];
	rows?: readonly Row[];
}

/** A code that a person gets on the phone, or reads in a picture. */
export interface Message {
	at: number;
	/** What it is, e.g. 短信验证码 SMS code. */
	kind: string;
	to: string;
	code: string;
	isUsed?: boolean;
}

/** A token, ticket or page that is open until its time, or until somebody ends it. */
export interface OpenSession {
	kind: string;
	owner: string;
	value: string;
	isAlive: boolean;
	/** The time until which it lives, or why it has ended. */
	note: string;
}

/** A provider's part of the page. */
export interface View {
	messages?: readonly Message[];
	sessions?: readonly OpenSession[];
	sections: readonly Section[];
	/** What only developers need, behind a click. */
	developer?: readonly Section[];
}

/** What is shown of a list: the newest entries, newest first. */
export const newest = <Item>(items: Iterable<Item>, shown = 30): Item[] =>
	[...items].slice(-shown).reverse();

/** A time of day of this machine. */
export const clock = (at: number | string): string =>
	new Date(at).toLocaleTimeString('sv-SE', { hour12: false });
