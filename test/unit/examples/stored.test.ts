import { readExamples } from '../../../scripts/start/examples.ts';
import type { WorkflowInput } from '../../../scripts/host/n8n-types.ts';

// What n8n stores of an execution is decided by the example where it matters, whatever the instance's own settings
// are: docs/security.md says why.

const has = ({ nodes }: WorkflowInput, ...types: string[]): boolean =>
	nodes.some(({ type }) => types.includes(type.replace('n8n-nodes-base.', '')));

const isBehindLogin = ({ nodes }: WorkflowInput): boolean =>
	nodes.some(({ parameters }) => parameters.authentication === 'basicAuth');

describe.each(readExamples())('$name', (example) => {
	const { settings = {}, pinData = {} } = example;

	test('keeps the data of no node while it runs, and none beside the workflow', () => {
		expect(settings.saveExecutionProgress).toBe(false);
		expect(pinData).toEqual({});
		expect(settings).not.toMatchObject({ availableInMCP: true });
	});

	const isForm = has(example, 'form', 'formTrigger');
	if (isForm) {
		test('stores what ended well: n8n draws the ending of a form from it, in a trial run, too', () => {
			expect(settings).toMatchObject({ saveDataSuccessExecution: 'all', saveManualExecutions: true });
			expect(settings.saveDataErrorExecution ?? 'all').toBe('all');
		});
	} else if (isBehindLogin(example) || has(example, 'n8n')) {
		test('stores nothing of what it shows or reads of people for the staff', () => {
			expect(settings).toMatchObject({
				...{ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' },
				saveManualExecutions: false,
			});
		});
	} else {
		test('leaves it to the instance', () => {
			expect(settings).not.toHaveProperty('saveDataSuccessExecution');
			expect(settings).not.toHaveProperty('saveManualExecutions');
		});
	}
});
