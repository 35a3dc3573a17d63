import { readdirSync, readFileSync } from 'node:fs';
import type { INode, INodeParameterResourceLocator } from 'n8n-workflow';
import {
	calledBy,
	CHAPTERS,
	credentialKey,
	formPath,
	needsPublishing,
	readExamples,
	rewireCredentials,
} from '../../../scripts/start/examples.ts';

const node = (type: string, more: Partial<INode> = {}): INode => ({
	id: type,
	name: type,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});

const workflow = (...nodes: INode[]) => ({ name: 'Example', nodes, connections: {} });

describe('rewireCredentials', () => {
	const credentials = { hstongApi: { id: 'elsewhere', name: 'Sandbox' } };
	const example = workflow(node('n8n-nodes-base.set'), node('x.hsTong', { credentials }));

	it('gives a reference the id of the credential with its type and name', () => {
		const ids = new Map([[credentialKey('hstongApi', 'Sandbox'), 'here']]);

		const { nodes } = rewireCredentials(example, ids);

		expect(nodes[1].credentials).toEqual({ hstongApi: { id: 'here', name: 'Sandbox' } });
		expect(nodes[0]).toEqual(example.nodes[0]);
	});

	it('names a credential that is missing', () => {
		expect(() => rewireCredentials(example, new Map())).toThrow('"Sandbox" (hstongApi)');
	});
});

describe('needsPublishing', () => {
	it.each([
		['n8n-nodes-base.formTrigger', true],
		['n8n-nodes-base.webhook', true],
		['n8n-nodes-fintech-onboarding.webankTrigger', true],
		['n8n-nodes-base.manualTrigger', false],
		['n8n-nodes-fintech-onboarding.hsTong', false],
	])('of %s is %s', (type, expected) => {
		expect(needsPublishing(workflow(node(type)))).toBe(expected);
	});

	it('ignores a disabled trigger', () => {
		expect(needsPublishing(workflow(node('n8n-nodes-base.webhook', { disabled: true })))).toBe(
			false,
		);
	});
});

describe('formPath', () => {
	const form = 'n8n-nodes-base.formTrigger';

	it('takes the path of the options, or the webhook id', () => {
		const parameters = { options: { path: 'open-account' } };

		expect(formPath(workflow(node(form, { parameters, webhookId: 'id' })))).toBe('open-account');
		expect(formPath(workflow(node(form, { webhookId: 'id' })))).toBe('id');
	});

	it('is undefined without a form', () => {
		expect(formPath(workflow(node('n8n-nodes-base.webhook')))).toBeUndefined();
	});
});

describe('readExamples', () => {
	const examples = readExamples();
	const at = (wanted: string) => examples.findIndex(({ name }) => name === wanted);

	it('has what is called before its callers, and what is read first at the end', () => {
		for (const example of examples) {
			for (const name of calledBy(example)) expect(at(name)).toBeLessThan(at(example.name));
		}
		const chapters = examples.map(({ chapter }) => chapter);
		expect(chapters).toEqual([...chapters].sort().reverse());
		expect(new Set(chapters)).toEqual(new Set(CHAPTERS));
		expect(examples.at(-1)?.name).toContain('Start 1');
	});

	it('names each node in Chinese behind the English, by which its step is written down', () => {
		const nodes = examples.flatMap((one) => one.nodes.filter(({ type }) => !/sticky/i.test(type)));
		const other = nodes.filter(({ name }) => !/^[^\p{Script=Han}]+ .*\p{Script=Han}/u.test(name));
		expect(other.map(({ name }) => name)).toEqual([]);
		const written = examples.flatMap(({ nodes: all }) =>
			[...JSON.stringify(all).matchAll(/\$prevNode\.name(?! ===)[^}]*/g)].map(String),
		);
		expect(new Set(written)).toEqual(new Set(['$prevNode.name ']));
	});

	it('says under a call which workflow it calls, where n8n would show an id', () => {
		const calls = examples.flatMap(({ nodes }) =>
			nodes.filter(({ type }) => /executeWorkflow$/.test(type)),
		);
		for (const { notes, notesInFlow, parameters } of calls) {
			const { cachedResultName } = parameters.workflowId as INodeParameterResourceLocator;
			const chinese = /\((.+)\)$/.exec(cachedResultName ?? '')?.[1];
			expect({ notes, notesInFlow }).toEqual({ notes: `Workflow: ${chinese}`, notesInFlow: true });
		}
	});

	it('reads no items of a data table that lets its failure pass, which n8n hands to no expression', () => {
		const read = examples.flatMap(({ nodes }) => {
			const text = JSON.stringify(nodes);
			return nodes
				.filter(
					({ type, onError }) => /dataTable$/.test(type) && onError === 'continueRegularOutput',
				)
				.filter(({ name }) => text.includes(`$('${name}').all()`));
		});
		expect(read.map(({ name }) => name)).toEqual([]);
	});

	it('has no id and no name twice in a workflow, which n8n refuses', () => {
		const twice = readExamples().flatMap(({ name: example, nodes }) =>
			nodes
				.filter((node) =>
					nodes.some((one) => one !== node && (one.id === node.id || one.name === node.name)),
				)
				.map(({ name }) => `${example}: ${name}`),
		);
		expect(twice).toEqual([]);
	});

	it('leaves each node on the canvas room for its name', () => {
		// A name takes two lines, what the node does a third one.
		const covered = examples.flatMap(({ nodes }) => {
			const placed = nodes.filter(({ type }) => !/sticky/i.test(type));
			return placed.flatMap((above) =>
				placed
					.filter(({ position: [x] }) => Math.abs(x - above.position[0]) < 96)
					.map((below) => ({ below, distance: below.position[1] - above.position[1] }))
					.filter(({ below, distance }) => below !== above && distance >= 0 && distance < 140)
					.map(({ below }) => `${above.name} / ${below.name}`),
			);
		});
		expect(covered).toEqual([]);
	});

	// It is a limit of n8n's tags.
	it.each(CHAPTERS)('%s is short enough for a tag', (chapter) => {
		expect(chapter.length).toBeLessThanOrEqual(24);
	});
});

describe('the README', () => {
	const readme = readFileSync('README.md', 'utf8');
	const files = readdirSync('examples').filter((name) => name.endsWith('.json'));

	it.each(files)('shows %s with its picture', (file) => {
		const picture = `docs/images/example-${file.replace('.json', '.png')}`;

		expect(readme).toContain(`| ![](${picture}) | [\`${file}\`](examples/${file})`);
		expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
	});
});

test.each(readdirSync('examples').filter((file) => file.endsWith('.json')))(
	'%s names no port, since npm start can be given others',
	(file) => {
		expect(readFileSync(`examples/${file}`, 'utf8')).not.toMatch(/(127\.0\.0\.1|localhost):\d/);
	},
);

test('every picture is shown on a page', () => {
	const pages = [
		'README.md',
		'sandbox/README.md',
		...readdirSync('docs').map((name) => `docs/${name}`),
	];
	const text = pages
		.filter((name) => name.endsWith('.md'))
		.map((name) => readFileSync(name, 'utf8'));
	const unused = readdirSync('docs/images').filter(
		(name) => !text.join().includes(`images/${name}`),
	);
	expect(unused).toEqual([]);
});
