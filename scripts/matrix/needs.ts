import type { INode } from 'n8n-workflow';
import type { WorkflowInput } from '../host/n8n-types.ts';
import { calledBy, type Example, readExamples } from '../start/examples.ts';

/** The lowest n8n in which the nodes of this package work. */
const LOWEST = '1.110';

/**
 * The type versions of n8n's own nodes with the n8n that brought them, as its releases at npm list them. The first
 * entry stands for all versions up to it: n8n 1.110 has them.
 */
const NODES: Record<string, Record<number, string>> = {
	aggregate: { 1: LOWEST },
	compareDatasets: { 2.3: LOWEST },
	compression: { 1.1: LOWEST },
	convertToFile: { 1.1: LOWEST },
	crypto: { 1: LOWEST, 2: '2.7' },
	dataTable: { 1: LOWEST, 1.1: '2.1' },
	dateTime: { 2: LOWEST },
	editImage: { 1: LOWEST, 1.1: '2.41' },
	emailSend: { 2.1: LOWEST },
	errorTrigger: { 1: LOWEST },
	executeWorkflow: { 1.2: LOWEST, 1.3: '1.113', 1.4: '2.41' },
	executeWorkflowTrigger: { 1.1: LOWEST, 1.2: '2.30' },
	executionData: { 1.1: LOWEST },
	extractFromFile: { 1: LOWEST, 1.1: '1.121' },
	filter: { 2.2: LOWEST, 2.3: '1.123' },
	form: { 2.3: LOWEST, 2.4: '2.1', 2.5: '2.4' },
	formTrigger: { 2.3: LOWEST, 2.4: '2.1', 2.5: '2.4', 2.6: '2.30' },
	html: { 1.2: LOWEST },
	httpRequest: { 4.2: LOWEST, 4.3: '1.117', 4.4: '2.6', 4.5: '2.34' },
	if: { 2.2: LOWEST, 2.3: '1.123' },
	limit: { 1: LOWEST },
	manualTrigger: { 1: LOWEST },
	merge: { 3.2: LOWEST },
	n8n: { 1: LOWEST },
	noOp: { 1: LOWEST },
	removeDuplicates: { 2: LOWEST },
	renameKeys: { 1: LOWEST },
	respondToWebhook: { 1.5: LOWEST },
	scheduleTrigger: { 1.2: LOWEST, 1.3: '1.121', 1.4: '2.41' },
	set: { 3.4: LOWEST, 3.5: '2.32' },
	sort: { 1: LOWEST },
	splitInBatches: { 3: LOWEST },
	splitOut: { 1: LOWEST },
	stickyNote: { 1: LOWEST },
	stopAndError: { 1: LOWEST },
	summarize: { 1.1: LOWEST },
	switch: { 3.2: LOWEST, 3.3: '1.113', 3.4: '1.123' },
	telegram: { 1.2: LOWEST },
	wait: { 1.1: LOWEST },
	webhook: { 2.1: LOWEST },
	xml: { 1: LOWEST },
};

/** Parameters that came later than the type version of their node; an older n8n passes over them silently. */
const PARAMETERS: Array<{
	node: string;
	has: (parameters: INode['parameters']) => boolean;
	n8n: string;
}> = [
	{ node: 'dataTable', has: ({ resource }) => resource === 'table', n8n: '2.4' },
	{ node: 'dataTable', has: ({ orderBy }) => orderBy !== undefined, n8n: '2.6' },
];

/** Orders versions of n8n by their numbers; one that is left out is 0. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map((version) => version.split('.').map(Number));
	const differences = [0, 1, 2].map((index) => (left[index] ?? 0) - (right[index] ?? 0));
	return differences.find((difference) => difference !== 0) ?? 0;
}

const latest = (versions: string[]): string =>
	versions.reduce((a, b) => (compareVersions(a, b) < 0 ? b : a), LOWEST);

/**
 * The lowest n8n that a node needs, as `2.4`.
 *
 * @throws Error for a node or a type version that the table above does not have
 */
export function neededBy({ name, type, typeVersion, parameters }: INode): string {
	const [packageName, node] = type.split('.');
	if (packageName !== 'n8n-nodes-base') return LOWEST;
	const known = Object.entries(NODES[node] ?? {}).find(
		([version]) => typeVersion <= Number(version),
	);
	if (!known) {
		throw new Error(
			`'${name}' is a ${node} ${typeVersion}: scripts/matrix/needs.ts does not know which n8n has that.`,
		);
	}
	const ofParameters = PARAMETERS.filter(
		(parameter) => parameter.node === node && parameter.has(parameters),
	);
	return latest([known[1], ...ofParameters.map(({ n8n }) => n8n)]);
}

/** From this one on, n8n looks at each node once to find those behind another. */
const LOOKS_ONCE = '2.35';

/** An older n8n follows every way through a workflow: 350,000 at each page of a form take it part of a second, some millions many. */
const MOST_WAYS = 1_000_000;

function hasTooManyWays({ nodes, connections }: WorkflowInput): boolean {
	const before = new Set<string>();
	let ways = 0;
	const follow = (name: string): void => {
		ways++;
		if (ways > MOST_WAYS || before.has(name)) return;
		before.add(name);
		for (const output of connections[name]?.main ?? []) {
			for (const { node } of output ?? []) follow(node);
		}
		before.delete(name);
	};
	return nodes.some(({ name }) => {
		ways = 0;
		follow(name);
		return ways > MOST_WAYS;
	});
}

/** The lowest n8n that a workflow needs with all those that it calls; `all` has them by their names. */
export function neededByWorkflow(workflow: WorkflowInput, all: WorkflowInput[]): string {
	const called = all.filter(({ name }) => calledBy(workflow).includes(name));
	return latest([
		...workflow.nodes.map(neededBy),
		...(hasTooManyWays(workflow) ? [LOOKS_ONCE] : []),
		...called.filter((other) => other !== workflow).map((other) => neededByWorkflow(other, all)),
	]);
}

/** The examples for which an n8n is new enough; without a version, all of them. */
export function usableExamples(version?: string): Example[] {
	const all = readExamples();
	return all.filter(
		(example) => !version || compareVersions(neededByWorkflow(example, all), version) <= 0,
	);
}
