import type { INodePropertyOptions } from 'n8n-workflow';
import type { Field, Group, Operation } from '../../nodes/shared/model/operation.ts';
import { table } from './doc-tables.ts';
import type { Modules } from '../shared/providers.ts';

/** More choices than these are shown by their number. */
const MOST_CHOICES = 12;

/** docs/reference/<provider>.md: every operation with its fields, as the editor has them. */
export function referenceOf(id: string, { node, resources }: Modules): string {
	const { displayName, description } = node.description;
	const chapters = Object.values(resources).flatMap((resource) => [
		`## ${resource.name}\n\n${resource.description}.`,
		...Object.values(resource.operations).map(operationText),
	]);
	return [
		`# ${displayName}: operations and fields`,
		`${description}. What you need from the provider, and how it behaves: [${displayName}](../${id}.md).`,
		'This page is generated from the node (`npm run generate`). Names in `code` are those of the provider, which expressions and the API of n8n use.',
		...chapters,
		'',
	].join('\n\n');
}

function operationText({ name, description, fields, effect }: Operation): string {
	const rows = fields.flatMap((field) => rowsOf(field));
	return [
		`### ${name}`,
		/[.!?]$|\.\)$/.test(description) ? description : `${description}.`,
		rows.length > 0
			? table(['Field', 'Chinese', 'Name', 'Needed', 'What to fill in'], rows)
			: 'It has no fields.',
		effect === 'reads'
			? 'It only reads, and is repeated after a fault.'
			: `It is never repeated by itself. When its outcome is unknown: ${effect.submits}`,
	].join('\n\n');
}

/** A field, and those inside it with its name in front. */
function rowsOf(field: Field, path = ''): string[][] {
	const { type, displayName, name, chinese = '', description = '', hint, options = [] } = field;
	if (type === 'notice') return [];
	const label = path + displayName;
	const inner = (fields: Field[]) => fields.flatMap((one) => rowsOf(one, `${label} → `));
	if (type === 'collection') return inner(options as Field[]);
	const row = [
		label,
		chinese,
		`\`${name}\``,
		needOf(field),
		`${[description, hint].filter(Boolean).join(': ')}${choicesOf(field)}`,
	];
	return type === 'fixedCollection'
		? [row, ...inner((options as Group[]).flatMap(({ values }) => values))]
		: [row];
}

function needOf({ required, displayOptions }: Field): string {
	const conditions = Object.entries(displayOptions?.show ?? {}).map(
		([name, values]) => `\`${name.replace('/', '')}\` is ${(values as unknown[]).join(' or ')}`,
	);
	if (conditions.length === 0) return required ? 'yes' : '';
	return `${required ? 'yes, if' : 'if'} ${conditions.join(' and ')}`;
}

function choicesOf({ type, options = [] }: Field): string {
	if (type !== 'options') return '';
	const choices = options as INodePropertyOptions[];
	if (choices.length > MOST_CHOICES) return `. ${choices.length} choices`;
	return `. ${choices.map(({ name, value }) => `${String(value)}: ${name}`).join('; ')}`;
}
