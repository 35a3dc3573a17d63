import type { JournalEntry } from './sandbox.ts';
import type { Event, Load, Observed, Shares } from './scenario.ts';

/** What happened after one loss of the session. */
export interface Recovery {
	'after execution': number;
	'what happened': string;
	'token fetches': number;
	'ticket fetches': number;
	/** Each of which is then signed anew, unless an execution fails. */
	'calls refused': number;
	/** From the loss to the last refusal or fetch. */
	'settled after ms': number;
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

function recovery({ what, after, atMs }: Event, requests: JournalEntry[]): Recovery {
	const fetches = requests.filter(isFetch);
	const refused = requests.filter((request) => !isFetch(request) && !request.processed);
	const last = Math.max(atMs, ...[...fetches, ...refused].map(({ at }) => Date.parse(at)));
	return {
		'after execution': after,
		'what happened': what,
		'token fetches': fetches.filter(({ operation }) => operation === 'getAccessToken').length,
		'ticket fetches': fetches.filter(({ operation }) => operation === 'getApiTicket').length,
		'calls refused': refused.length,
		'settled after ms': last - atMs,
	};
}

/** For the account's session; getting a user ticket is a call of the workflow. */
const isFetch = ({ operation, params }: JournalEntry): boolean =>
	operation === 'getAccessToken' || (operation === 'getApiTicket' && params.type === 'sign');

/**
 * Compares a load with the rules.
 *
 * @param maxFetches of tokens for one loss of the session
 */
export function checkRules(observed: Observed, load: Load, maxFetches: number): Rule[] {
	const { executions, requests, shares } = observed;
	const table = recoveries(observed);
	const losses = table.slice(0, -1);
	const peace = table[table.length - 1];
	const fetches = losses.map((row) => row['token fetches']);
	const slowest = Math.max(...losses.map((row) => row['settled after ms']));
	const carriedOut = Object.entries(numbersCarriedOut(requests));
	const inPeace = sharesSince(observed.events[observed.events.length - 1].shares, shares);

	const rules: Rule[] = [
		{
			rule: `${load.count} executions started by webhook succeed`,
			kept: executions.success === load.count && Object.keys(executions).length === 1,
			found: describe(executions),
		},
		{
			rule: 'WeBank carries out every call, and none twice',
			kept: carriedOut.every(
				([, numbers]) => numbers.length === load.count && new Set(numbers).size === load.count,
			),
			found: carriedOut
				.map(([call, numbers]) => `${call} ${numbers.length} (${new Set(numbers).size})`)
				.join(', '),
		},
		{
			rule: `Token fetches for each loss of the session: ${maxFetches === 1 ? 1 : `1 to ${maxFetches}`}`,
			kept: fetches.every((count) => count >= 1 && count <= maxFetches),
			found: fetches.join(' '),
		},
		{
			rule: `No renewal loop: each loss is settled within ${SETTLED_MS} ms`,
			kept: slowest <= SETTLED_MS,
			found: `${slowest} ms at most`,
		},
		{
			rule: 'Left in peace, all use one session: nothing fetched, nothing refused',
			kept: peace['token fetches'] + peace['calls refused'] === 0,
			found: `${peace['token fetches']} fetched, ${peace['calls refused']} refused`,
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

/** The numbers of the webhook calls with which each interface did its work. */
function numbersCarriedOut(requests: JournalEntry[]): Record<string, string[]> {
	const numbers: Record<string, string[]> = { apply: [], query: [], ticket: [] };
	for (const request of requests) {
		if (!request.processed || isFetch(request)) continue;
		const { path, params } = request;
		if (request.operation === 'getApiTicket') {
			numbers.ticket.push((JSON.parse(params.user_data) as { USER_ID: string }).USER_ID);
		} else {
			const call = path.endsWith('apply') ? 'apply' : 'query';
			numbers[call].push((JSON.parse(params.$body) as { NUMBER: string }).NUMBER);
		}
	}
	return numbers;
}

const sharesSince = (before: Shares, now: Shares): Shares =>
	Object.fromEntries(
		Object.entries(now).map(([name, share]) => [name, share - (before[name] ?? 0)]),
	);

const describe = (counts: Record<string, number>): string =>
	Object.entries(counts)
		.map(([name, count]) => `${name}: ${count}`)
		.join(', ');
