import { startEnvironment, type OwnEnvironment } from '../../test/e2e/support/environment.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { aimsOfItems, FLOOR, measureInTurns, type Measurement, timeOfRow } from './measure.ts';
import { concurrency, count, load, report, rounds, say, wants } from './options.ts';
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
): Promise<Measurement[]> {
	const control = controlAt(sandbox.controlUrl);
	await control('/reset', {});
	await control('/faults', { webank: { latencyMs } });
	const items = prepareCalls(count);

	const runRow = async (row: Row, wanted?: number) =>
		await timeOfRow(n8n, row, ({ code }) => code === '60840000', wanted);
	const contenders: Record<string, () => Promise<number>> = {
		[FLOOR]: async () => await runCallsFloor(account, items, concurrency),
		'WeBank node': async () => {
			// The others have ended the account's session; what its renewal costs is no matter of this bench.
			await runRow(ourCalls(items.slice(0, 1), credentialId, 1), 1);
			return await runRow(ourCalls(items, credentialId, concurrency));
		},
		'Code + HTTP Request': async () => await runRow(codeAndHttpCalls(items, account)),
		'the same, tuned': async () => await runRow(tunedCodeAndHttpCalls(items, account)),
	};
	return await measureInTurns(contenders, latencyMs, pid);
}

const calls: Measurement[] = [];
const triggers: TriggerMeasurement[] = [];
const aims: Record<string, number> = {};

if (wants('calls')) {
	say(`Calling ${count} times, concurrency ${concurrency}, median of ${rounds} rounds …`);
	await withEnvironment({}, async (...args) => {
		for (const latencyMs of [0, 20]) calls.push(...(await measureCalls(...args, latencyMs)));
	});
	Object.assign(aims, aimsOfItems(calls, 'WeBank node', 'Code + HTTP Request', 2));
}
if (wants('trigger')) {
	say(`Notifying ${load.notifications} times, ${load.senders} at once …`);
	for (const [setting, env] of Object.entries(SETTINGS)) {
		const measured = await withEnvironment(env, async (environment, _account, credentialId) => {
			const bench = webankTrigger(credentialId);
			return await measureTrigger(environment, bench, load, setting);
		});
		triggers.push(...measured);
	}
	Object.assign(aims, aimsOf('WeBank Trigger', triggers));
}

report({ calls, triggers }, aims);
