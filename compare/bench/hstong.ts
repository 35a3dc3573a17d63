import { demoCredentials } from '../../sandbox/registry.ts';
import { jsonOf } from '../../test/support/n8n-driver.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { prepareItems } from './applicant.ts';
import { runFloor, type Account } from './floor.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { aimsOfItems, FLOOR, measureInTurns, type Measurement } from './measure.ts';
import { concurrency, count, report, rounds, say } from './options.ts';
import { codeAndHttp, ourNode, tunedCodeAndHttp, type Row } from './workflows.ts';

say(`Submitting ${count} identities, concurrency ${concurrency}, median of ${rounds} rounds …`);
async function measureAll(latencyMs: number): Promise<Measurement[]> {
	const { n8n, sandbox, pid } = environment;
	await control('/reset', {});
	await control('/faults', { hstong: { latencyMs } });
	const { appId, appSecret } = demoCredentials(sandbox.urls)[0].data as Record<string, string>;
	const account: Account = { url: sandbox.urls.hstong, appId, appSecret };
	const items = await prepareItems(account, sandbox.controlUrl, count);
	const credentialId = await n8n.saveCredential(demoCredentials(sandbox.urls)[0]);

	const contenders: Record<string, () => Promise<number>> = {
		[FLOOR]: async () => await runFloor(account, items, concurrency),
		'HSTong node': async () => await runRow(ourNode(items, credentialId, concurrency)),
		'Code + HTTP Request': async () => await runRow(codeAndHttp(items, account)),
		'the same, tuned': async () => await runRow(tunedCodeAndHttp(items, account)),
	};
	return await measureInTurns(contenders, latencyMs, pid, mostInFlight);
}

/** Runs a workflow; the time is n8n's own, of the nodes that do the work. */
async function runRow({ workflow, measured }: Row): Promise<number> {
	const { id } = await environment.n8n.saveWorkflow(workflow);
	const execution = await environment.n8n.run(id, { timeoutMs: 120_000 });
	const { runData } = execution.data.resultData;
	const done = jsonOf(execution, measured.at(-1) as string);
	const refused = done.filter(({ success, code }) => success !== true && code !== '00000');
	if (execution.status !== 'success' || done.length !== count || refused.length > 0) {
		throw new Error(
			`${workflow.name}: ${execution.status}, ${done.length} items, ${refused.length} refused`,
		);
	}
	return measured.reduce((sum, name) => sum + runData[name][0].executionTime, 0);
}

/** The most requests that the sandbox had at a time during a run. */
async function mostInFlight(run: () => Promise<void>): Promise<number> {
	const { lastSeq } = await control<{ lastSeq: number }>('/journal?limit=1');
	await run();
	const { entries } = await control<{ entries: Array<{ inFlight: number }> }>(
		`/journal?limit=50000&since=${lastSeq}`,
	);
	return Math.max(...entries.map(({ inFlight }) => inFlight));
}

const environment = await startEnvironment({ NODE_FUNCTION_ALLOW_BUILTIN: 'crypto' });
const control = controlAt(environment.sandbox.controlUrl);
try {
	const measurements: Measurement[] = [];
	for (const latencyMs of [0, 20]) measurements.push(...(await measureAll(latencyMs)));
	report({ measurements }, aimsOfItems(measurements, 'HSTong node', 'Code + HTTP Request', 1.6));
} finally {
	await environment.stop();
}
