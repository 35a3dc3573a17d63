import { formPath, readExamples } from '../start/examples.ts';
import { fillDemo } from '../start/demo.ts';
import type { AnyN8n } from './client.ts';
import { compareVersions, neededByWorkflow } from './needs.ts';

export interface ExamplesResult {
	/** How many of all examples this n8n can run. */
	usable: number;
	all: number;
	faults: string[];
}

/**
 * Imports all examples. Those for which this n8n is new enough must be published, and show the form that they begin
 * with.
 */
export async function importExamples(
	n8n: AnyN8n,
	version: string,
	urls: Record<string, string>,
	recordFile: string,
): Promise<ExamplesResult> {
	const all = readExamples();
	const usable = all.filter(
		(example) => compareVersions(neededByWorkflow(example, all), version) <= 0,
	);
	const imported = await fillDemo(n8n, urls, recordFile);
	const faults: string[] = [];
	for (const example of usable) {
		const demo = imported.find(({ name }) => name === example.name);
		const path = formPath(example);
		const fault = demo?.problem ?? (path && (await formFault(n8n.formUrl(path))));
		if (fault) faults.push(`'${example.name}': ${fault}`);
	}
	return { usable: usable.length, all: all.length, faults };
}

async function formFault(url: string): Promise<string | undefined> {
	const response = await fetch(url);
	const text = await response.text();
	return response.ok && text.includes('<form') ? undefined : `its form answered ${response.status}`;
}
