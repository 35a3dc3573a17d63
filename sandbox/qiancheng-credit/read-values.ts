import { isIdCardNo } from '../core/id-card.ts';
import type { Sent, SentObject } from './nested.ts';
import { type Param, spec } from './spec.ts';

/** Whether numbers come as text (a form) or as JSON. */
export type Source = 'form' | 'json';

// A body of many megabytes can be wrong in a million places; the first ones say enough.
const mostFaults = 20;

/** Collects what is wrong, in English, for the journal. */
export class FaultList {
	readonly list: string[] = [];

	add(fault: string): void {
		if (this.list.length < mostFaults) this.list.push(fault);
	}
}

const integerText = /^(?:0|-?[1-9]\d{0,14})$/;
const numberText = /^-?\d+(?:\.\d+)?$/;
const mobileText = /^1[3-9]\d{9}$/;
const dateTime = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** Whether a text is a mobile number of the mainland. */
const isMobile = (text: string): boolean => mobileText.test(text);

/** Whether a text is a real point in time, written yyyy-MM-dd HH:mm:ss (gap QC-28). */
export function isDateTime(text: string): boolean {
	const match = dateTime.exec(text);
	if (!match) return false;
	const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
		...[number, number, number],
		...[number, number, number],
	];
	const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
	return time.toISOString().slice(0, 19).replace('T', ' ') === text;
}

function isUrl(text: string): boolean {
	try {
		return ['http:', 'https:'].includes(new URL(text).protocol);
	} catch {
		return false;
	}
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
	'yyyy-MM-dd HH:mm:ss': isDateTime,
	url: isUrl,
};

/** 64-bit integers pass JSON only as text or with their digits kept (gap QC-41). */
function isOrderId(value: Sent): boolean {
	if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0;
	return (
		typeof value === 'string' &&
		/^[1-9]\d{0,18}$/.test(value) &&
		BigInt(value) < 9_223_372_036_854_775_808n
	);
}

function isAllowed(value: Sent, param: Param): boolean {
	if (param.enum === undefined) return true;
	if (typeof param.enum !== 'string') return param.enum.some((allowed) => allowed === value);
	return (spec.dictionaries[param.enum] ?? []).some((entry) => entry.value === value);
}

const isPlainObject = (value: Sent | undefined): value is SentObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function readInteger(value: Sent, source: Source): number | undefined {
	if (source === 'form')
		return typeof value === 'string' && integerText.test(value) ? Number(value) : undefined;
	return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function readText(value: Sent, param: Param, path: string, faults: FaultList): string {
	if (typeof value !== 'string') {
		faults.add(`${path} is not a text`);
		return '';
	}
	const isRight = formats[param.format ?? ''];
	if (isRight && !isRight(value)) faults.add(`${path} is not like ${param.format}`);
	// QC-11: merchants send the check character in upper case.
	if (path === 'id_card' && !isIdCardNo(value)) faults.add('id_card is not an identity number');
	if (path === 'mobile' && !isMobile(value)) faults.add('mobile is not a mobile number');
	return value;
}

function readValue(
	value: Sent,
	param: Param,
	source: Source,
	path: string,
	faults: FaultList,
): Sent {
	const wrong = (): Sent => {
		faults.add(`${path} is not a valid ${param.type}`);
		return null;
	};
	switch (param.type) {
		case 'object':
			if (!isPlainObject(value)) return wrong();
			return readObject(value, param.children ?? [], source, faults, `${path}.`);
		case 'array':
			if (!Array.isArray(value)) return wrong();
			if (!param.children) return value;
			return value.map((item, index) => {
				const element: Param = { ...param, type: 'object' };
				return readValue(item, element, source, `${path}[${index}]`, faults);
			});
		case 'any':
			return value;
		case 'number': {
			const isText = source === 'form' && typeof value === 'string' && numberText.test(value);
			const number = isText ? Number(value) : value;
			return typeof number === 'number' && Number.isFinite(number) ? number : wrong();
		}
		case 'order-id':
			return isOrderId(value) ? value : wrong();
		case 'phone': {
			// QC-24: printed as int, but 11 digits are no 32-bit integer; a text of them is taken as well.
			const text = String(value);
			if (!['string', 'number'].includes(typeof value) || !isMobile(text)) return wrong();
			return text;
		}
		case 'integer': {
			const number = readInteger(value, source);
			if (number === undefined) return wrong();
			if (!isAllowed(number, param)) faults.add(`${path} has a value outside ${listName(param)}`);
			return number;
		}
		default: {
			const text = readText(value, param, path, faults);
			if (!isAllowed(text, param)) faults.add(`${path} has a value outside ${listName(param)}`);
			const { maxLength = Infinity } = param;
			if (text.length > maxLength) faults.add(`${path} is longer than ${maxLength} characters`);
			return text;
		}
	}
}

const listName = (param: Param): string =>
	typeof param.enum === 'string' ? `dictionary ${param.enum}` : `[${String(param.enum)}]`;

/**
 * Reads an object by its spec: types, dictionaries, formats, required fields, nothing unknown, also
 * inside. An empty text counts as not sent; "conditional" is required, since its condition is that the
 * object around it is sent (gap QC-47).
 */
export function readObject(
	sent: SentObject,
	params: readonly Param[],
	source: Source,
	faults: FaultList,
	prefix = '',
): SentObject {
	const values = Object.create(null) as SentObject;
	for (const name of Object.keys(sent)) {
		if (!params.some((param) => param.name === name))
			faults.add(`${prefix}${name} is not a parameter of this operation`);
	}
	for (const param of params) {
		const { name, required } = param;
		const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
		if (value === undefined || value === '') {
			if (required === true || required === 'conditional')
				faults.add(`${prefix}${name} is missing`);
		} else values[name] = readValue(value, param, source, `${prefix}${name}`, faults);
	}
	return values;
}
