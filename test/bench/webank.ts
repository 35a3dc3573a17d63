import { parseArgs } from 'node:util';
import type { IDataObject } from 'n8n-workflow';

import type { Report, Summary } from '../../sandbox/webank/sender.ts';
import { jsonOf } from '../../scripts/lib/n8n-client.ts';
import { startEnvironment, type OwnEnvironment } from '../e2e/support/environment.ts';
import { controlAt, median, residentMB } from './measure.ts';
import {
	codeAndHttpCalls,
	ourCalls,
	prepareCalls,
	runCallsFloor,
	tunedCodeAndHttpCalls,
	type WebankAccount,
} from './webank-calls.ts';
import { bareWebhook, ourTrigger, trio, type Receiver } from './webank-trigger.ts';
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
/** The contenders take turns with parts of this share, so that a busy moment hits all of them. */
const PARTS = 4;
/** Notifications before anything counts: n8n gets faster during the first hundreds. */
const WARM_UP = Math.min(200, NOTIFICATIONS);
const say = (text: string) => void (options.json || console.log(text));

interface CallMeasurement {
	latencyMs: number;
	what: string;
	ms: number;
	itemsPerSecond: number;
	rssMB?: number;
}

interface TriggerMeasurement {
	setting: string;
	what: string;
	sent: number;
	answered: number;
	executions: number;
	perSecond: number;
	p50ms: number;
	p95ms: number;
	rssBeforeMB: number;
	rssAfterMB: number;
}

const SETTINGS = {
	"n8n's defaults": {},
	'lazy isolates': { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
};

/** Malicious notifications, with how many of each. */
const ATTACKS = {
	wrongSignature: 500,
	stale: 200,
	missingField: 200,
	notJson: 200,
	formEncoded: 200,
	deepNesting: 50,
	deepBody: 50,
	huge: 10,
	hugeUnsigned: 10,
};

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

async function measureTrigger(
	{ n8n, pid, sandbox }: OwnEnvironment,
	{ salt }: WebankAccount,
	credentialId: string,
	setting: string,
): Promise<TriggerMeasurement[]> {
	const control = controlAt(sandbox.controlUrl);
	const receivers: Record<string, Receiver> = {
		'WeBank Trigger': ourTrigger(credentialId),
		'bare Webhook': bareWebhook(),
		'Webhook + Code + Respond': trio(salt),
	};
	const notify = async ({ path }: Receiver, order: IDataObject): Promise<Summary> => {
		const body = { url: `${n8n.url}/webhook/${path}`, ...order };
		return (await control<Report>('/webank/notify', body)).summary;
	};
	/** How many executions of a workflow have succeeded, when there are no more of others. */
	const succeeded = async (workflowId: string): Promise<number> => {
		const countOf = async (status: string[]) => {
			const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
			const page = await n8n.session.request<{ count: number }>(
				'GET',
				`/executions?limit=1&filter=${filter}`,
			);
			return page.count;
		};
		while ((await countOf(['new', 'running'])) > 0);
		return await countOf(['success']);
	};

	const ids: Record<string, string> = {};
	for (const [what, receiver] of Object.entries(receivers)) {
		const { id } = await n8n.saveWorkflow(receiver.workflow);
		await n8n.publish(id);
		ids[what] = id;
		await notify(receiver, { times: WARM_UP, concurrency: SENDERS });
		await succeeded(id);
	}
	const runs = Object.entries(receivers).map(([what, receiver]) => ({
		...{ what, receiver, parts: [] as Summary[], rssBeforeMB: residentMB(pid), rssAfterMB: 0 },
	}));
	const times = Math.ceil(NOTIFICATIONS / PARTS);
	for (let part = 0; part < PARTS; part++) {
		for (const run of runs) {
			if (part === 0) {
				await n8n.deleteExecutions(ids[run.what]);
				run.rssBeforeMB = residentMB(pid);
			}
			run.parts.push(await notify(run.receiver, { times, concurrency: SENDERS }));
			await succeeded(ids[run.what]);
			run.rssAfterMB = residentMB(pid);
		}
	}
	const measured: TriggerMeasurement[] = [];
	for (const { what, parts, rssBeforeMB, rssAfterMB } of runs) {
		const sum = (value: (summary: Summary) => number) =>
			parts.reduce((total, summary) => total + value(summary), 0);
		const { sent, ms } = { sent: sum((part) => part.sent), ms: sum((part) => part.durationMs) };
		const answered = sum(({ codes, statuses }) =>
			what === 'bare Webhook' ? (statuses['200'] ?? 0) : (codes['0000'] ?? 0),
		);
		measured.push({
			...{ setting, what, sent, answered, executions: await succeeded(ids[what]) },
			perSecond: Number(((sent / ms) * 1000).toFixed(1)),
			p50ms: Math.round(median(parts.map(({ latencyMs }) => latencyMs.p50))),
			p95ms: Math.round(median(parts.map(({ latencyMs }) => latencyMs.p95))),
			...{ rssBeforeMB, rssAfterMB },
		});
		say(`  ${setting}, ${what}: ${parts.map(({ perSecond }) => perSecond).join(', ')} per second`);
	}

	const [{ what, receiver }] = runs;
	await n8n.deleteExecutions(ids[what]);
	const rssBeforeMB = residentMB(pid);
	const attacks: Summary[] = [];
	for (const [kind, count] of Object.entries(ATTACKS)) {
		const share = Math.ceil((count * NOTIFICATIONS) / 2000);
		attacks.push(await notify(receiver, { kind, times: share, concurrency: SENDERS }));
	}
	const sent = attacks.reduce((total, summary) => total + summary.sent, 0);
	const ms = attacks.reduce((total, summary) => total + summary.durationMs, 0);
	measured.push({
		...{ setting, what: `${what}, attacked`, sent },
		answered: attacks.reduce((total, { codes }) => total + (codes['0000'] ?? 0), 0),
		executions: await succeeded(ids[what]),
		perSecond: Number(((sent / ms) * 1000).toFixed(1)),
		p50ms: Math.round(median(attacks.map(({ latencyMs }) => latencyMs.p50))),
		p95ms: Math.round(median(attacks.map(({ latencyMs }) => latencyMs.p95))),
		...{ rssBeforeMB, rssAfterMB: residentMB(pid) },
	});
	return measured;
}

const calls: CallMeasurement[] = [];
const triggers: TriggerMeasurement[] = [];
const aims: Record<string, number> = {};
const ratio = (a: number | undefined, b: number | undefined) =>
	Number((Number(a) / Number(b)).toFixed(2));

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
	for (const [setting, env] of Object.entries(SETTINGS)) {
		const measured = await withEnvironment(
			env,
			async (...args) => await measureTrigger(...args, setting),
		);
		triggers.push(...measured);
		const rate = (what: string) => measured.find((m) => m.what === what)?.perSecond;
		const ours = rate('WeBank Trigger');
		aims[`rate of the bare Webhook, ${setting} (aim: at least 0.95)`] = ratio(
			ours,
			rate('bare Webhook'),
		);
		const least = setting === 'lazy isolates' ? ' (aim: at least 3)' : '';
		aims[`rate of the trio, ${setting}${least}`] = ratio(ours, rate('Webhook + Code + Respond'));
	}
	const lost = triggers.reduce((sum, { answered, executions }) => sum + answered - executions, 0);
	aims['answered 0000 without an execution (aim: 0)'] = lost;
}

if (options.json) console.log(JSON.stringify({ calls, triggers, aims }, null, 1));
else {
	if (calls.length > 0) console.table(calls);
	if (triggers.length > 0) console.table(triggers);
	console.table(aims);
}
