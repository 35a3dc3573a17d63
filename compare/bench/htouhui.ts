import { parseArgs } from 'node:util';

import { demoCredentials } from '../../sandbox/registry.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { htouhuiTrigger } from './htouhui-trigger.ts';
import { aimsOf, measureTrigger, SETTINGS, type TriggerMeasurement } from './trigger.ts';

// npm run bench -- --htouhui [--json] [--notifications 2000] [--senders 20]
const { values: options } = parseArgs({
	options: {
		htouhui: { type: 'boolean' },
		json: { type: 'boolean', default: false },
		notifications: { type: 'string', default: '2000' },
		senders: { type: 'string', default: '20' },
	},
});
const load = {
	notifications: Number(options.notifications),
	senders: Number(options.senders),
	say: (text: string) => void (options.json || console.log(text)),
};
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

load.say(`Notifying ${load.notifications} times, ${load.senders} at once …`);
const triggers: TriggerMeasurement[] = [];
for (const [setting, env] of Object.entries(SETTINGS))
	triggers.push(...(await measure(setting, env)));
const aims = aimsOf('Htouhui Trigger', triggers);

if (options.json) console.log(JSON.stringify({ triggers, aims }, null, 1));
else {
	console.table(triggers);
	console.table(aims);
}
