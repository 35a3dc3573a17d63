import { readFileSync } from 'node:fs';
import { startEnvironment } from '../test/e2e/support/environment.ts';
import { demoCredentials } from './lib/demo-credentials.ts';
const env = await startEnvironment();
const rss = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${env.pid}/status`, 'utf8'))?.[1]) / 1024);
try {
	const { n8n, sandbox } = env;
	const cred = demoCredentials(sandbox.urls).find(({ type }) => type === 'qianchengCreditApi')!;
	const id = await n8n.saveCredential(cred);
	const node = (name: string, type: string, v: number, parameters: object, extra = {}) => ({ id: crypto.randomUUID(), name, type, typeVersion: v, position: [0, 0] as [number, number], parameters: parameters as never, ...extra });
	const build = (path: string, middle: ReturnType<typeof node>) => ({
		name: path,
		nodes: [
			node('Form', 'n8n-nodes-base.formTrigger', 2.2, { formTitle: 'T', formFields: { values: [{ fieldLabel: 'A' }] }, options: { path } }, { webhookId: crypto.randomUUID() }),
			middle,
			node('Page', 'n8n-nodes-base.form', 1, { formFields: { values: [{ fieldLabel: 'B' }] }, options: { formTitle: "={{ 'x' + $json.A }}" } }, { webhookId: crypto.randomUUID() }),
		],
		connections: { Form: { main: [[{ node: middle.name, type: 'main', index: 0 }]] }, [middle.name]: { main: [[{ node: 'Page', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	const kinds = {
		plain: node('Set', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: '={{ { A: $json.A, t: $now.toISO() } }}', options: {} }),
		ours: node('Black', 'n8n-nodes-fintech-onboarding.qianchengCredit', 1, { resource: 'blacklist', operation: 'search', name: '王大志', id_card: '11010519491231002X', mobile: '13800138001' }, { credentials: { qianchengCreditApi: { id, name: cred.name } } }),
	};
	for (const [kind, middle] of Object.entries(kinds)) {
		const { id: wid } = await n8n.saveWorkflow(build(`mem-${kind}`, middle) as never);
		await n8n.publish(wid);
		console.log(kind, 'before', rss());
		for (let round = 0; round < 4; round++) {
			for (let i = 0; i < 25; i++) {
				const r = await n8n.submitForm(n8n.formUrl(`mem-${kind}`), ['x']);
				await r.text();
			}
			await new Promise((r) => setTimeout(r, 3000));
			const ex = await n8n.executions(wid);
			console.log(kind, (round + 1) * 25, 'rss', rss(), 'waiting', ex.filter(({ status }) => status === 'waiting').length, 'of', ex.length);
		}
	}
	await new Promise((r) => setTimeout(r, 60000));
	console.log('after a minute', rss());
} finally { await env.stop(); }
