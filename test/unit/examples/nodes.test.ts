import { readFileSync } from 'node:fs';

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
