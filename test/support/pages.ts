import type { INode, INodeProperties } from 'n8n-workflow';

import { loadProvider } from '../../scripts/shared/providers.ts';
import { readExamples } from '../../scripts/start/examples.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { ALL_FIELDS, type PlacedField } from './fields.ts';

/** A field of a form page, as n8n stores it. */
export interface FormField {
	fieldName?: string;
	fieldLabel?: string;
	fieldType?: string;
	placeholder?: string;
	html?: string;
	defaultValue?: string;
	fieldOptions?: { values: Array<{ option: string }> };
}

/** What a person may get to see, wherever it stands in an example. */
export interface Page {
	/** Example and node, for the title of a test. */
	place: string;
	node: INode;
	fields: FormField[];
}

interface PageParameters {
	formFields?: { values?: FormField[] };
	options?: { customCss?: string };
}

const FORMS = ['form', 'formTrigger'].map((type) => `n8n-nodes-base.${type}`);

/** The pages of all forms in the examples. */
export const PAGES: Page[] = readExamples().flatMap(({ name, nodes }) =>
	nodes
		.filter(({ type }) => FORMS.includes(type))
		.map((node) => ({
			place: `${name}: ${node.name}`,
			node,
			fields: (node.parameters as PageParameters).formFields?.values ?? [],
		})),
);

/** A parameter of one of our nodes in an example that simply takes what was entered into a form's field. */
export interface Handover {
	place: string;
	fieldName: string;
	field: PlacedField['field'];
	/** The fields of that name in the example's forms. */
	entered: FormField[];
}

const SIMPLE = /^=\{\{ \$(?:json|\('[^']+'\)\.first\(\)\.json)\.(\w+)(?: \|\| undefined)? \}\}$/;
const OWN = 'n8n-nodes-fintech-onboarding.';

/** Every place in which an example hands what was entered over to one of our nodes as it is. */
export const HANDOVERS: Handover[] = readExamples().flatMap(({ name, nodes }) => {
	const entered = PAGES.filter(({ place }) => place.startsWith(`${name}: `)).flatMap(
		({ fields }) => fields,
	);
	return nodes
		.filter(({ type }) => type.startsWith(OWN) && !type.endsWith('Trigger'))
		.flatMap((node) =>
			parametersOf(node).flatMap(({ parameter, value, field }) => {
				const fieldName = typeof value === 'string' ? SIMPLE.exec(value)?.[1] : undefined;
				const same = entered.filter((one) => one.fieldName === fieldName);
				if (!fieldName || same.length === 0) return [];
				return [{ place: `${name}: ${node.name}: ${parameter}`, fieldName, field, entered: same }];
			}),
		);
});

/** The parameters of one of our nodes with their fields, also those in its collections. */
export function parametersOf(node: INode) {
	const operation = operationOf(node);
	const { additionalFields = {}, ...others } = node.parameters;
	return Object.entries({ ...others, ...(additionalFields as object) }).flatMap(
		([parameter, value]) => {
			const found = ALL_FIELDS.find(
				({ place }) => place.toLowerCase() === `${operation}.${parameter}`.toLowerCase(),
			);
			return found ? [{ parameter, value: value as unknown, field: found.field }] : [];
		},
	);
}

/** Provider, resource and operation that a node runs, by its parameters or by their defaults. */
function operationOf({ type, parameters }: INode): string {
	const entry = PROVIDERS.find(({ node }) => `${OWN}${node}`.toLowerCase() === type.toLowerCase());
	if (!entry) throw new Error(`No provider has the node ${type}`);
	const { properties } = loadProvider(entry, process.cwd()).node.description;
	const defaultOf = (name: string, resource?: string): unknown =>
		properties.find(
			({ name: own, displayOptions }: INodeProperties) =>
				own === name &&
				(resource === undefined || displayOptions?.show?.resource?.includes(resource)),
		)?.default;
	const resource = String(parameters.resource ?? defaultOf('resource'));
	const operation = String(parameters.operation ?? defaultOf('operation', resource));
	return [type.slice(OWN.length), resource, operation].join('.').toLowerCase();
}
