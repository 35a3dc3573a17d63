import type { JournalEntry } from './sandbox.ts';
import type { Event, Load, Observed } from './scenario.ts';

/** What followed one loss of the session. */
export interface Recovery {
	'after execution': number;
	'what happened': string;
	'token fetches': number;
	'ticket fetches': number;
	/** Calls that the provider refused, each of which was then signed anew. */
	'calls refused': number;
	/** From the loss to the last refusal or fetch. */
	'settled after ms': number;
}

export interface Rule {
	rule: string;
	found: string;
	kept: boolean;
}

const CALLS = ['apply', 'query', 'ticket'] as const;

export function recoveries({ events, requests }: Observed): Recovery[] {
	return events.map((event, index) => {
		const until = events[index + 1]?.seq ?? Infinity;
		return recovery(
			event,
			requests.filter(({ seq }) => seq > event.seq && seq <= until),
		);
	});
}

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

/** Of the account's session; a user ticket is a call of the workflow. */
const isFetch = ({ operation, params }: JournalEntry): boolean =>
	operation === 'getAccessToken' || (operation === 'getApiTicket' && params.type === 'sign');

/**
 * The rules of a load.
 *
 * @param maxFetches for one loss of the session
 * @param shares how many executions each process ran, where there are several
 */
export function checkRules(
	observed: Observed,
	load: Load,
	maxFetches: number,
	shares?: Record<string, number>,
): Rule[] {
	const { executions, answers, requests } = observed;
	const table = recoveries(observed);
	const fetches = table.map((row) => row['token fetches']);
	const failed = executions.filter(({ status }) => status !== 'success');
	const notOk = answers.filter((status) => status !== 200);
	const peaceful = table[table.length - 1];
	const everyExecution = CALLS.map((call) => numbersOf(requests, call));
	const once = everyExecution.every(
		(numbers) => numbers.length === load.count && new Set(numbers).size === load.count,
	);
	const slowest = Math.max(...table.map((row) => row['settled after ms']));
	const rule = (text: string, kept: boolean, found: unknown): Rule => ({
		rule: text,
		found: String(found),
		kept,
	});
	return [
		rule(
			`${load.count} executions end with success`,
			executions.length === load.count && failed.length === 0,
			`${executions.length - failed.length} success, ${failed.length} other`,
		),
		rule('every webhook call is answered with 200', notOk.length === 0, `${notOk.length} other`),
		rule(
			'WeBank carries out every call exactly once',
			once,
			everyExecution.map((numbers) => `${new Set(numbers).size} of ${numbers.length}`).join(', '),
		),
		rule(
			maxFetches === 1
				? 'exactly 1 token fetch for each loss of the session'
				: `1 to ${maxFetches} token fetches for each loss of the session`,
			fetches.every((count) => count >= 1 && count <= maxFetches),
			fetches.join(', '),
		),
		rule(
			'no renewal loop: settled within 5 s of each loss',
			slowest <= SETTLED_MS,
			`${slowest} ms at most`,
		),
		...(shares
			? [
					rule(
						'both workers take part, the main process runs nothing',
						Object.values(shares).every((count) => count > 0),
						Object.entries(shares)
							.map(([name, count]) => `${name}: ${count}`)
							.join(', '),
					),
				]
			: []),
	];
}
