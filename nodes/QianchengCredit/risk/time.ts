import { isRealTime, withIsoDay } from '../../shared/values/dates';

const WITH_ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;
const SHANGHAI_MS = 8 * 3600 * 1000;

/**
 * A time as the provider writes it, yyyy-MM-dd HH:mm:ss in Shanghai (gap QC-28).
 *
 * @param value such a text, as a spreadsheet may write it, or an ISO 8601 one: with a zone it is converted, without one taken as it is
 * @returns undefined when it is no real time
 */
export function toShanghaiTime(value: unknown): string | undefined {
	const text = withIsoDay(String(value).trim())
		.replace(' ', 'T')
		.replace(/T(?=\d:)/, 'T0');
	// A day that the month does not have would become one of the next month.
	if (!text.includes('T') || !isRealTime(text)) return undefined;
	const zone = WITH_ZONE.exec(text.slice(10));
	const time = new Date(zone ? text : `${text}Z`).getTime() + (zone ? SHANGHAI_MS : 0);
	return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
