import { parseArgs } from 'node:util';

import { jsonOf } from '../../scripts/host/n8n-client.ts';
import { startEnvironment, type OwnEnvironment } from '../../test/e2e/support/environment.ts';
import { controlAt, median, ratio, residentMB } from './measure.ts';
import { aimsOf, measureTrigger, SETTINGS, type TriggerMeasurement } from './trigger.ts';
import {
	codeAndHttpCalls,
	ourCalls,
	prepareCalls,
	runCallsFloor,
	tunedCodeAndHttpCalls,
	type WebankAccount,
} from './webank-calls.ts';
import { webankTrigger } from './webank-trigger.ts';
import type { Row } from './workflows.ts';

// npm run bench -- --webank [--json] [--only calls|trigger] [--items 1000] [--rounds 3] [--concurrency 10]
//                           [--notifications 2000] [--senders 20]
const { values: options } = parseArgs({
	options: {
		webank: { type: 'boolean' },
		json: { type: 'boolean', default: false },
		only: { type: 'string' },
		items: { type: 'string', default: '1000' },
		rounds: { type: 'string', default: '3' },
		concurrency: { type: 'string', default: '10' },
		notifications: { type: 'string', default: '2000' },
		senders: { type: 'string', default: '20' },
	},
});
const COUNT = Number(options.items);
const ROUNDS = Number(options.rounds);
const CONCURRENCY = Number(options.concurrency);
const NOTIFICATIONS = Number(options.notifications);
const SENDERS = Number(options.senders);
const say = (text: string) => void (options.json || console.log(text));

interface CallMeasurement {
	latencyMs: number;
	what: string;
	ms: number;
	itemsPerSecond: number;
	rssMB?: number;
}

async function withEnvironment<T>(
	env: Record<string, string>,
	work: (environment: OwnEnvironment, account: WebankAccount, credentialId: string) => Promise<T>,
): Promise<T> {
	const environment = await startEnvironment({ NODE_FUNCTION_ALLOW_BUILTIN: 'crypto', ...env });
	try {
		const { webank: api, 'webank-files': file } = environment.sandbox.urls;
		const account: WebankAccount = {
			...{ api, file, appId: 'sandbox-webank' },
			...{ secret: 'webank-sandbox-secret', salt: 'webank-sandbox-salt' },
		};
		const { appId, secret, salt } = account;
		const credentialId = await environment.n8n.saveCredential({
			name: 'bench',
			type: 'webankApi',
			data: {
				...{ environment: 'custom', apiBaseUrl: api, fileBaseUrl: file },
				...{ appId, secret, salt },
			},
		});
		return await work(environment, account, credentialId);
	} finally {
		await environment.stop();
	}
}

async function measureCalls(
	{ n8n, pid, sandbox }: OwnEnvironment,
	account: WebankAccount,
	credentialId: string,
	latencyMs: number,
): Promise<CallMeasurement[]> {
	const control = controlAt(sandbox.controlUrl);
	await control('/reset', {});
	await control('/faults', { webank: { latencyMs } });
	const items = prepareCalls(COUNT);

	/** Runs a workflow; the time is n8n's own, of the nodes that do the work. */
	const runRow = async ({ workflow, measured }: Row): Promise<number> => {
		const { id } = await n8n.saveWorkflow(workflow);
		const execution = await n8n.run(id, { timeoutMs: 120_000 });
		const { runData, error } = execution.data.resultData;
		const done = jsonOf(execution, measured.at(-1) as string);
		const refused = done.filter(({ code }) => code !== '60840000');
		if (execution.status !== 'success' || done.length !== COUNT || refused.length > 0) {
			throw new Error(
				`${workflow.name}: ${execution.status}, ${done.length} items, ${refused.length} refused, ${error?.message} ${error?.description}`,
			);
		}
		return measured.reduce((sum, name) => sum + runData[name][0].executionTime, 0);
	};
	const contenders: Record<string, () => Promise<number>> = {
		floor: async () => await runCallsFloor(account, items, CONCURRENCY),
		'WeBank node': async () => await runRow(ourCalls(items, credentialId, CONCURRENCY)),
		'Code + HTTP Request': async () => await runRow(codeAndHttpCalls(items, account)),
		'the same, tuned': async () => await runRow(tunedCodeAndHttpCalls(items, account)),
	};
	const runs = Object.keys(contenders).map((what) => ({ what, times: [0], rssMB: 0 }));
	for (let round = 0; round < ROUNDS; round++) {
		for (const run of runs) {
			run.times[round] = await contenders[run.what]();
			run.rssMB = residentMB(pid);
		}
	}
	return runs.map(({ what, times, rssMB }) => {
		say(`  at ${latencyMs} ms, ${what}: ${times.map((ms) => Math.round(ms)).join(', ')} ms`);
		const ms = median(times);
		return {
			latencyMs,
			what,
			ms: Math.round(ms),
			itemsPerSecond: Math.round((COUNT / ms) * 1000),
			...(what !== 'floor' && { rssMB }),
		};
	});
}

const calls: CallMeasurement[] = [];
const triggers: TriggerMeasurement[] = [];
const aims: Record<string, number> = {};

if (options.only !== 'trigger') {
	say(`Calling ${COUNT} times, concurrency ${CONCURRENCY}, median of ${ROUNDS} rounds …`);
	await withEnvironment({}, async (...args) => {
		for (const latencyMs of [0, 20]) calls.push(...(await measureCalls(...args, latencyMs)));
	});
	const find = (latencyMs: number, what: string) =>
		calls.find((m) => m.latencyMs === latencyMs && m.what === what);
	aims['time of the floor at 20 ms (aim: at most 1.15)'] = ratio(
		find(20, 'WeBank node')?.ms,
		find(20, 'floor')?.ms,
	);
	aims['items/s of the pair at 0 ms (aim: at least 2)'] = ratio(
		find(0, 'WeBank node')?.itemsPerSecond,
		find(0, 'Code + HTTP Request')?.itemsPerSecond,
	);
}
if (options.only !== 'calls') {
	say(`Notifying ${NOTIFICATIONS} times, ${SENDERS} at once …`);
	const load = { notifications: NOTIFICATIONS, senders: SENDERS, say };
	for (const [setting, env] of Object.entries(SETTINGS)) {
		const measured = await withEnvironment(env, async (environment, _account, credentialId) => {
			const bench = webankTrigger(credentialId);
			return await measureTrigger(environment, bench, load, setting);
		});
		triggers.push(...measured);
	}
	Object.assign(aims, aimsOf('WeBank Trigger', triggers));
}

if (options.json) console.log(JSON.stringify({ calls, triggers, aims }, null, 1));
else {
	if (calls.length > 0) console.table(calls);
	if (triggers.length > 0) console.table(triggers);
	console.table(aims);
}
