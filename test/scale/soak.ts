// npm run test:soak: n8n in queue mode for half an hour, with short sessions, while other systems end them,
// a provider drops connections, workers are killed and both stores are restarted.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startCluster } from './cluster.ts';
import { newFrame } from './frame.ts';
import { SandboxControl } from './sandbox.ts';
import { Faults } from './soak/faults.ts';
import { allEnded, readRuns, sendBursts } from './soak/load.ts';
import { Members } from './soak/members.ts';
import { checkSoak, type Soaked } from './soak/rules.ts';
import { credentials, workflow } from './workflow.ts';
import { messageOf } from '../../scripts/shared/progress.ts';

const NUMBERS = {
	minutes: ['30', 'of load'],
	executions: ['2000', 'in this time'],
	burst: ['10', 'of them at once'],
	session: ['120', 'seconds that a session of WeBank lives'],
	latency: ['200', 'milliseconds before each answer of a provider'],
} as const;
const WORKERS = ['worker 1', 'worker 2', 'worker 3'];
/** What n8n needs after the load until it has given up every execution that was lost. */
const AFTER_MS = 300_000;
const SETTINGS = {
	// n8n looks for executions that a dead worker has left behind every three hours, and every minute here.
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
};
/** The provider's own faults, which hit submissions only: each of these calls is one. */
const FAULTS = [
	{ everyNth: 47, kind: 'drop', when: 'after', path: '/api/s/scale/apply' },
	{ everyNth: 53, kind: 'drop', when: 'before', path: '/api/s/scale/apply' },
	{ everyNth: 59, kind: 'http500', when: 'after', path: '/api/s/scale/apply' },
];

const settings = Object.fromEntries(
	Object.entries(NUMBERS).map(([name, [value]]) => [
		name,
		{ type: 'string' as const, default: value },
	]),
);
const { values: options } = parseArgs({
	options: { ...settings, output: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const numberOf = (name: keyof typeof NUMBERS) =>
	Number((options as Record<string, string | boolean>)[name]);

async function soak(folder: string): Promise<Soaked> {
	const [minutes, sessionSeconds, latencyMs] = [
		numberOf('minutes'),
		numberOf('session'),
		numberOf('latency'),
	];
	const durationMs = minutes * 60_000;
	console.log('Starting n8n: a main process, one for webhooks, three workers …');
	const cluster = await startCluster(folder, WORKERS, SETTINGS);
	const { n8n, sandbox, stores, workers, host, startAgain } = cluster;
	const webhooks = await cluster.startWebhooks();
	const control = new SandboxControl(sandbox.controlUrl);
	await control.post('/faults', {
		webank: { latencyMs, events: FAULTS },
		'qiancheng-credit': { latencyMs },
	});
	const lives = { accessToken: sessionSeconds, signTicket: sessionSeconds };
	await control.post('/webank/lives', lives);
	const ids: Record<string, string> = {};
	for (const one of credentials(sandbox.urls)) ids[one.type] = await n8n.saveCredential(one);
	const { id } = await n8n.saveWorkflow(workflow(ids, 'continueRegularOutput'));
	await n8n.publish(id);

	const main = { name: 'main process', service: host, startAgain };
	const members = new Members([main, webhooks, ...workers]);
	const faults = new Faults(control, stores, members);
	console.log(`${numberOf('executions')} executions in ${minutes} minutes …`);
	const urls = [n8n.url, webhooks.url];
	const load = { count: numberOf('executions'), burst: numberOf('burst'), durationMs };
	const [sent] = await Promise.all([sendBursts(urls, load), faults.run(durationMs)]);
	console.log('Waiting for the last executions …');
	const isOver = await allEnded(n8n, id, AFTER_MS);
	members.release();
	console.log('Reading all executions …');
	return {
		...{ sent, allEnded: isOver, durationMs, sessionSeconds, workers: WORKERS.length },
		runs: await readRuns(n8n, id),
		faults: faults.faults,
		kicks: faults.kicks,
		requests: await control.requests(),
		lives: members.lives,
	};
}

/** Runs it and shows what was found, which is nothing unless every rule is kept. */
async function main(): Promise<void> {
	const timeLimitMs = numberOf('minutes') * 60_000 + 2 * AFTER_MS;
	const frame = newFrame(
		timeLimitMs,
		`Not done within ${timeLimitMs / 1000} s.\n0 passed, 1 failed`,
	);
	try {
		const soaked = await soak(frame.folder);
		if (options.output) writeFileSync(String(options.output), JSON.stringify(soaked));
		console.table(
			soaked.lives
				.filter(({ ended }) => ended)
				.map(({ member, startedAt, endedAt, ended }) => ({
					process: member,
					'lived for s': Math.round((Number(endedAt) - startedAt) / 1000),
					ended,
				})),
		);
		const rules = checkSoak(soaked);
		for (const { rule, found, kept } of rules) console.log(`${kept ? '✓' : '✗'} ${rule}: ${found}`);
		const failed = rules.filter(({ kept }) => !kept).length;
		console.log(`\n${rules.length - failed} passed, ${failed} failed`);
		process.exitCode = failed > 0 ? 1 : 0;
	} catch (error) {
		// What is being stopped fails, which means nothing.
		if (frame.isStopping()) await new Promise(() => {});
		console.error(messageOf(error));
		process.exitCode = 1;
	}
	await frame.stop();
}

if (options.help) {
	const lines = Object.entries(NUMBERS).map(
		([name, [value, text]]) => `  --${`${name} ${value}`.padEnd(20)}${text}`,
	);
	console.log(
		[
			'npm run test:soak -- [options]',
			'',
			...lines,
			'  --output file        takes all that was seen, as JSON',
			'  --help',
			'',
		].join('\n'),
	);
} else {
	await main();
}
