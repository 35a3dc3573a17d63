import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCertificate } from '../../sandbox/core/certificates.ts';
import { startExecution } from '../../scripts/host/server.ts';
import { lastLines, startService, whenReady } from '../../scripts/shared/service.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { median, ratio, withBareNodes } from './measure.ts';
import { flights, report, rounds, say, sizes, wants } from './options.ts';
import {
	onlySends,
	ourChecks,
	preparePeople,
	runChecksFloor,
	signIn,
	tunedHttpChecks,
	type Person,
	type QianchengAccount,
} from './qiancheng-checks.ts';
import { batches, calledFromOutside, onlyItems, pathOf } from './table-workflows.ts';
import { watch, type Usage } from './usage.ts';
import type { Row } from './workflows.ts';

/** One line of the table; times are those that somebody outside of n8n sees. */
interface Line {
	part: string;
	what: string;
	items: number;
	'in flight': number | string;
	'ms of latency': number;
	ms: number;
	'items/s': number;
	/** Of n8n's process. */
	'CPU ms/item'?: number;
	'most MB'?: number;
	'times the floor'?: number;
}

/** One run: milliseconds, and what n8n's process has used. */
type Run = () => Promise<{ ms: number; usage?: Usage }>;

const FLOOR = 'floor';
const OURS = 'Qiancheng Credit node';
const ONLY_SENDS = 'a node that only sends';
const TUNED = 'HTTP Request, tuned';
const ROUND_TRIP_MS = 30;
const BATCH = 1000;
const ALL_AT_ONCE = 'all';

const folder = mkdtempSync(join(tmpdir(), 'n8n-bench-'));
const caFile = join(folder, 'ca.pem');
const ca = writeCertificates();
const environment = await startEnvironment({ NODE_EXTRA_CA_CERTS: caFile, ...withBareNodes });
const { n8n, sandbox, env, userFolder } = environment;
const control = controlAt(sandbox.controlUrl);
const near: QianchengAccount = {
	url: sandbox.urls['qiancheng-credit'],
	...{ username: 'sandbox-qiancheng', password: 'qiancheng-sandbox-password' },
};
const lines: Line[] = [];

try {
	const credentialId = await credentialOf(near);
	if (wants('start')) await measureStart(credentialId);
	if (wants('flight')) await measureFlight(credentialId);
	if (wants('far')) await measureFar();
	if (wants('size')) await measureSizes(credentialId);
} finally {
	await environment.stop();
	rmSync(folder, { recursive: true, force: true });
}
report({ lines }, {});

/** A server that runs, and a process that starts for one execution. */
async function measureStart(credentialId: string): Promise<void> {
	const people = preparePeople(1000);
	for (const latencyMs of [0, 20]) {
		await setLatency(latencyMs);
		const rows = {
			[OURS]: ourChecks(people, credentialId, 10),
			[TUNED]: tunedHttpChecks(people, near),
		};
		const common = { items: people.length, latencyMs };
		await measure(
			{ ...common, part: 'warm server' },
			{
				[FLOOR]: [10, async () => ({ ms: await runChecksFloor(near, people, 10) })],
				[ONLY_SENDS]: [10, await onlySending(near, people, 10)],
				[OURS]: [10, await warm(rows[OURS], people.length)],
				[TUNED]: [ALL_AT_ONCE, await warm(rows[TUNED], people.length)],
			},
		);
		await measure(
			{ ...common, part: 'n8n execute' },
			{
				'items only': ['', await cold(onlyItems(people), 0)],
				[OURS]: [10, await cold(rows[OURS], people.length)],
				[TUNED]: [ALL_AT_ONCE, await cold(rows[TUNED], people.length)],
			},
		);
	}
}

async function measureFlight(credentialId: string): Promise<void> {
	await setLatency(20);
	for (const inFlight of flights) {
		const people = peopleFor(inFlight);
		await measure(
			{ part: 'in flight', items: people.length, latencyMs: 20 },
			{
				[FLOOR]: [inFlight, async () => ({ ms: await runChecksFloor(near, people, inFlight) })],
				[ONLY_SENDS]: [inFlight, await onlySending(near, people, inFlight)],
				[OURS]: [inFlight, await warm(ourChecks(people, credentialId, inFlight), people.length)],
			},
		);
	}
}

/** One after the other, a thousand would take minutes. */
function peopleFor(inFlight: number): Person[] {
	return preparePeople(Math.min(1000, 100 * inFlight));
}

/** TLS, and a round trip as between two cities: n8n makes a connection for each request. */
async function measureFar(): Promise<void> {
	await setLatency(0);
	const far = { ...near, url: await startFar() };
	const credentialId = await credentialOf(far);
	for (const inFlight of flights) {
		const people = peopleFor(inFlight);
		const floor = (keepAlive: boolean) => async () => ({
			ms: await runChecksFloor(far, people, inFlight, { keepAlive, ca }),
		});
		await measure(
			{ part: `TLS, ${ROUND_TRIP_MS} ms away`, items: people.length, latencyMs: 0 },
			{
				[FLOOR]: [inFlight, floor(true)],
				'floor, a connection for each': [inFlight, floor(false)],
				[ONLY_SENDS]: [inFlight, await onlySending(far, people, inFlight)],
				[OURS]: [inFlight, await warm(ourChecks(people, credentialId, inFlight), people.length)],
			},
		);
	}
}

/**
 * More and more items in one execution, and in sub-workflows that n8n forgets one by one; each in an n8n that has
 * just started, so that its memory is of this work alone.
 */
async function measureSizes(credentialId: string): Promise<void> {
	await setLatency(0);
	const measureAnew = async (what: string, items: number, row: Row) => {
		await environment.host.stop();
		await environment.startAgain();
		await measure({ part: 'size', items, latencyMs: 0 }, { [what]: [10, await warm(row, items)] });
	};
	for (const items of sizes) {
		await measureAnew(OURS, items, ourChecks(preparePeople(items), credentialId, 10));
		if (items <= BATCH) continue;
		const { parent, child } = batches(items, BATCH, credentialId, 10);
		const { id } = await n8n.saveWorkflow(child);
		await n8n.publish(id);
		await measureAnew(`the same, ${BATCH} in each sub-workflow`, items, parent(id));
	}
}

/** Runs all contenders once in each round, and writes the median of each into the table. */
async function measure(
	{ part, items, latencyMs }: { part: string; items: number; latencyMs: number },
	contenders: Record<string, [inFlight: number | string, run: Run]>,
): Promise<void> {
	const results = new Map<string, Array<Awaited<ReturnType<Run>>>>();
	for (let round = 0; round < rounds; round++) {
		for (const [what, [, run]] of Object.entries(contenders)) {
			results.set(what, [...(results.get(what) ?? []), await run()]);
		}
	}
	let floorMs: number | undefined;
	for (const [what, [inFlight]] of Object.entries(contenders)) {
		const all = results.get(what) ?? [];
		say(`  ${part}, ${items}, ${what}: ${all.map((one) => Math.round(one.ms)).join(', ')} ms`);
		const ms = median(all.map((one) => one.ms));
		floorMs ??= what === FLOOR ? ms : undefined;
		const usages = all.flatMap(({ usage }) => usage ?? []);
		lines.push({
			...{ part, what, items, 'in flight': inFlight, 'ms of latency': latencyMs },
			...{ ms: Math.round(ms), 'items/s': Math.round((items / ms) * 1000) },
			...(usages.length > 0 && {
				'CPU ms/item': ratio(median(usages.map(({ cpuMs }) => cpuMs)), items),
				'most MB': Math.max(...usages.map(({ mostMB }) => mostMB)),
			}),
			...(floorMs && what !== FLOOR && { 'times the floor': ratio(ms, floorMs) }),
		});
	}
}

/** A run in the server: somebody calls its webhook, and is answered when the last node has ended. */
async function warm(row: Row, items: number): Promise<Run> {
	const { id } = await n8n.saveWorkflow(calledFromOutside(row));
	await n8n.publish(id);
	return async () =>
		await carriedOut(items, async () => {
			const used = watch(environment.pid);
			const start = performance.now();
			const response = await n8n.webhook(pathOf(row));
			const ms = performance.now() - start;
			if (!response.ok) throw new Error(`${row.workflow.name}: ${await response.text()}`);
			return { ms, usage: used() };
		});
}

/** What n8n itself needs for it. */
async function onlySending(
	account: QianchengAccount,
	people: Person[],
	inFlight: number,
): Promise<Run> {
	return await warm(onlySends(people, account, await signIn(near), inFlight), people.length);
}

/** A run in a process of its own, from its start to its end. */
async function cold(row: Row, items: number): Promise<Run> {
	const { id } = await n8n.saveWorkflow(calledFromOutside(row));
	const logFile = join(folder, 'execute.log');
	return async () =>
		await carriedOut(items, async () => {
			const start = performance.now();
			const service = await startExecution(id, { userFolder, logFile, env });
			const used = watch(service.pid);
			await service.exited;
			const ms = performance.now() - start;
			if (!readFileSync(logFile, 'utf8').includes('Execution was successful')) {
				throw new Error(`${row.workflow.name}: ${service.ended}\n${lastLines(logFile, 10)}`);
			}
			return { ms, usage: used() };
		});
}

/** Sees to it that the provider has carried out as much as was to be done. */
async function carriedOut(items: number, run: Run): ReturnType<Run> {
	const count = async () =>
		(await control<Record<string, { accepted: number }>>('/stats'))['qiancheng-credit'].accepted;
	const before = await count();
	const result = await run();
	const done = (await count()) - before;
	// A token is a request as well.
	if (done < items || done > items + 1) throw new Error(`${done} requests for ${items} items`);
	return result;
}

async function setLatency(latencyMs: number): Promise<void> {
	await control('/faults', { 'qiancheng-credit': { latencyMs } });
}

async function credentialOf({ url: baseUrl, username, password }: QianchengAccount) {
	return await n8n.saveCredential({
		...{ name: `bench ${baseUrl}`, type: 'qianchengCreditApi' },
		data: { environment: 'custom', baseUrl, username, password },
	});
}

/** Makes the certificate of the provider that is far away, which n8n trusts from its start on. */
function writeCertificates(): string {
	const authority = createCertificate('Bench authority', 'authority');
	const { key, pem } = createCertificate('Bench server', 'server', { authority });
	writeFileSync(join(folder, 'key.pem'), key.export({ type: 'pkcs8', format: 'pem' }));
	writeFileSync(join(folder, 'cert.pem'), pem);
	writeFileSync(caFile, authority.pem);
	return authority.pem;
}

async function startFar(): Promise<string> {
	const { port } = new URL(near.url);
	const logFile = join(folder, 'far.log');
	const script = join(import.meta.dirname, 'far.ts');
	const service = startService({
		name: 'The line',
		command: [script, port, String(ROUND_TRIP_MS), folder],
		env: process.env,
		logFile,
	});
	const address = async () => /^https:.*/m.exec(readFileSync(logFile, 'utf8'))?.[0];
	return await whenReady(service, address, 10_000);
}
