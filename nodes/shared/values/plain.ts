import type { InputProblem } from '../model/errors';
import { fault, problemWith, type ValueFault, type Subject } from '../model/fault';
import { isoOf, isMoment } from './dates';
import { isSafe } from './numbers';
import { LOST_DIGITS, NO_DATE, NO_NUMBER } from './faults';
import { requireText, textFault } from './text';

/** Levels of objects and lists; thousands overflow the stack of whoever writes them as a text. */
const DEEPEST = 100;

/**
 * Data from an expression as JSON can hold it: moments as texts with their zone. Nothing in it may become
 * something else on the way.
 *
 * @param subject the field
 * @returns the data as it is, or a copy with the texts
 * @throws InputProblem that names where in the data a number or a text is that must not be sent
 */
export const plainData = (subject: Subject, data: unknown): unknown =>
	isPlain(data, 0) ? data : plain(data, subject, '', 0);

/** Whether nothing is to do: megabytes of call records are looked through without making anything. */
function isPlain(value: unknown, level: number): boolean {
	if (typeof value === 'string') return textFault(value, 'data') === undefined;
	if (typeof value === 'number') return isSafe(value);
	if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
	if (level === DEEPEST || isMoment(value)) return false;
	if (Array.isArray(value)) return value.every((entry) => isPlain(entry, level + 1));
	return Object.entries(value).every(
		([key, inner]) => textFault(key, 'data') === undefined && isPlain(inner, level + 1),
	);
}

function plain(value: unknown, subject: Subject, path: string, level: number): unknown {
	const { displayName } = subject;
	const place = path ? { ...subject, displayName: `${displayName}: ${path}` } : subject;
	if (typeof value === 'string') {
		requireText(place, value, 'data');
		return value;
	}
	if (typeof value === 'number') {
		if (isSafe(value)) return value;
		throw refusal(
			place,
			Number.isFinite(value) ? LOST_DIGITS : NO_NUMBER,
			'Long numbers such as card numbers must be text: a number keeps only about 15 digits. Change it where the data comes from.',
		);
	}
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'object' || value === null) return value;
	if (isMoment(value)) {
		const text = isoOf(value);
		if (text !== undefined) return text;
		throw refusal(place, NO_DATE, 'The expression makes a date of a text that is not one.');
	}
	if (level === DEEPEST) {
		throw refusal(subject, TOO_DEEP, 'Give less of it.');
	}
	if (Array.isArray(value)) {
		return value.map((entry, i) => plain(entry, subject, `${path}[${i}]`, level + 1));
	}
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			requireText(place, key, 'data');
			return [key, plain(inner, subject, path ? `${path}.${key}` : key, level + 1)];
		}),
	);
}

const TOO_DEEP = fault(
	`is nested more than ${DEEPEST} levels deep`,
	'的内容过于复杂，请减少后重新提交。',
);

const refusal = (place: Subject, what: ValueFault, remedy: string): InputProblem =>
	problemWith(place, what, `Nothing was sent. ${remedy}`);
