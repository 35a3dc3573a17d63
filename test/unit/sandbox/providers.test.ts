import { operations as hstong } from '../../../sandbox/hstong/provider.ts';
import { operations as htouhui } from '../../../sandbox/htouhui/provider.ts';
import { operations as qiancheng } from '../../../sandbox/qiancheng-credit/provider.ts';
import { registry } from '../../../sandbox/registry.ts';
import { operations as verification } from '../../../sandbox/user-verification/provider.ts';
import { operations as webank } from '../../../sandbox/webank/provider.ts';
import { readSpec } from '../../../spec/read.ts';

const served: Record<string, object> = {
	...{ hstong, htouhui, webank },
	...{ 'qiancheng-credit': qiancheng, 'user-verification': verification },
};

describe.each(registry)('The sandbox of $id', ({ id, create }) => {
	const { errorCodes, operations } = readSpec(id);

	test('serves every operation of the specification, and no other', () => {
		expect(Object.keys(served[id] ?? {}).sort()).toEqual(operations.map((one) => one.id).sort());
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
