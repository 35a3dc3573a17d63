import type { JournalEntry } from './sandbox.ts';
import type { Call } from './workflow.ts';
import type { Event, Load, Observed, Shares } from './scenario.ts';

/** What happened after one loss of the sessions. */
export interface Recovery {
	'after execution': number;
	'what happened': string;
	'token fetches': number;
	'ticket fetches': number;
	/** The calls refused for their session, each of which is then signed anew, unless an execution fails. */
	'calls refused': number;
	/** The time from the first refusal or fetch to the last. */
	'settled after ms': number;
	'Qiancheng ends older tokens': boolean;
	'its token fetches': number;
	'its calls refused': number;
	'its settled after ms': number;
}

export interface Rule {
	rule: string;
	found: string;
	kept: boolean;
}

const SETTLED_MS = 5000;

export const recoveries = ({ events, requests }: Observed): Recovery[] =>
	events.map((event, index) => {
		const until = events[index + 1]?.seq ?? Infinity;
		return recovery(
			event,
			requests.filter(({ seq }) => seq > event.seq && seq <= until),
		);
	});

function recovery({ what, kickOut, after }: Event, all: JournalEntry[]): Recovery {
	const settle = (provider: string) => {
		const requests = all.filter((request) => request.provider === provider);
		const fetches = requests.filter(isFetch);
		const refused = requests.filter((request) => !isFetch(request) && !request.processed);
		const times = [...fetches, ...refused].map(({ at }) => Date.parse(at));
		const settledMs = times.length > 0 ? Math.max(...times) - Math.min(...times) : 0;
		const count = (name: string) => fetches.filter(({ operation }) => operation === name).length;
		return { count, refused: refused.length, settledMs };
	};
	const webank = settle('webank');
	const qiancheng = settle('qiancheng-credit');
	return {
		'after execution': after,
		'what happened': what,
		'token fetches': webank.count('getAccessToken'),
		'ticket fetches': webank.count('getApiTicket'),
		'calls refused': webank.refused,
		'settled after ms': webank.settledMs,
		'Qiancheng ends older tokens': kickOut,
		'its token fetches': qiancheng.count('authorizeToken'),
		'its calls refused': qiancheng.refused,
		'its settled after ms': qiancheng.settledMs,
	};
}

/** Whether it was for the account's session; getting a user ticket is a call of the workflow. */
export const isFetch = ({ operation, params }: JournalEntry): boolean =>
	['getAccessToken', 'authorizeToken'].includes(operation) ||
	(operation === 'getApiTicket' && params.type === 'sign');

/**
 * Compares a load with the rules.
 *
 * @param maxFetches of tokens for one loss of a session
 */
export function checkRules(observed: Observed, load: Load, maxFetches: number): Rule[] {
	const { executions, requests, shares } = observed;
	const table = recoveries(observed);
	const losses = table.slice(0, -1);
	const peace = table[table.length - 1];
	const slowest = (name: 'settled after ms' | 'its settled after ms') =>
		Math.max(...losses.map((row) => row[name]));
	const fetchedInPeace = peace['token fetches'] + peace['its token fetches'];
	const refusedInPeace = peace['calls refused'] + peace['its calls refused'];
	const carriedOut = Object.entries(numbersCarriedOut(requests));
	const inPeace = sharesSince(observed.events[observed.events.length - 1].shares, shares);

	const rules: Rule[] = [
		{
			rule: `${load.count} executions started by webhook succeed`,
			kept: executions.success === load.count && Object.keys(executions).length === 1,
			found: describe(executions),
		},
		{
			rule: 'WeBank and Qiancheng carry out every call, and none twice',
			kept: carriedOut.every(
				([, numbers]) => numbers.length === load.count && new Set(numbers).size === load.count,
			),
			found: carriedOut
				.map(([call, numbers]) => `${call} ${numbers.length} (${new Set(numbers).size})`)
				.join(', '),
		},
		fetchRule("WeBank's session", losses, 'token fetches', maxFetches),
		...[false, true].map((kickOut) =>
			fetchRule(
				kickOut ? "Qiancheng's token where a new one ends it" : "Qiancheng's token",
				losses.filter((row) => row['Qiancheng ends older tokens'] === kickOut),
				'its token fetches',
				maxFetches,
			),
		),
		...(['settled after ms', 'its settled after ms'] as const).map((name) => ({
			rule: `No renewal loop: ${name.startsWith('its') ? 'Qiancheng' : 'WeBank'} is settled within ${SETTLED_MS} ms`,
			kept: slowest(name) <= SETTLED_MS,
			found: `${slowest(name)} ms at most`,
		})),
		{
			rule: 'Left in peace, all use one session each: nothing fetched, nothing refused',
			kept: fetchedInPeace + refusedInPeace === 0,
			found: `${fetchedInPeace} fetched, ${refusedInPeace} refused`,
		},
	];
	if (Object.keys(shares).length > 0) {
		const sum = Object.values(shares).reduce((a, b) => a + b, 0);
		rules.push({
			rule: 'Every worker takes part, also when left in peace; the main process executes nothing',
			kept: sum === load.count && Object.values(inPeace).every((share) => share > 0),
			found: `${describe(shares)}; in peace ${describe(inPeace)}`,
		});
	}
	return rules;
}

function fetchRule(
	what: string,
	losses: Recovery[],
	name: 'token fetches' | 'its token fetches',
	maxFetches: number,
): Rule {
	const fetches = losses.map((row) => row[name]);
	return {
		rule: `Token fetches for each loss of ${what}: ${maxFetches === 1 ? 1 : `1 to ${maxFetches}`}`,
		kept: fetches.length > 0 && fetches.every((count) => count >= 1 && count <= maxFetches),
		found: fetches.join(' '),
	};
}

/** The numbers of the webhook calls with which each interface did its work. */
function numbersCarriedOut(requests: JournalEntry[]): Record<Call, string[]> {
	const numbers: Record<Call, string[]> = { Apply: [], Query: [], Ticket: [], Check: [] };
	for (const request of requests) {
		if (!request.processed || isFetch(request)) continue;
		const { call, number } = callOf(request);
		numbers[call].push(String(number));
	}
	return numbers;
}

/** Which call a request was, and the number of the webhook call that it was made for; a dropped one has none. */
export function callOf({ path, params, operation }: JournalEntry): { call: Call; number?: string } {
	if (operation === 'getApiTicket') {
		const { user_data: user = '{}' } = params;
		return { call: 'Ticket', number: (JSON.parse(user) as { USER_ID?: string }).USER_ID };
	}
	if (operation === 'searchBlacklist') {
		return { call: 'Check', number: params.name?.replace('王', '') };
	}
	const call = path.endsWith('apply') ? 'Apply' : 'Query';
	return { call, number: (JSON.parse(params.$body ?? '{}') as { NUMBER?: string }).NUMBER };
}

const sharesSince = (before: Shares, now: Shares): Shares =>
	Object.fromEntries(
		Object.entries(now).map(([name, share]) => [name, share - (before[name] ?? 0)]),
	);

export const describe = (counts: Record<string, number>): string =>
	Object.entries(counts)
		.map(([name, count]) => `${name}: ${count}`)
		.join(', ');
