import type { IDataObject } from 'n8n-workflow';

import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { aimsOfItems, FLOOR, measureInTurns, type Measurement, run, timeOfRow } from './measure.ts';
import { concurrency, count, report, rounds, say, wants } from './options.ts';
import {
	httpChecks,
	isTrue,
	ourChecks,
	preparePeople,
	runChecksFloor,
	tunedHttpChecks,
	type QianchengAccount,
} from './qiancheng-checks.ts';
import { measureRisk, type RiskMeasurement } from './qiancheng-risk.ts';
import type { Row } from './workflows.ts';

/** What a contender makes of a token that ends on the way. */
interface TokenMeasurement {
	what: string;
	/** Answers before the end of the token. */
	endsAfter: number;
	execution: string;
	/** Items that the node passed on as done. */
	reportedDone: number;
	/** Answers that are there and those of their person. */
	true: number;
	/** The number of calls that the provider's journal says it carried out. */
	carriedOut: number;
}

const environment = await startEnvironment();
const { n8n, sandbox, pid } = environment;
const control = controlAt(sandbox.controlUrl);
const people = preparePeople(count);
const account: QianchengAccount = {
	url: sandbox.urls['qiancheng-credit'],
	...{ username: 'sandbox-qiancheng', password: 'qiancheng-sandbox-password' },
};

const truths = (answers: IDataObject[]): number =>
	people.filter((person, i) => isTrue(person, answers[i])).length;

const runRow = async (row: Row) =>
	await timeOfRow(n8n, row, (answer, i) => isTrue(people[i], answer));

async function measureChecks(credentialId: string, latencyMs: number): Promise<Measurement[]> {
	// A /reset would end our token as well, and fetching one is measured apart.
	await control('/faults', { 'qiancheng-credit': { latencyMs } });
	const contenders: Record<string, () => Promise<number>> = {
		[FLOOR]: async () => await runChecksFloor(account, people, concurrency),
		'Qiancheng Credit node': async () => await runRow(ourChecks(people, credentialId, concurrency)),
		'HTTP Request': async () => await runRow(httpChecks(people, account)),
		'the same, tuned': async () => await runRow(tunedHttpChecks(people, account)),
	};
	return await measureInTurns(contenders, latencyMs, pid);
}

/** Lets the token end after three in ten of the checks, once for each contender. */
async function measureToken(credentialId: string): Promise<TokenMeasurement[]> {
	const endsAfter = Math.floor(count * 0.3) - 1;
	const contenders: Record<string, Row> = {
		'Qiancheng Credit node': ourChecks(people, credentialId, concurrency),
		'HTTP Request': httpChecks(people, account),
	};
	const measured: TokenMeasurement[] = [];
	for (const [what, row] of Object.entries(contenders)) {
		await control('/reset', {});
		// Each fetches a token first, which is a request as well.
		const expireTokensAtRequest = endsAfter + 2;
		await n8n.saveCredential(credentialOf(account));
		await control('/faults', { 'qiancheng-credit': { expireTokensAtRequest } });
		const { status: execution, answers } = await run(n8n, row);
		const { entries } = await control<{ entries: Entry[] }>('/journal?limit=50000');
		const isCarriedOut = (entry: Entry) => entry.operation === 'searchBlacklist' && entry.processed;
		measured.push({
			...{ what, endsAfter, execution },
			reportedDone: answers.filter(({ error }) => error === undefined).length,
			true: truths(answers),
			carriedOut: entries.filter(isCarriedOut).length,
		});
	}
	return measured;
}

type Entry = { operation: string | null; processed: boolean };

const credentialOf = ({ url: baseUrl, username, password }: QianchengAccount) => ({
	...{ name: 'bench', type: 'qianchengCreditApi' },
	data: { environment: 'custom', baseUrl, username, password },
});

const checks: Measurement[] = [];
const token: TokenMeasurement[] = [];
const risk: RiskMeasurement[] = [];
const aims: Record<string, number> = {};

try {
	const credentialId = await n8n.saveCredential(credentialOf(account));
	if (wants('checks')) {
		say(`Checking ${count} people, concurrency ${concurrency}, median of ${rounds} rounds …`);
		for (const latencyMs of [0, 20]) checks.push(...(await measureChecks(credentialId, latencyMs)));
		Object.assign(aims, aimsOfItems(checks, 'Qiancheng Credit node', 'HTTP Request', 1.6));
	}
	if (wants('token')) {
		say('Letting the token end on the way …');
		token.push(...(await measureToken(credentialId)));
		aims['false successes when the token ends on the way (aim: 0)'] =
			token[0].reportedDone - token[0].true;
	}
	if (wants('risk')) {
		say('Building the request of a large risk audit …');
		risk.push(...(await measureRisk(sandbox, Math.max(rounds, 5))));
		aims['ms of pause for a risk audit of 2 MB (aim: below 50)'] = risk[0].pauseMs;
		aims['the same for the first one (aim: below 50)'] = risk[0].firstPauseMs;
	}
} finally {
	await environment.stop();
}

report({ checks, token, risk }, aims);
