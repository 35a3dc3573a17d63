import { readFileSync } from 'node:fs';
import type { IConnections, INodeParameters } from 'n8n-workflow';

import { readExamples } from '../../../scripts/start/examples.ts';

const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string };

/** Nodes of n8n that whoever runs an example can fill in; code is none of them. */
const PLAIN = `convertToFile crypto dataTable editImage emailSend executeWorkflow executeWorkflowTrigger extractFromFile
	form formTrigger httpRequest if manualTrigger merge n8n removeDuplicates respondToWebhook scheduleTrigger set
	splitOut stickyNote stopAndError summarize switch wait webhook`.split(/\s+/);

test.each(readExamples())('$name is built of our nodes and of those of n8n that need no code', ({ nodes }) => {
	const foreign = nodes.filter(({ type }) => {
		const [module, node] = type.split('.');
		return module !== name && !(module === 'n8n-nodes-base' && PLAIN.includes(node));
	});
	expect(foreign).toEqual([]);
	// Providers are called by our nodes; what n8n's HTTP Request node calls is a group's robot.
	const requests = nodes.filter(({ type }) => type === 'n8n-nodes-base.httpRequest');
	const called = requests.map(({ parameters }) => parameters.nodeCredentialType);
	expect(called).toEqual(requests.map(() => 'groupRobotApi'));
});

const whoAskTheFirst = readExamples().filter(({ nodes }) => /\bid < /.test(JSON.stringify(nodes)));

// The number of a row is drawn before others can read the row: in PostgreSQL a later one may be there first.
test.each(whoAskTheFirst)('$name lets rows arrive before it looks which one was the first', (example) => {
	const connections = example.connections as IConnections;
	const tables = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.dataTable');
	const isAdding = ({ operation }: INodeParameters) => /^(insert|upsert)$/.test(String(operation));
	const adding = tables.filter(({ parameters }) => isAdding(parameters));
	const next = adding.flatMap(({ name: node }) => connections[node]?.main[0] ?? []);
	const reading = tables.filter(({ parameters }) => parameters.operation === 'get');
	expect(reading.length).toBeGreaterThan(0);
	expect(reading.filter((one) => next.some(({ node }) => node === one.name))).toEqual([]);
});

test('three examples ask which row was the first', () => expect(whoAskTheFirst).toHaveLength(3));
