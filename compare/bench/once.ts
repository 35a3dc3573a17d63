import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { demoCredentials } from '../../sandbox/registry.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { prepareItems } from './applicant.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { median, ratio, timeOfRow } from './measure.ts';
import { concurrency, count, latency, report, rounds } from './options.ts';
import { ourNode, type Row } from './workflows.ts';

/** The keys of earlier submissions that n8n's store holds in the workflow's list. */
const REMEMBERED = [0, 1_000, 10_000, 100_000];

const environment = await startEnvironment();
const control = controlAt(environment.sandbox.controlUrl);
try {
	const { n8n, sandbox } = environment;
	await control('/reset', {});
	await control('/faults', { hstong: { latencyMs: latency } });
	const [account] = demoCredentials(sandbox.urls);
	const { url, appId, appSecret } = { url: sandbox.urls.hstong, ...account.data } as Record<
		'url' | 'appId' | 'appSecret',
		string
	>;
	const items = await prepareItems({ url, appId, appSecret }, sandbox.controlUrl, count);
	const fixed = await n8n.saveCredential(account);
	const byExpression = await n8n.saveCredential({
		...account,
		name: 'account by expression',
		data: { ...account.data, appId: `={{ $json.token ? '${appId}' : '' }}` },
	});

	const workflows = new Map<string, { id: string; row: Row; remembered?: number }>();
	const add = async (name: string, credentialId: string, key?: string, remembered?: number) => {
		const { workflow, measured } = ourNode(items, credentialId, concurrency);
		const submit = workflow.nodes.find((node) => node.name === 'Submit');
		if (submit && key) submit.parameters.options = { concurrency, submitOnlyOnce: key };
		const row = { measured, workflow: { ...workflow, name: `bench: ${name}` } };
		const { id } = await n8n.saveWorkflow(row.workflow);
		workflows.set(name, { id, row, remembered });
	};
	await add('fixed account', fixed);
	await add('account by expression', byExpression);
	for (const remembered of REMEMBERED) {
		await add(
			`submit once, ${remembered} keys known`,
			fixed,
			'={{ $json.bankCardNo }}',
			remembered,
		);
	}

	const times = new Map<string, number[]>();
	for (let round = 0; round < rounds; round++) {
		for (const [name, { id, row, remembered }] of workflows) {
			if (remembered !== undefined) remember(id, remembered);
			const ms = await timeOfRow(n8n, row, ({ success }) => success === true);
			times.set(name, [...(times.get(name) ?? []), ms]);
		}
	}
	const base = median(times.get('fixed account') as number[]);
	const rows = [...times].map(([what, all]) => ({
		what,
		ms: median(all),
		'times of fixed': ratio(median(all), base),
		'ms more per item': Number(((median(all) - base) / count).toFixed(2)),
	}));
	report({ rows }, {});
} finally {
	await environment.stop();
}

/** Fills n8n's list of a workflow with so many keys, as its own deduplication-helper.js stores them. */
function remember(workflowId: string, keys: number): void {
	const database = new DatabaseSync(join(environment.userFolder, '.n8n', 'database.sqlite'), {
		timeout: 10_000,
	});
	const data = Array.from({ length: keys }, (_, i) =>
		Buffer.from(String(i).padStart(16, '0')).toString('base64'),
	);
	database.prepare('DELETE FROM processed_data WHERE workflowId = ?').run(workflowId);
	database
		.prepare('INSERT INTO processed_data (workflowId, context, value) VALUES (?, ?, ?)')
		.run(workflowId, '', JSON.stringify({ mode: 'entries', data }));
	database.close();
}
