import { createRequire } from 'node:module';
import { join } from 'node:path';
import { registry } from '../../../sandbox/registry.ts';
import { readSpec } from '../../../spec/read.ts';

const load = createRequire(join(process.cwd(), 'sandbox', 'index.ts'));

describe.each(registry)('The sandbox of $id', ({ id, create }) => {
	const { errorCodes, operations } = readSpec(id);
	const served = load(`./${id}/provider.ts`) as { operations: object };

	test('serves every operation of the specification, and no other', () => {
		expect(Object.keys(served.operations).sort()).toEqual(operations.map((one) => one.id).sort());
	});

	test.each(operations.filter(({ path }) => path !== null))(
		'finds $id by its path',
		(operation) => {
			const listener = operation.host === 'capup' ? 'webank-files' : id;
			const path = String(operation.path).replace(/\{\w+\}/g, '1');
			for (const where of [listener, undefined])
				expect(create().match(operation.method, path, where)?.operation).toBe(operation.id);
		},
	);

	test('knows every documented code, and no other', () => {
		expect(create().codes).toEqual(new Set(errorCodes.map(({ code }) => String(code))));
	});
});
