import { isObject } from './json.ts';

export type FaultKind = 'drop' | 'http500' | 'malformed' | 'truncated';

/** A fault that hits certain requests, counted from the POST /faults call that set it. */
export interface FaultEvent {
	/** Numbers of the requests to hit, the first being 1. */
	at?: number[];
	/** Hits every n-th request instead. */
	everyNth?: number;
	kind: FaultKind;
	/** The moment of the fault: before = not processed; after = processed, but the answer is lost. */
	when: 'before' | 'after';
	/** Only requests of this path, path template or operation id count. */
	path?: string;
}

interface ForcedCode {
	path?: string;
	code: string;
	times: number;
}

/** The faults of one provider; absent = none. */
export interface FaultSettings {
	/** Wait before every answer. */
	latencyMs?: number;
	/** Requests worked on at the same time; more are answered 429 and not processed. */
	concurrencyLimit?: number;
	/** All tokens end when this request, counted from the call, arrives. */
	expireTokensAtRequest?: number;
	events?: FaultEvent[];
	force?: ForcedCode[];
}

export interface RequestNames {
	path: string;
	template?: string;
	operation?: string;
}

const kindLabels: Readonly<Record<FaultKind, string>> = {
	drop: '连接断开 the connection is dropped',
	http500: 'HTTP 500',
	malformed: '返回损坏的 JSON broken JSON',
	truncated: '返回被截断 a cut answer',
};
const kinds: readonly string[] = Object.keys(kindLabels);
const fields = ['latencyMs', 'concurrencyLimit', 'expireTokensAtRequest', 'events', 'force'];
const eventFields = ['at', 'everyNth', 'kind', 'when', 'path'];
const forceFields = ['path', 'code', 'times'];

const isCount = (value: unknown, least: number): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= least;

/** Says what is wrong with a fault event, or returns it complete. */
function readEvent(value: unknown): FaultEvent | string {
	if (!isObject(value)) return 'an event must be an object';
	const unknown = Object.keys(value).find((name) => !eventFields.includes(name));
	if (unknown) return `an event has no field '${unknown}'`;
	const { at, everyNth, kind, when = 'before', path } = value;
	if (typeof kind !== 'string' || !kinds.includes(kind))
		return `kind must be one of ${kinds.join(', ')}`;
	if (when !== 'before' && when !== 'after') return "when must be 'before' or 'after'";
	if (path !== undefined && typeof path !== 'string') return 'path must be a string';
	if ((at === undefined) === (everyNth === undefined))
		return "an event needs either 'at' or 'everyNth'";
	if (at !== undefined && !(Array.isArray(at) && at.every((number) => isCount(number, 1)))) {
		return 'at must be a list of request numbers from 1';
	}
	if (everyNth !== undefined && !isCount(everyNth, 1))
		return 'everyNth must be a whole number from 1';
	return {
		...(at === undefined ? { everyNth: everyNth as number } : { at: at as number[] }),
		kind: kind as FaultKind,
		when,
		...(path === undefined ? {} : { path }),
	};
}

/** Says what is wrong with a forced code, or returns it complete. */
function readForced(value: unknown, codes: ReadonlySet<string>): ForcedCode | string {
	if (!isObject(value)) return 'a forced code must be an object';
	const unknown = Object.keys(value).find((name) => !forceFields.includes(name));
	if (unknown) return `a forced code has no field '${unknown}'`;
	const { path, code, times = 1 } = value;
	if (typeof code !== 'string' || !codes.has(code))
		return `'${String(code)}' is not a documented code`;
	if (path !== undefined && typeof path !== 'string') return 'path must be a string';
	if (!isCount(times, 1)) return 'times must be a whole number from 1';
	return { code, times, ...(path === undefined ? {} : { path }) };
}

/** Reads the fault settings of one provider from a control request; null takes a setting away. */
export function readFaultSettings(
	value: unknown,
	codes: ReadonlySet<string>,
): { settings: { [Name in keyof FaultSettings]: FaultSettings[Name] | null } } | { fault: string } {
	if (!isObject(value)) return { fault: 'the settings of a provider must be an object' };
	const unknown = Object.keys(value).find((name) => !fields.includes(name));
	if (unknown) return { fault: `there is no setting '${unknown}'; known are ${fields.join(', ')}` };
	const settings: Record<string, unknown> = {};
	for (const [name, setting] of Object.entries(value)) {
		if (setting === null) {
			settings[name] = null;
		} else if (name === 'events' || name === 'force') {
			if (!Array.isArray(setting)) return { fault: `${name} must be a list` };
			const list = setting.map((item) =>
				name === 'events' ? readEvent(item) : readForced(item, codes),
			);
			const fault = list.find((item) => typeof item === 'string');
			if (fault !== undefined) return { fault: String(fault) };
			settings[name] = list;
		} else {
			if (!isCount(setting, name === 'latencyMs' ? 0 : 1))
				return { fault: `${name} must be a whole number` };
			settings[name] = setting;
		}
	}
	return { settings };
}

/** Decides which fault hits which request of one provider. */
export class Faults {
	private settings: FaultSettings = {};
	private requests = 0;
	private eventCounts: number[] = [];
	private readonly defaultLatencyMs: number;

	constructor(defaultLatencyMs = 0) {
		this.defaultLatencyMs = defaultLatencyMs;
	}

	/** Merges new settings in and counts requests from here on again. */
	merge(settings: { [Name in keyof FaultSettings]: FaultSettings[Name] | null }): void {
		const merged = Object.entries({ ...this.settings, ...settings });
		this.settings = Object.fromEntries(merged.filter(([, setting]) => setting !== null));
		this.requests = 0;
		this.eventCounts = (this.settings.events ?? []).map(() => 0);
	}

	clear(): void {
		this.settings = {};
		this.requests = 0;
		this.eventCounts = [];
	}

	get current(): FaultSettings & { requestsSince: number } {
		return { ...this.settings, requestsSince: this.requests };
	}

	get latencyMs(): number {
		return this.settings.latencyMs ?? this.defaultLatencyMs;
	}

	get concurrencyLimit(): number {
		return this.settings.concurrencyLimit ?? Infinity;
	}

	/** Counts a request on arrival and says what happens to it. */
	arrive(names: RequestNames): { expireTokens: boolean; event: FaultEvent | undefined } {
		this.requests++;
		let event: FaultEvent | undefined;
		this.settings.events?.forEach((candidate, index) => {
			if (!concerns(candidate.path, names)) return;
			const count = (this.eventCounts[index] ?? 0) + 1;
			this.eventCounts[index] = count;
			const due = candidate.at
				? candidate.at.includes(count)
				: count % (candidate.everyNth ?? 1) === 0;
			if (due) event ??= candidate;
		});
		return { expireTokens: this.settings.expireTokensAtRequest === this.requests, event };
	}

	/** The code to force on this request, used up by asking. */
	takeForced(names: RequestNames): string | undefined {
		const forced = this.settings.force?.find(
			(item) => item.times > 0 && concerns(item.path, names),
		);
		if (forced) forced.times--;
		return forced?.code;
	}
}

function concerns(path: string | undefined, names: RequestNames): boolean {
	return (
		path === undefined || path === names.path || path === names.template || path === names.operation
	);
}

/** What a person may set with one click; `codes` are those that can be forced. */
export function faultChoices(
	codes: ReadonlyArray<{ code: string | number; zh: string; en: string }>,
): Array<{ label: string; settings: object }> {
	const next = '下一个请求 Next request';
	const events = Object.entries(kindLabels).flatMap(([kind, label]) => [
		{ label: `${next}: ${label}`, settings: { events: [{ at: [1], kind }] } },
		{
			label: `${next}: ${label}, 但已处理 but it is carried out`,
			settings: { events: [{ at: [1], kind, when: 'after' }] },
		},
	]);
	return [
		{
			label: '无故障 No faults',
			settings: Object.fromEntries(fields.map((name) => [name, null])),
		},
		...events,
		{ label: '每次等待五秒 Five seconds before each answer', settings: { latencyMs: 5000 } },
		{ label: '同时只处理一个 One request at a time', settings: { concurrencyLimit: 1 } },
		{ label: `${next}: 令牌过期 the tokens end`, settings: { expireTokensAtRequest: 1 } },
		...codes.map(({ code, en, zh }) => ({
			label: `${next}: ${code} ${zh} ${en}`,
			settings: { force: [{ code: String(code), times: 1 }] },
		})),
	];
}
