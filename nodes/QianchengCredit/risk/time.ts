const AS_DOCUMENTED = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?$/;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/;

const SHANGHAI_MS = 8 * 3600 * 1000;

/**
 * A time as the provider writes it, yyyy-MM-dd HH:mm:ss in Shanghai (gap QC-28).
 *
 * @param value such a text, or an ISO 8601 one: with a zone it is converted, without one taken as it is
 * @returns undefined when it is no real time
 */
export function toShanghaiTime(value: unknown): string | undefined {
	const text = String(value).trim();
	if (WITH_ZONE.test(text)) {
		const time = new Date(text).getTime();
		return Number.isNaN(time) ? undefined : format(time + SHANGHAI_MS);
	}
	const [, date, minutes, seconds = ':00'] = WITHOUT_ZONE.exec(text) ?? [];
	const local = AS_DOCUMENTED.test(text) ? text : date && `${date} ${minutes}${seconds}`;
	if (!local) return undefined;
	const time = new Date(`${local.replace(' ', 'T')}Z`).getTime();
	// A day that the month does not have would become one of the next month.
	return !Number.isNaN(time) && format(time) === local ? local : undefined;
}

const format = (time: number): string =>
	new Date(time).toISOString().slice(0, 19).replace('T', ' ');
