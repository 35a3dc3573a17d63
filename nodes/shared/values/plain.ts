import { InputProblem } from '../model/errors';
import { isoOf, isMoment } from './dates';
import { isSafe } from './numbers';
import { requireText, textFault } from './text';

/** Levels of objects and lists; thousands overflow the stack of whoever writes them as a text. */
const DEEPEST = 100;

/**
 * Data from an expression as JSON can hold it: moments as texts with their zone. Nothing in it may become
 * something else on the way.
 *
 * @param name the field's display name
 * @returns the data as it is, or a copy with the texts
 * @throws InputProblem that names where in the data a number or a text is that must not be sent
 */
export const plainData = (name: string, data: unknown): unknown =>
	isPlain(data, 0) ? data : plain(data, name, '', 0);

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

function plain(value: unknown, name: string, path: string, level: number): unknown {
	const place = path ? `${name}: ${path}` : name;
	if (typeof value === 'string') {
		requireText(place, value, 'data');
		return value;
	}
	if (typeof value === 'number') {
		if (isSafe(value)) return value;
		throw refusal(
			place,
			Number.isFinite(value) ? 'lost digits on its way here' : 'is no number',
			'Long numbers such as card numbers must be text: a number keeps only about 15 digits. Change it where the data comes from.',
		);
	}
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'object' || value === null) return value;
	if (isMoment(value)) {
		const text = isoOf(value);
		if (text !== undefined) return text;
		throw refusal(place, 'is no date', 'The expression makes a date of a text that is none.');
	}
	if (level === DEEPEST) {
		throw refusal(name, `is nested more than ${DEEPEST} levels deep`, 'Give less of it.');
	}
	if (Array.isArray(value)) {
		return value.map((entry, i) => plain(entry, name, `${path}[${i}]`, level + 1));
	}
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			requireText(place, key, 'data');
			return [key, plain(inner, name, path ? `${path}.${key}` : key, level + 1)];
		}),
	);
}

const refusal = (place: string, fault: string, remedy: string): InputProblem =>
	new InputProblem(`'${place}' ${fault}`, `Nothing was sent. ${remedy}`);
