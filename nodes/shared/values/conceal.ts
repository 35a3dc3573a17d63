import type { IDataObject } from 'n8n-workflow';

import type { Personal, PersonalNames } from '../model/personal';
import { idCardNumber, luhnDigit } from './checks';
import { isoOf, isMoment } from './dates';
import { parseExact } from './json';
import { masked } from './masked';
import { isReference, personalKind } from './personal';

type Value = IDataObject[string];

/** A value of a person, which may come up again inside a text. */
export interface Known {
	kind: Personal;
	text: string;
}

/** What is done with a single value: a text or a number, its kind by its name, and that name. */
type Change = (leaf: string | number, kind: Personal | undefined, name: string) => string | number;

/** Data without what somebody could use of a person. */
export interface Mask {
	json(json: IDataObject): IDataObject;
	text(text: string): string;
}

/**
 * Makes a mask for the data of one item.
 *
 * @param names what the names of an operation say; other names are judged by their words
 * @param own the item's own values, which are found inside texts, too
 * @param kept names whose values the next step needs as they are, such as a token
 */
export function maskFor(names: PersonalNames, own: Known[] = [], kept: string[] = []): Mask {
	const maskOf = (found: Known[]): Change => {
		const replace = replacer(own, found);
		return (leaf, kind, name) => {
			const text = String(leaf);
			if (kind !== undefined) return masked(kind, text);
			const changed = hidePatterns(replace(text), isReference(name));
			return changed === text ? leaf : changed;
		};
	};
	return {
		json: (json) =>
			mapLeaves(json, names, maskOf(personalValues(json, names)), kept) as IDataObject,
		text: (text) => String(maskOf([])(text, undefined, '')),
	};
}

/** The personal values in data, by their names. */
export function personalValues(json: IDataObject, names: PersonalNames): Known[] {
	const found: Known[] = [];
	mapLeaves(json, names, (leaf, kind) => {
		if (kind !== undefined) found.push({ kind, text: String(leaf) });
		return leaf;
	});
	return found;
}

/** Data with each text and number changed, those in JSON texts and in the parameters of addresses as well. */
function mapLeaves(given: Value, names: PersonalNames, change: Change, kept: string[] = []): Value {
	const kindOf = (name: string): Personal | undefined =>
		Object.hasOwn(names, name) ? (names[name] ?? undefined) : personalKind(name);

	const map = (value: Value, name: string, kind: Personal | undefined): Value => {
		if (kept.includes(name)) return value;
		if (typeof value === 'number') return change(value, kind, name);
		if (typeof value === 'string') return mapText(value, name, kind);
		if (Array.isArray(value)) return value.map((one) => map(one as Value, name, kind)) as Value;
		if (typeof value !== 'object' || value === null) return value;
		// A moment is written as a text.
		if (isMoment(value))
			return kind === undefined ? value : change(String(isoOf(value)), kind, name);
		return mapObject(value as IDataObject, kind);
	};
	const mapText = (text: string, name: string, kind: Personal | undefined): Value => {
		if (text === '' || BASE64.test(text)) return text;
		if (ENCODED.test(text)) {
			const decoded = decode(text);
			const changed = mapText(decoded, name, kind);
			return changed === decoded ? text : encodeURIComponent(String(changed));
		}
		const parsed = /^\s*[[{]/.test(text) ? parseExact(text) : undefined;
		if (typeof parsed === 'object' && parsed !== null) {
			const changed = map(parsed as Value, name, undefined);
			const json = JSON.stringify(changed);
			return json === JSON.stringify(parsed) ? text : json;
		}
		if (kind !== undefined) return change(text, kind, name);
		const pairs = text.replace(PAIR, (pair, before: string, key: string, raw: string) => {
			const value = decode(raw);
			const changed = map(value, key, kindOf(key));
			return changed === value ? pair : `${before}${key}=${encodeURIComponent(String(changed))}`;
		});
		return change(pairs, undefined, name);
	};
	const mapObject = (object: IDataObject, outer: Personal | undefined): IDataObject => {
		const result = new Map<string, Value>();
		const pair = pairOf(object);
		for (const [name, value] of Object.entries(object)) {
			const isChange = name === 'from' || name === 'to';
			const named = pair !== undefined && name !== pair.key ? kindOf(pair.name) : undefined;
			const isName = pair !== undefined && name === pair.key;
			const kind = named ?? (isChange ? outer : isName ? undefined : kindOf(name));
			// A number, or a person's name, can be the name of what is told about it.
			const shown = NAMES_SOMEBODY.test(name) ? String(change(name, undefined, '')) : name;
			result.set(free(shown, result), map(value as Value, name, kind));
		}
		return Object.fromEntries(result);
	};
	return map(given, '', undefined);
}

/** Two names that became the same would be one: the second one gets a number. */
function free(name: string, taken: Map<string, unknown>): string {
	let own = name;
	for (let n = 2; taken.has(own); n++) own = `${name} (${n})`;
	return own;
}

/** An object that is the name of a field with its value, as lists of fields have them. */
function pairOf(object: IDataObject): { key: string; name: string } | undefined {
	const key = ['name', 'key', 'label'].find((one) => typeof object[one] === 'string');
	if (key === undefined || !('value' in object) || Object.keys(object).length !== 2)
		return undefined;
	const name = String(object[key]);
	return /^[\w .[\]-]+$/.test(name) || personalKind(name) !== undefined ? { key, name } : undefined;
}

/** What a name of a field would not have. */
const NAMES_SOMEBODY = /\d{6}|\p{Script=Han}/u;

/** A picture or the like. */
const BASE64 = /^(data:[\w/+.-]+;base64,)?[A-Za-z\d+/=\s]{200,}$/;

/** JSON as a part of an address, as WeBank sends its notifications. */
const ENCODED = /^%(5B|7B)[^\s&#]+$/i;

/** Reads a part of an address, also a damaged one. */
const decode = (text: string): string => new URLSearchParams(`v=${text}`).get('v') ?? '';

/** A parameter of an address or of a form. */
const PAIR = /([?&]|^)([\w.[\]%-]+)=([^&#\s]+)/g;

/**
 * Finds known values inside texts.
 *
 * @param own those of the item, wherever they are
 * @param found those of the data, of which there may be thousands: a number only where it stands by itself
 */
function replacer(own: Known[], found: Known[]): (text: string) => string {
	const kinds = new Map<string, Personal>();
	const wanted = [...found, ...own].filter(({ text }) => isFindable(text));
	for (const { kind, text } of wanted) kinds.set(text.toLowerCase(), kind);
	if (kinds.size === 0) return (text) => text;
	const show = (one: string): string => {
		const kind = kinds.get(one.toLowerCase());
		return kind === undefined ? one : masked(kind, one);
	};
	const isOwn = new Set(own.map(({ text }) => text.toLowerCase()));
	const sought = [...kinds.keys()].filter((text) => isOwn.has(text) || !/^\d+$/.test(text));
	// The longest first: it may begin with another one.
	const ways = sought.sort((a, b) => b.length - a.length).map(patternOf);
	const pattern = ways.length > 0 ? new RegExp(ways.join('|'), 'giu') : undefined;
	return (text) => (pattern ? text.replace(pattern, show) : text).replace(/\d{6,}/g, show);
}

/** One character, or a few digits, are in many texts that have nothing to do with the person; what is masked tells nothing. */
const isFindable = (text: string): boolean =>
	text.length >= (/^\d+$/.test(text) ? 6 : 2) && !text.includes('*');

/** A word is found as a whole only: 'Li' is no part of 'Limit'. A long number is found inside others, too. */
function patternOf(text: string): string {
	const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	if (/^\d{8}/.test(text)) return escaped;
	const before = /^[\p{Script=Latin}\d]/u.test(text) ? '(?<![\\p{Script=Latin}\\d])' : '';
	const after = /[\p{Script=Latin}\d]$/u.test(text) ? '(?![\\p{Script=Latin}\\d])' : '';
	return before + escaped + after;
}

/** A pattern that is found by itself only, not inside a longer number or a hash. */
const alone = (pattern: string): RegExp =>
	new RegExp(`(?<![\\dA-Za-z])${pattern}(?![\\dA-Za-z])`, 'g');

const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;
const ID_CARD = alone('[1-9]\\d{5}[- ]?\\d{4}[- ]?\\d{4}[- ]?\\d{3}[\\dXx]');
const MOBILE = alone('(?:\\+?(?:00)?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}');
const BANK_CARD = alone('(?:62|4\\d|5[1-5])\\d{2}(?:[- ]?\\d{4}){3}(?:[- ]?\\d{1,3})?');

/**
 * Hides the numbers that show by their form whose they are: of people who are not the item's own, as in the
 * call records of a carrier, no other value is known.
 *
 * @param isOfReference whether the text belongs to a name whose numbers are nobody's
 */
function hidePatterns(text: string, isOfReference: boolean): string {
	const hidden = text
		.replace(EMAIL, (found) => masked('email', found))
		.replace(ID_CARD, (found) =>
			idCardNumber(found.replace(/[- ]/g, ''), {}) ? found : masked('idCard', found),
		);
	if (isOfReference) return hidden;
	return hidden
		.replace(MOBILE, (found) => maskedMobile(found))
		.replace(BANK_CARD, (found) =>
			luhnDigit(found.replace(/\D/g, ''), {}) ? found : masked('bankCard', found),
		);
}

/** The country code stays as it is, so that the number beside it is masked as without it. */
const maskedMobile = (found: string): string =>
	found.replace(/1[3-9]\d[- ]?\d{4}[- ]?\d{4}$/, (number) => masked('mobile', number));
