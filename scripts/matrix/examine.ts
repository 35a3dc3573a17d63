import { demoOwner } from '../start/demo.ts';
import { messageOf, step } from '../shared/progress.ts';
import type { SandboxAddresses } from '../start/sandbox.ts';
import { type Tools, toolsOf } from './agents.ts';
import { AnyN8n } from './client.ts';
import { controlAt } from '../shared/control.ts';
import { importExamples } from './examples.ts';
import { credentialsFault, hasPreviews, nodesFault } from './features.ts';
import { smokeOf, SMOKES } from './providers.ts';
import type { Row } from './table.ts';
import { callsOf, TRIGGERS } from './triggers.ts';

/** Tries everything in a running n8n. What goes wrong is in the result, and does not keep the rest from being tried. */
export async function examineVersion(
	version: string,
	url: string,
	{ controlUrl, urls }: SandboxAddresses,
	recordFile: string,
): Promise<Omit<Row, 'n8n' | 'node'>> {
	const n8n = new AnyN8n(url, version);
	const control = controlAt(controlUrl);
	await n8n.signIn(demoOwner);
	const faults: string[] = [];
	const attempt = async (name: string, work: () => Promise<string | undefined>) => {
		const fault = await work().catch(messageOf);
		if (fault) faults.push(`${name}: ${fault}`);
		console.log(`  ${fault ? '✗' : '✓'} ${name}${fault ? `: ${fault}` : ''}`);
	};
	await attempt('nodes', async () => await nodesFault(n8n));
	await attempt('credentials', async () => await credentialsFault(n8n, urls));
	for (const name of Object.keys(SMOKES)) {
		await attempt(name, async () => await smokeOf(name, n8n, control, urls));
	}
	for (const name of Object.keys(TRIGGERS)) {
		await attempt(name, async () => await callsOf(name, n8n, control, urls));
	}
	let tools: Tools = 'none';
	await attempt('tools of an agent', async () => {
		const found = await toolsOf(n8n, control, urls);
		tools = found.tools;
		return found.fault;
	});
	let counts = { usable: 0, all: 0 };
	await attempt('examples', async () => {
		const { faults: ofExamples, ...found } = await step('Importing the examples', async () =>
			importExamples(n8n, version, urls, recordFile),
		);
		counts = found;
		return ofExamples.join('; ') || undefined;
	});
	return { ...counts, previews: await hasPreviews(n8n), tools, faults };
}
