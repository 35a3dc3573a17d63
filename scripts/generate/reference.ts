import type { INodePropertyOptions } from 'n8n-workflow';
import type { Field, Group } from '../../nodes/shared/model/field.ts';
import type { Operation } from '../../nodes/shared/model/operation.ts';
import type { Spec } from '../../spec/types.ts';
import type { Modules } from '../shared/providers.ts';
import { table } from './doc-tables.ts';
import type { Language } from './language.ts';

/** More choices than these are shown by their number. */
const MOST_CHOICES = 12;

/** reference/<provider>.md: every operation with its fields, as the editor has them. */
export function referenceOf(spec: Spec, { node, resources }: Modules, language: Language): string {
	const { say, sentences, about, named } = language;
	const { displayName, description } = node.description;
	const guide = `[${displayName}](../${spec.provider.id}.md)`;
	const chapters = Object.values(resources).flatMap((resource) => [
		`## ${named(resource.name, resource.chinese)}`,
		sentences(say(resource.description)),
		...Object.values(resource.operations).map((operation) => operationText(operation, language)),
	]);
	return [
		`# ${about(displayName, say('operations and fields'))}`,
		sentences(
			say(description),
			about(say('What you need from the provider, and how it behaves'), guide),
		),
		say(
			'This page is generated from the node (`npm run generate`). Names in `code` are those of the provider, which expressions and the API of n8n use.',
		),
		...chapters,
		'',
	].join('\n\n');
}

function operationText(operation: Operation, language: Language): string {
	const { name, chinese, description, fields, effect } = operation;
	const { say, sentences, about, named } = language;
	const rows = fields.flatMap((field) => rowsOf(field, language));
	const head = ['Field', 'Chinese', 'Name', 'Needed', 'What to fill in'].map((word) => say(word));
	return [
		`### ${named(name, chinese)}`,
		sentences(say(description)),
		rows.length > 0 ? table(head, rows) : say('It has no fields.'),
		effect === 'reads'
			? say('It only reads, and is repeated after a fault.')
			: about(
					say('It is never repeated by itself. When its outcome is unknown'),
					say(effect.submits),
				),
	].join('\n\n');
}

/** A field, and those inside it with its name in front. */
function rowsOf(field: Field, language: Language, path = ''): string[][] {
	const { type, displayName, name, chinese = '', options = [] } = field;
	if (type === 'notice') return [];
	const label = path + displayName;
	const inner = (fields: Field[]) => fields.flatMap((one) => rowsOf(one, language, `${label} → `));
	if (type === 'collection') return inner(options as Field[]);
	const row = [label, chinese, `\`${name}\``, needOf(field, language), textOf(field, language)];
	return type === 'fixedCollection'
		? [row, ...inner((options as Group[]).flatMap(({ values }) => values))]
		: [row];
}

function textOf(field: Field, language: Language): string {
	const { type, displayName, description = '', hint = '' } = field;
	const { say, joined } = language;
	// A description that repeats the name says nothing more in Chinese, either.
	const what = say(description, description === displayName ? '' : undefined);
	// A statement of a person ends with the provider's own Chinese.
	const [, statement] = (type === 'boolean' && /\((\p{Script=Han}.*)\)$/u.exec(hint)) || [];
	const more = say(hint, statement);
	return joined(what, more, choicesOf(field, language));
}

function needOf({ required = false, displayOptions }: Field, { need }: Language): string {
	const shownWhen = Object.entries(displayOptions?.show ?? {});
	return need(
		required,
		shownWhen.map(([name, values]) => [name.replace('/', ''), values as unknown[]]),
	);
}

function choicesOf({ type, options = [] }: Field, { about, list, count }: Language): string {
	if (type !== 'options') return '';
	const choices = options as INodePropertyOptions[];
	if (choices.length > MOST_CHOICES) return count(choices.length);
	return list(choices.map(({ name, value }) => about(String(value), name)));
}
