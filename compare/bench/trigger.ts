import type { IDataObject } from 'n8n-workflow';

import type { LoadSummary } from '../../sandbox/core/load.ts';
import { jsonOf, type N8nDriver } from '../../test/support/n8n-driver.ts';
import type { OwnEnvironment } from '../../test/e2e/support/environment.ts';
import { residentMB } from '../../test/support/process-memory.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { median, ratio, withBareNodes } from './measure.ts';
import { bareWebhook, nothingTrigger, TRIGGER, type Receiver } from './receivers.ts';

/** A trigger of ours, and how its provider's notifications are sent to it. */
export interface TriggerBench {
	/** The trigger's name, for people. */
	name: string;
	ours: Receiver;
	/** Webhook + Code + Respond. */
	trio: Receiver;
	/** The control route that sends notifications, with what every order has. */
	notifyPath: string;
	order: IDataObject;
	/** The code of a reply that says that the notification was accepted. */
	accepted: string;
	/** The field of the trigger's output that no two notifications have in common. */
	key: string;
	/** Malicious notifications, with how many of each for every 2,000 right ones. */
	attacks: Record<string, number>;
}

export interface Load {
	notifications: number;
	senders: number;
	say: (text: string) => void;
}

export interface TriggerMeasurement {
	setting: string;
	what: string;
	sent: number;
	answered: number;
	executions: number;
	/** Different notifications among the executions, where it was looked at. */
	different?: number;
	perSecond: number;
	p50ms: number;
	p95ms: number;
	rssBeforeMB: number;
	rssAfterMB: number;
}

/** What n8n is started with. */
export const SETTINGS: Record<string, Record<string, string>> = {
	"n8n's defaults": withBareNodes,
	'lazy isolates': { ...withBareNodes, N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
};

const BARE = 'bare Webhook';
const NOTHING = 'a trigger that does nothing';
const TRIO = 'Webhook + Code + Respond';
/** The contenders take turns with parts of this share, so that a busy moment hits all of them. */
const PARTS = 4;

/** Sends notifications to the trigger, the bare Webhook node, the one that does nothing and the trio, then malicious ones to the trigger. */
export async function measureTrigger(
	{ n8n, pid, sandbox }: OwnEnvironment,
	{ name, ours, trio, notifyPath, order, accepted, key, attacks }: TriggerBench,
	{ notifications, senders, say }: Load,
	setting: string,
): Promise<TriggerMeasurement[]> {
	const control = controlAt(sandbox.controlUrl);
	const receivers: Record<string, Receiver> = {
		[name]: ours,
		[BARE]: bareWebhook(),
		[NOTHING]: nothingTrigger(),
		[TRIO]: trio,
	};
	const notify = async ({ path }: Receiver, changes: IDataObject): Promise<LoadSummary> => {
		const url = `${n8n.url}/webhook/${path}`;
		const body = { ...order, url, concurrency: senders, ...changes };
		return (await control<{ summary: LoadSummary }>(notifyPath, body)).summary;
	};

	const ids: Record<string, string> = {};
	for (const [what, receiver] of Object.entries(receivers)) {
		const { id } = await n8n.saveWorkflow(receiver.workflow);
		await n8n.publish(id);
		ids[what] = id;
		// n8n gets faster during the first hundreds.
		await notify(receiver, { times: Math.min(200, notifications) });
		await succeeded(n8n, id);
	}
	const runs = Object.entries(receivers).map(([what, receiver]) => ({
		...{ what, receiver, parts: [] as LoadSummary[], rssBeforeMB: 0, rssAfterMB: 0 },
	}));
	const times = Math.ceil(notifications / PARTS);
	for (const { what } of runs) await n8n.deleteExecutions(ids[what]);
	for (let part = 0; part < PARTS; part++) {
		// The order goes there and back, so that no one always comes after the slowest, whose isolates n8n still clears away.
		for (const run of part % 2 === 0 ? runs : runs.toReversed()) {
			if (part === 0) run.rssBeforeMB = residentMB(pid);
			run.parts.push(await notify(run.receiver, { times }));
			await succeeded(n8n, ids[run.what]);
			run.rssAfterMB = residentMB(pid);
		}
	}
	const measured: TriggerMeasurement[] = [];
	for (const { what, parts, rssBeforeMB, rssAfterMB } of runs) {
		measured.push({
			...{ setting, what },
			...counted(parts, ({ codes, statuses }) =>
				[BARE, NOTHING].includes(what) ? statuses['200'] : codes[accepted],
			),
			executions: await succeeded(n8n, ids[what]),
			...(what === name && { different: (await keysOf(n8n, ids[what], key)).size }),
			...rates(parts),
			...{ rssBeforeMB, rssAfterMB },
		});
		say(`  ${setting}, ${what}: ${parts.map(({ perSecond }) => perSecond).join(', ')} per second`);
	}

	await n8n.deleteExecutions(ids[name]);
	const rssBeforeMB = residentMB(pid);
	const attacked: LoadSummary[] = [];
	for (const [kind, count] of Object.entries(attacks)) {
		const share = Math.ceil((count * notifications) / 2000);
		attacked.push(await notify(ours, { kind, times: share }));
	}
	measured.push({
		...{ setting, what: `${name}, attacked` },
		...counted(attacked, ({ codes }) => codes[accepted]),
		executions: (await n8n.executions(ids[name])).length,
		...rates(attacked),
		...{ rssBeforeMB, rssAfterMB: residentMB(pid) },
	});
	return measured;
}

/** What the measurements of a trigger are held against. */
export function aimsOf(name: string, measured: TriggerMeasurement[]): Record<string, number> {
	const aims: Record<string, number> = {};
	for (const setting of new Set(measured.map((one) => one.setting))) {
		const find = (what: string) =>
			measured.find((one) => one.setting === setting && one.what === what);
		const rate = (what: string) => find(what)?.perSecond;
		aims[`rate of a trigger that does nothing, ${setting} (aim: at least 0.95)`] = ratio(
			rate(name),
			rate(NOTHING),
		);
		aims[`rate of the bare Webhook, ${setting}`] = ratio(rate(name), rate(BARE));
		aims[`what the trigger that does nothing has of it, ${setting}`] = ratio(
			rate(NOTHING),
			rate(BARE),
		);
		const least = setting === 'lazy isolates' ? ' (aim: at least 3)' : '';
		aims[`rate of the trio, ${setting}${least}`] = ratio(rate(name), rate(TRIO));
		const { sent = 0, different = 0, executions = 0 } = find(name) ?? {};
		aims[`lost, ${setting} (aim: 0)`] = sent - different;
		aims[`twice, ${setting} (aim: 0)`] = executions - different;
		const attacked = find(`${name}, attacked`);
		aims[`executions of malicious ones, ${setting} (aim: 0)`] = Number(attacked?.executions);
	}
	return aims;
}

const sum = (parts: LoadSummary[], value: (part: LoadSummary) => number | undefined) =>
	parts.reduce((total, part) => total + (value(part) ?? 0), 0);

const counted = (
	parts: LoadSummary[],
	answered: (part: LoadSummary) => number | undefined,
): { sent: number; answered: number } => ({
	sent: sum(parts, ({ sent }) => sent),
	answered: sum(parts, answered),
});

const rates = (parts: LoadSummary[]): { perSecond: number; p50ms: number; p95ms: number } => {
	const ms = sum(parts, ({ durationMs }) => durationMs);
	return {
		perSecond: Number(((sum(parts, ({ sent }) => sent) / ms) * 1000).toFixed(1)),
		p50ms: Math.round(median(parts.map(({ latencyMs }) => latencyMs.p50))),
		p95ms: Math.round(median(parts.map(({ latencyMs }) => latencyMs.p95))),
	};
};

/** How many executions of a workflow have succeeded, when there are no more of others. */
async function succeeded(n8n: N8nDriver, workflowId: string): Promise<number> {
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
}

/** The different values of a field of the trigger's output in all executions of a workflow. */
async function keysOf(n8n: N8nDriver, workflowId: string, key: string): Promise<Set<unknown>> {
	const keys = new Set<unknown>();
	for (const id of await n8n.executionIds(workflowId)) {
		for (const json of jsonOf(await n8n.execution(id), TRIGGER)) keys.add(json[key]);
	}
	return keys;
}
