import { callOf, describe, isFetch, type Rule } from '../rules.ts';
import type { JournalEntry } from '../sandbox.ts';
import { type Call, CALLS } from '../workflow.ts';
import type { Fault } from './faults.ts';
import type { Run, Sent } from './load.ts';
import type { Life } from './members.ts';

/** What a soak has left behind. */
export interface Soaked {
	sent: Sent[];
	runs: Run[];
	/** Whether every execution has come to an end. */
	allEnded: boolean;
	/** What was done to the installation. */
	faults: Fault[];
	/** The sessions that were ended from outside. */
	kicks: Fault[];
	requests: JournalEntry[];
	/** The processes that lived. */
	lives: Life[];
	durationMs: number;
	sessionSeconds: number;
	workers: number;
}

/** A fault is felt so much longer: n8n connects again, and a new process takes its time. */
const AFTERMATH_MS = 15_000;
/** Fetches that lie closer together belong to one end of a session. */
const TOGETHER_MS = 5000;
const FETCHES = 2;
/** Memory may grow so much between the second and the last third of a process's life, which must be long for that. */
const GROWTH = 1.15;
const LONG_LIFE_MS = 600_000;

/** What an outcome says of how often the provider carried the call out. */
const TRUTH: Record<string, { least: number; most: number }> = {
	done: { least: 1, most: 1 },
	notSent: { least: 0, most: 0 },
	refused: { least: 0, most: 0 },
	noAnswer: { least: 0, most: 1 },
	unknown: { least: 0, most: 1 },
};

/** Compares a soak with what must hold whatever happens. */
export function checkSoak(soaked: Soaked): Rule[] {
	const { sent, runs, allEnded } = soaked;
	const work = new Work(soaked.requests);
	const taken = sent.filter(({ isTaken }) => isTaken).map(({ number }) => number);
	const sentAt = new Map(sent.map(({ number, at }) => [number, at]));
	const named = runs.flatMap(({ number, ...run }) =>
		number === undefined ? [] : [{ ...run, number, sentAt: sentAt.get(number) ?? 0 }],
	);
	const runsOf = Map.groupBy(named, ({ number }) => number);
	const lost = taken.filter((number) => !runsOf.has(number));
	const doubled = named.filter(({ number }) => Number(runsOf.get(number)?.length) > 1);
	// Where a store was away, n8n may have kept nothing of an execution but that it has failed.
	const nameless = runs.filter(
		({ number, status }) => number === undefined && status !== 'success',
	);
	const known = new Set<string | undefined>(sent.map(({ number }) => number));
	const strangers = runs.filter((run) => !known.has(run.number) && !nameless.includes(run));
	const unknown = [...work.numbers()].filter((number) => !runsOf.has(number));
	const missing = new Set([...lost, ...unknown]).size;
	const claims = named.flatMap((run) =>
		CALLS.map((call) => ({ run, call, word: run.said[call], count: work.count(call, run) })),
	);
	const isFalse = ({ word, count }: (typeof claims)[number]) => {
		const truth = word === undefined ? TRUTH.unknown : TRUTH[word];
		return !truth || count < truth.least || count > truth.most;
	};
	const gaps = claims.filter(({ run, word }) => run.status === 'success' && word === undefined);
	const twice = work.moreThanOnce();
	const unexplained = claims.filter(
		({ run, call, word }) =>
			word !== 'done' && !work.metFault(call, run) && !metFault(soaked.faults, run),
	);
	return [
		{
			rule: `Each of the ${sent.length} calls of the webhook that n8n took is one execution, and nothing was carried out without one`,
			kept: doubled.length + strangers.length === 0 && missing <= nameless.length,
			found: `${taken.length} taken, ${runs.length} executions, of which n8n kept no data of ${nameless.length} failed ones; ${missing} not found, ${doubled.length} doubled, ${strangers.length} from nowhere`,
		},
		{
			rule: 'Every execution comes to an end',
			kept: allEnded,
			found: describe(countBy(runs, ({ status }) => status)),
		},
		{
			rule: 'No false success: what our nodes report as done was carried out, and no outcome says anything else than what happened',
			kept: claims.length > 0 && !claims.some(isFalse) && gaps.length === 0,
			found: `${describe(countBy(claims, ({ word }) => word ?? 'not reported'))}; false: ${list(claims.filter(isFalse))}; left out of a success: ${list(gaps)}`,
		},
		{
			rule: 'The providers carried out nothing twice',
			kept: twice.length === 0,
			found: `${work.total} carried out, ${twice.length} twice ${twice.slice(0, 5).join(' ')}`,
		},
		{
			rule: 'What was not done met a fault: of the provider, a process or a store',
			kept: unexplained.length === 0,
			found: `${claims.filter(({ word }) => word !== 'done').length} not done; without a fault: ${list(unexplained)}`,
		},
		...fetchRules(soaked),
		memoryRule(soaked),
	];
}

type NamedRun = Omit<Run, 'number'> & { number: string; sentAt: number };
type Claim = { run: NamedRun; call: Call; word: string | undefined; count: number };
const list = (claims: Claim[]): string =>
	claims.length === 0
		? '0'
		: `${claims.length} (${claims
				.slice(0, 5)
				.map(({ run, call, word, count }) => `${run.number} ${call} ${word} ${count}×`)
				.join(', ')})`;

/** What the providers did, by the call and the number of the webhook call. */
class Work {
	private readonly requests: Map<string, JournalEntry[]>;
	private readonly dropped: JournalEntry[];

	constructor(all: JournalEntry[]) {
		const calls = all.filter((request) => !isFetch(request));
		const isDropped = (request: JournalEntry) => callOf(request).number === undefined;
		this.dropped = calls.filter(isDropped);
		const numbered = calls.filter((request) => !isDropped(request));
		this.requests = Map.groupBy(numbered, (request) => {
			const { call, number } = callOf(request);
			return `${call} ${number}`;
		});
	}

	get total(): number {
		return [...this.requests.values()].flat().filter(({ processed }) => processed).length;
	}

	count(call: Call, { number }: NamedRun): number {
		return (this.requests.get(`${call} ${number}`) ?? []).filter(({ processed }) => processed)
			.length;
	}

	/** Whether the provider spoiled the call on purpose; one that it dropped unread may be any of its time. */
	metFault(call: Call, { number, sentAt, stoppedAt }: NamedRun): boolean {
		const own = this.requests.get(`${call} ${number}`) ?? [];
		return (
			own.some(({ fault }) => fault !== null) ||
			this.dropped.some(({ at }) => Date.parse(at) >= sentAt && Date.parse(at) <= stoppedAt)
		);
	}

	/** The numbers of what was carried out. */
	numbers(): Set<string> {
		const done = [...this.requests].filter(([, all]) => all.some(({ processed }) => processed));
		return new Set(done.map(([key]) => key.split(' ')[1]));
	}

	moreThanOnce(): string[] {
		return [...this.requests]
			.filter(([, all]) => all.filter(({ processed }) => processed).length > 1)
			.map(([key]) => key);
	}
}

const metFault = (faults: Fault[], { sentAt, stoppedAt }: NamedRun): boolean =>
	faults.some(({ at, until }) => sentAt <= until + AFTERMATH_MS && stoppedAt >= at);

/**
 * Each end of a session costs each worker few fetches, and none is fetched without such an end. Workers that fetch at
 * the same moment end each other's tokens, and the one whose ticket was refused for it fetches once more.
 */
function fetchRules({
	requests,
	kicks,
	durationMs,
	sessionSeconds,
	workers,
	lives,
}: Soaked): Rule[] {
	const count = (what: string) => kicks.filter((kick) => kick.what === what).length;
	// A session is used for half of so short a life; a new process may not know the one that is good.
	const renewals = Math.ceil(durationMs / 1000 / (sessionSeconds / 2));
	const newProcesses = lives.length;
	return [
		{ name: 'WeBank', operation: 'getAccessToken', others: renewals },
		{ name: 'Qiancheng', operation: 'authorizeToken', others: count('expiry') },
	].map(({ name, operation, others }) => {
		// At first there is none, which is as if one had ended.
		const ends = 1 + count('kick') + others;
		const times = requests
			.filter((one) => one.operation === operation)
			.map(({ at }) => Date.parse(at));
		const groups = together(times);
		const most = Math.max(0, ...groups);
		return {
			rule: `Each end of a session of ${name} costs each of ${workers} workers ${FETCHES} fetches at most`,
			kept: groups.length > 0 && most <= FETCHES * workers && groups.length <= ends + newProcesses,
			found: `${times.length} fetches for ${groups.length} of at most ${ends} ends and ${newProcesses} new processes, at most ${most} together: ${describe(countBy(groups, (size) => `${size} at once`))}`,
		};
	});
}

/** The sizes of the groups in which times lie together. */
function together(times: number[]): number[] {
	const sorted = times.toSorted((a, b) => a - b);
	const sizes: number[] = [];
	for (const [i, time] of sorted.entries()) {
		if (i > 0 && time - sorted[i - 1] <= TOGETHER_MS) sizes[sizes.length - 1]++;
		else sizes.push(1);
	}
	return sizes;
}

function memoryRule({ lives }: Soaked): Rule {
	const rows = lives
		.filter(({ samples }) => samples.length >= 3)
		.map(({ member, samples }) => {
			const lasted = samples[samples.length - 1].at - samples[0].at;
			const third = Math.floor(samples.length / 3);
			// The least of a part is what is left after the collector has run.
			const leastOf = (from: number, to?: number) =>
				Math.min(...samples.slice(from, to).map(({ mb }) => mb));
			const [before, after] = [leastOf(third, 2 * third), leastOf(2 * third)];
			const isLong = lasted >= LONG_LIFE_MS;
			return { member, lasted, before, after, isFlat: !isLong || after <= before * GROWTH };
		});
	return {
		rule: `The memory of a process that lives for ${LONG_LIFE_MS / 60_000} minutes is flat: its last third has at most ${GROWTH} of the second`,
		kept: rows.every(({ isFlat }) => isFlat),
		found: rows
			.map(
				({ member, lasted, before, after }) =>
					`${member} (${Math.round(lasted / 60_000)} min) ${before} → ${after} MB`,
			)
			.join(', '),
	};
}

const countBy = <T>(all: T[], keyOf: (one: T) => string): Record<string, number> =>
	Object.fromEntries([...Map.groupBy(all, keyOf)].map(([key, group]) => [key, group.length]));
