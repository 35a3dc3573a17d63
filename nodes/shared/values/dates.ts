/**
 * A `Date`, or a DateTime of Luxon as n8n's expressions make them; also one that came out of n8n's
 * expression isolate as a bare copy, which has the same two numbers and no methods.
 */
type Moment = Date | { isLuxonDateTime: true; ts: number; o: number | null };

/** Whether a value is a moment, so that it is no object of which a field could be taken. */
export const isMoment = (value: unknown): value is Moment =>
	value instanceof Date ||
	Object.prototype.toString.call(value) === '[object Date]' ||
	(value as { isLuxonDateTime?: unknown } | null | undefined)?.isLuxonDateTime === true;

/**
 * A moment as ISO 8601, with its zone. A `Date` has none: databases deliver a calendar date as midnight in
 * the zone of n8n's process, so such a one keeps that zone's day, and any other is written in UTC.
 *
 * @returns undefined for a moment that is none, such as the date of an unreadable text
 */
export function isoOf(moment: Moment): string | undefined {
	if (!('isLuxonDateTime' in moment)) {
		if (Number.isNaN(moment.getTime())) return undefined;
		return localMidnight(moment) ?? moment.toISOString();
	}
	// One that is invalid has no offset.
	const offset = moment.o ?? NaN;
	const local = new Date(moment.ts + offset * 60_000);
	if (Number.isNaN(local.getTime())) return undefined;
	return local.toISOString().replace('Z', zoneText(offset));
}

/** A `Date` that is midnight in the zone of the process and not in UTC, as ISO 8601 in that zone. */
function localMidnight(date: Date): string | undefined {
	const isMidnight = [date.getHours(), date.getMinutes(), date.getSeconds()].every((n) => n === 0);
	if (!isMidnight || date.getMilliseconds() !== 0 || date.getTime() % DAY_MS === 0)
		return undefined;
	const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
	return `${day}T00:00:00.000${zoneText(-date.getTimezoneOffset())}`;
}

const DAY_MS = 86_400_000;

const twoDigits = (n: number): string => String(n).padStart(2, '0');

function zoneText(minutes: number): string {
	const ahead = Math.abs(Math.round(minutes));
	return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(ahead / 60))}:${twoDigits(ahead % 60)}`;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;
const MIDNIGHT = /^00:00(:00(\.0+)?)?$/;

// The year comes first, so that nobody can take the month for the day.
const WRITTEN = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?=$|[T\s])/;

/** A text that begins with a day as people and spreadsheets write it, 1990/1/31 or 1990年1月31日, with that day as yyyy-MM-dd. */
export const withIsoDay = (text: string): string =>
	text.replace(WRITTEN, (_all, year: string, _sign, ...rest: string[]) => {
		const [month, day] = rest.slice(0, 4).filter(Boolean);
		return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
	});

/**
 * The calendar day that an ISO text means: that of its own zone. A moment in UTC means a day only when it
 * is midnight there or in the zone of n8n's process; any other stays as it is, to be refused.
 */
export function dayOf(given: string): string {
	const text = withIsoDay(given);
	const [, day, time, zone] = ISO.exec(text) ?? [];
	if (day === undefined) return text;
	const isUtc = zone?.toUpperCase() === 'Z';
	if (time === undefined || !isUtc || MIDNIGHT.test(time)) return day;
	return localMidnight(new Date(text))?.slice(0, 10) ?? text;
}

/** Whether a text is a real day as yyyy-MM-dd. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
	// A day that the month does not have becomes one of the next month; a month that there is not gives no date.
	return new Date(`${text}T00:00:00Z`).getUTCDate() === Number(text.slice(8));
}

/** The day of now, as dates are written; whatever the time zone, no day after it has begun anywhere else. */
export const latestToday = (): string =>
	new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/;

/** Whether an ISO text has a real day, and a real time of day if any. */
export function isRealTime(text: string): boolean {
	const [, day = '', time, zone = 'Z'] = ISO.exec(text) ?? [];
	const isZone = /^(Z|[+-](0\d|1[0-4]):?[0-5]\d)$/i.test(zone);
	return isDay(day) && isZone && (time === undefined || TIME_OF_DAY.test(time));
}
