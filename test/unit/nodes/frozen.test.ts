import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { loadProvider } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';

// Workflows store these names and values, and leave out what is as by default. A change of the snapshot
// breaks workflows that users have built: once released, add a node version instead.

function outline(properties: INodeProperties[], indent = ''): string[] {
	return properties.flatMap(({ name, type, options = [], default: usual, displayOptions }) => {
		const { resource, operation } = displayOptions?.show ?? {};
		const where = [resource, operation].filter(Boolean).map(String).join('.');
		const values =
			type === 'options' ? (options as INodePropertyOptions[]).map(({ value }) => value) : [];
		const isEmpty = [undefined, '""', '{}', '[]'].includes(JSON.stringify(usual));
		return [
			`${indent}${where && `[${where}] `}${name}: ${type}${values.length ? ` ${values.join('|')}` : ''}${isEmpty ? '' : ` = ${JSON.stringify(usual)}`}`,
			...insideOf(type, options as INodeProperties[], `${indent}  `),
		];
	});
}

/** What a collection holds, and each group of a fixed collection under its name. */
function insideOf(type: string, options: object[], indent: string): string[] {
	if (type === 'collection') return outline(options as INodeProperties[], indent);
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ name, values }) => [
		`${indent}${name}`,
		...outline(values, `${indent}  `),
	]);
}

const frozen = PROVIDERS.flatMap((entry): Array<[string, INodeProperties[]]> => {
	const { node, trigger, credential } = loadProvider(entry, process.cwd());
	return [
		...[node, ...(trigger ? [trigger] : [])].map(({ description }): [string, INodeProperties[]] => [
			`the node ${description.name}`,
			description.properties,
		]),
		[`the credential ${credential.name}`, credential.properties],
	];
});

test.each(frozen)('names and values of %s are frozen', (_name, properties) => {
	expect(outline(properties).join('\n')).toMatchSnapshot();
});
