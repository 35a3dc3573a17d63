import { demoCredentials } from '../../sandbox/registry.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { htouhuiTrigger } from './htouhui-trigger.ts';
import { load, report, say } from './options.ts';
import { aimsOf, measureTrigger, SETTINGS, type TriggerMeasurement } from './trigger.ts';

const MERCHANT = 'sandbox-htouhui-md5';

async function measure(setting: string, env: Record<string, string>) {
	const environment = await startEnvironment({ NODE_FUNCTION_ALLOW_BUILTIN: 'crypto', ...env });
	try {
		const { n8n, sandbox } = environment;
		const credential = demoCredentials(sandbox.urls).find(({ type }) => type === 'htouhuiApi');
		if (!credential) throw new Error('There is no demo credential of Htouhui.');
		const credentialId = await n8n.saveCredential({ ...credential, name: 'bench' });
		const bench = htouhuiTrigger(credentialId, MERCHANT);
		return await measureTrigger(environment, bench, load, setting);
	} finally {
		await environment.stop();
	}
}

say(`Notifying ${load.notifications} times, ${load.senders} at once …`);
const triggers: TriggerMeasurement[] = [];
for (const [setting, env] of Object.entries(SETTINGS))
	triggers.push(...(await measure(setting, env)));
report({ triggers }, aimsOf('Htouhui Trigger', triggers));
