import { demoCredentials } from '../../sandbox/registry.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { prepareItems } from './applicant.ts';
import { runFloor, type Account } from './floor.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { aimsOfItems, FLOOR, measureInTurns, type Measurement, timeOfRow } from './measure.ts';
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

	const runRow = async (row: Row) =>
		await timeOfRow(n8n, row, ({ success, code }) => success === true || code === '00000');
	const contenders: Record<string, () => Promise<number>> = {
		[FLOOR]: async () => await runFloor(account, items, concurrency),
		'HSTong node': async () => await runRow(ourNode(items, credentialId, concurrency)),
		'Code + HTTP Request': async () => await runRow(codeAndHttp(items, account)),
		'the same, tuned': async () => await runRow(tunedCodeAndHttp(items, account)),
	};
	return await measureInTurns(contenders, latencyMs, pid, mostInFlight);
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
