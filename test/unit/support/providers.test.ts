import { PROVIDERS } from '../../../spec/providers.ts';
import { ALL_FIELDS } from '../../support/fields';
import { providers } from '../../support/providers';

// A provider that is missing there would be left out of many tests, and none would fail.
test('the tables of the tests have every provider that package.json lists', () => {
	const all = PROVIDERS.map(({ node }) => node).sort();
	expect(providers.map(({ node }) => node.constructor.name).sort()).toEqual(all);
	const read = new Set(ALL_FIELDS.map(({ place }) => place.split('.')[0].toLowerCase()));
	expect([...read].sort()).toEqual(all.map((name) => name.toLowerCase()).sort());
});
