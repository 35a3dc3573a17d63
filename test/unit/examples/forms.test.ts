import { readdirSync, readFileSync } from 'node:fs';
import type { INode, INodePropertyOptions, INodeType } from 'n8n-workflow';

import { HSTong } from '../../../nodes/HSTong/HSTong.node';
import { resources as hstong } from '../../../nodes/HSTong/operations';
import { Htouhui } from '../../../nodes/Htouhui/Htouhui.node';
import { resources as htouhui } from '../../../nodes/Htouhui/operations';
import { QianchengCredit } from '../../../nodes/QianchengCredit/QianchengCredit.node';
import { resources as qiancheng } from '../../../nodes/QianchengCredit/operations';
import { toCode } from '../../../nodes/shared/model/dictionary';
import type { Field } from '../../../nodes/shared/model/field';
import type { Resources } from '../../../nodes/shared/model/operation';
import { UserVerification } from '../../../nodes/UserVerification/UserVerification.node';
import { resources as userVerification } from '../../../nodes/UserVerification/operations';
import { WeBank } from '../../../nodes/WeBank/WeBank.node';
import { resources as webank } from '../../../nodes/WeBank/operations';
import { GENERAL } from '../../../nodes/shared/run/outcome';
import type { WorkflowInput } from '../../../scripts/host/n8n-types.ts';

// What an applicant sees of the examples: Chinese first, the same layout everywhere, and no answer that a node refuses.

interface FormField {
	fieldLabel?: string;
	fieldName?: string;
	fieldType?: string;
	html?: string;
	acceptFileTypes?: string;
	fieldOptions?: { values: Array<{ option: string }> };
}

interface FormParameters {
	operation?: string;
	respondWith?: string;
	formTitle?: string;
	formDescription?: string;
	completionTitle?: string;
	completionMessage?: string;
	jsonOutput?: string;
	formFields?: { values: FormField[] };
	options?: Record<string, unknown>;
}

const files = readdirSync('examples').filter((name) => name.endsWith('.json'));
const workflows = files.map((file): [string, WorkflowInput] => [
	file,
	JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as WorkflowInput,
]);
const isForm = ({ type }: INode) => /^n8n-nodes-base\.form(Trigger)?$/.test(type);
const forms = workflows.flatMap(([file, { nodes }]) =>
	nodes.filter(isForm).map((node) => ({
		place: `${file}: ${node.name}`,
		parameters: node.parameters as FormParameters,
		isTrigger: node.type.endsWith('Trigger'),
	})),
);
/** Endings that send the browser on, or show a page of another's, have no layout of ours. */
const ownPages = forms.filter(({ parameters }) => !/^(redirect|showText)$/.test(parameters.respondWith ?? ''));

const CHINESE = /[\u4e00-\u9fff]/;
/** A text that another node of the workflow has made. */
const COMPOSED = /^=\{\{ (\$\('[^']+'\)\.first\(\)\.json\.\w+( \+ )?)+ \}\}$/;
const isExpression = (text: string) => text.startsWith('=');

test('all pages have one style', () => {
	const styles = new Set(ownPages.map(({ parameters }) => parameters.options?.customCss));
	expect(ownPages.length).toBeGreaterThan(10);
	expect(styles.size).toBe(1);
	const [style] = [...styles].map(String);
	expect(style).toContain('.error-show::after');
	const pages = workflows.flatMap(([, { nodes }]) =>
		nodes.map(({ parameters }) => String(parameters.responseBody)).filter((body) => body.includes('class="card"')),
	);
	expect(pages.length).toBeGreaterThan(1);
	for (const page of pages) expect(page).toContain(style);
});

/** The Chinese stands first, in one line of a phone's width, the English in the next. */
function expectChineseFirst(text: string, longest: number): void {
	const [first, second, ...others] = text.split('\n');
	expect(first).toMatch(CHINESE);
	expect(first.length).toBeLessThanOrEqual(longest);
	expect(second).toMatch(/^[A-Z][^\u4e00-\u9fff]+$/);
	expect(others).toEqual([]);
}

describe.each(ownPages)('$place', ({ parameters, isTrigger }) => {
	const { options = {}, formFields, jsonOutput, formDescription, completionMessage } = parameters;
	const fields = formFields?.values ?? [];

	it('has its words in Chinese, with the English behind them', () => {
		const titles = [parameters.formTitle, options.formTitle, parameters.completionTitle];
		for (const title of titles.filter((one) => one !== undefined).map(String)) {
			if (isExpression(title)) continue;
			expectChineseFirst(title, 14);
		}
		for (const text of [formDescription, options.formDescription, completionMessage]) {
			if (!text || COMPOSED.test(String(text))) continue;
			expect(text).toMatch(CHINESE);
			expect(text).toContain('<i>');
		}
		const { buttonLabel } = options;
		if (parameters.operation !== 'completion') expect(buttonLabel).toMatch(/^[\u4e00-\u9fff]+ [A-Z]/);
		for (const { fieldLabel, html, fieldOptions } of fields) {
			if (fieldLabel && !isExpression(fieldLabel)) expectChineseFirst(fieldLabel, 18);
			if (html) expect(html).toMatch(/[\u4e00-\u9fff][\s\S]*(<i>|[A-Z])/);
			for (const { option } of fieldOptions?.values ?? []) {
				expect(option).toMatch(/[\u4e00-\u9fff元年].* [A-Z0-9]/);
			}
		}
		if (jsonOutput) expect(jsonOutput).toMatch(CHINESE);
		if (isTrigger) expect(options.appendAttribution).toBe(false);
	});

	it('stays as it is when it is loaded again', () => {
		if (parameters.operation !== 'completion') return;
		expect(JSON.stringify(parameters)).not.toContain('$json');
	});

	it('asks in a way that n8n has words for in Chinese', () => {
		// n8n says in English what is wrong with an address, or how many choices are meant.
		for (const { fieldType } of fields) expect(fieldType).not.toBe('email');
		expect(JSON.stringify(fields)).not.toContain('limitSelection');
		for (const { acceptFileTypes } of fields) {
			if (acceptFileTypes?.includes('jpg') || acceptFileTypes?.includes('image')) {
				expect(acceptFileTypes).toBe('image/jpeg, image/png');
			}
		}
	});
});

const PROVIDERS: Partial<Record<string, [INodeType, Resources]>> = {
	hSTong: [new HSTong(), hstong],
	htouhui: [new Htouhui(), htouhui],
	qianchengCredit: [new QianchengCredit(), qiancheng],
	userVerification: [new UserVerification(), userVerification],
	weBank: [new WeBank(), webank],
};

/** The fields of the operation that a node of ours is set to, and of its collections. */
function fieldsOf({ type, parameters }: INode): Field[] {
	const provider = PROVIDERS[type.split('.')[1]];
	if (!provider || type.endsWith('Trigger')) return [];
	const [{ description }, resources] = provider;
	const first = (name: string, resource?: unknown) =>
		description.properties.find(
			(property) =>
				property.name === name &&
				(resource === undefined ||
					property.displayOptions?.show?.resource?.includes(resource as string)),
		)?.default;
	const resource = String(parameters.resource ?? first('resource'));
	const operation = String(parameters.operation ?? first('operation', resource));
	const { fields } = resources[resource].operations[operation];
	return fields.flatMap((field) =>
		field.type === 'collection' ? (field.options as Field[]) : [field],
	);
}

/** Each answer of a form that goes into a node's field as it is: the choices, the field, the text above them. */
const answers = workflows.flatMap(([file, workflow]) => {
	const isFlagship = file.startsWith('flagship') && file !== 'flagship-batch.json';
	const asking = workflows.filter(([other]) =>
		isFlagship ? other === 'flagship-onboarding.json' : other === file,
	);
	const asked = asking.flatMap(([, { nodes }]) =>
		nodes.filter(isForm).flatMap(({ parameters }) => {
			const { values = [] } = (parameters as FormParameters).formFields ?? {};
			return values.map((field, at) => ({ field, above: values[at - 1]?.html ?? '' }));
		}),
	);
	return workflow.nodes.flatMap((node) =>
		fieldsOf(node).flatMap((target) => {
			const more = (node.parameters.additionalFields ?? {}) as Record<string, unknown>;
			const value = node.parameters[target.name] ?? more[target.name];
			const [, name] = /^=\{\{ [^{}]*\.(\w+) \}\}$/.exec(String(value)) ?? [];
			return asked
				.filter(({ field }) => field.fieldName === name && field.fieldOptions !== undefined)
				.map(({ field, above }) => ({
					place: `${file}: ${node.name}, ${target.name}`,
					choices: field.fieldOptions?.values.map(({ option }) => option) ?? [],
					target,
					above,
				}));
		}),
	);
});

test.each(answers)('$place is understood by the node, whatever is chosen', ({ choices, target }) => {
	expect(choices.length).toBeGreaterThan(1);
	for (const choice of choices) {
		if (target.type === 'boolean') expect(['是 Yes', '否 No']).toContain(choice);
		if (target.type !== 'options') continue;
		const code = toCode(target.options as INodePropertyOptions[], choice);
		expect([choice, code === undefined]).toEqual([choice, false]);
	}
});

test.each(answers.filter(({ target }) => target.type === 'boolean' && target.hint !== undefined))(
	'$place is the whole statement of the node',
	({ target, above }) => {
		const [, chinese, english] = /^<p>(.*)<\/p><i>(.*)<\/i>$/.exec(above) ?? [];
		expect(`${english} (${chinese})`).toBe(target.hint);
	},
);

test('the answers that are looked at are those of all providers with forms', () => {
	expect(answers.length).toBeGreaterThan(40);
	expect(answers.filter(({ target }) => target.hint).length).toBeGreaterThan(20);
});

test('the flagship knows the sentences that name nothing to put right', () => {
	const [, onboarding] = workflows.find(([file]) => file === 'flagship-onboarding.json') ?? [];
	const node = onboarding?.nodes.find(({ name }) => name === 'Where Is the Mistake? 错在哪里');
	const [, pattern] = /\/(\^\([^/]+)\//.exec(JSON.stringify(node?.parameters)) ?? [];
	for (const { messageChinese } of [GENERAL.notSent, GENERAL.refused, GENERAL.busy]) {
		expect(messageChinese).toMatch(new RegExp(pattern));
	}
});
