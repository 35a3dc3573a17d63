import { NodeHelpers, type INodeProperties } from 'n8n-workflow';

import { loadProvider, placesOf } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';

// Whether an operation submits is compared with the specification by the coverage, and that it then makes one
// request for an item, by the stage of the integration tests.
test.each(PROVIDERS)("$node: 'Submit Only Once' is for operations that submit", (entry) => {
	const { node, resources } = loadProvider(entry, process.cwd());
	const options = node.description.properties.find(({ name }) => name === 'options');
	const option = (options?.options as INodeProperties[]).find(
		({ name }) => name === 'submitOnlyOnce',
	);
	for (const { resource, name, operation } of placesOf(resources)) {
		const root = { resource, operation: name };
		const isShown =
			option !== undefined && NodeHelpers.displayParameter({}, option, null, null, root);
		expect({ ...root, isShown }).toEqual({ ...root, isShown: operation.effect !== 'reads' });
	}
});
