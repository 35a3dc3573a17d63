import spec from '../../../spec/htouhui.json';
import { readFields } from '../../../sandbox/htouhui/bodies.ts';
import { encodeForm as encodeInSandbox } from '../../../sandbox/htouhui/crypto.ts';
import { accounts } from '../../../sandbox/htouhui/accounts.ts';
import { kinds } from '../../../sandbox/htouhui/kinds.ts';
import { notificationFields } from '../../../sandbox/htouhui/notification.ts';
import { createHtouhui, operations } from '../../../sandbox/htouhui/provider.ts';
import { readOrder } from '../../../sandbox/htouhui/sender.ts';
import { nextTypeOf } from '../../../sandbox/htouhui/spec.ts';
import { readRequestText } from '../../reference/form-request.ts';
import { afterStatus, encodeForm, paths, receive } from '../../reference/htouhui.ts';
import { testVectors } from '../../support/vectors';

type Inputs = { params: Record<string, string | null>; status: string; body: string };
type Expected = Record<string, unknown>;

const unsigned = { baseUrl: '', commonFields: {}, algorithm: 'none' } as const;

testVectors<Inputs, Expected>('htouhui', {
	formEncoding: ({ inputs, expected }) => {
		expect({ body: encodeForm(inputs.params) }).toEqual(expected);
		const present = Object.entries(inputs.params).filter(([, value]) => value !== null);
		const fields = Object.fromEntries(present) as Record<string, string>;
		expect({ body: encodeInSandbox(fields) }).toEqual(expected);
		// The sandbox reads the same off the wire.
		const read = readFields(readRequestText(String(expected.body)));
		expect(read).toEqual({ format: 'form', fields, faults: [] });
	},
	stateMapping: ({ inputs, expected }) => {
		expect(afterStatus(inputs.status)).toEqual(expected);
		const nextType = nextTypeOf(inputs.status);
		expect({ nextType, done: nextType === null }).toEqual(expected);
	},
	notificationParse: ({ inputs, expected }) => {
		const { done, params } = expected as { done: boolean; params: Record<string, string> };
		const form = 'application/x-www-form-urlencoded';
		expect(receive(form, inputs.body, unsigned)).toEqual(params);
		expect(afterStatus(String(params.status)).done).toBe(done);
		const [account] = accounts;
		if (!account) throw new Error('no account');
		const settings = { ...account, commonFields: {} };
		expect(kinds.right.build({ account: settings, fields: params }).body).toBe(inputs.body);
	},
});

describe('The sandbox and the reference client', () => {
	test('know every operation of the spec, and no other', () => {
		const ids = spec.operations.map(({ id }) => id).sort();
		expect(Object.keys(operations).sort()).toEqual(ids);
		expect(Object.keys(paths).sort()).toEqual(ids);
	});

	test.each(spec.operations.map(({ id, method, path }) => [id, method, path] as const))(
		'agree with the spec on the path of %s',
		(id, method, path) => {
			const called = paths[id as keyof typeof paths];
			// The query has none in the document (gap HTH-03).
			if (path !== null) expect(called).toBe(path);
			expect(createHtouhui().match(method, called)?.operation).toBe(id);
		},
	);

	test('notify with the fields of the spec, and know no code', () => {
		const [notification] = spec.notifications;
		expect(notification?.params.map(({ name }) => name)).toEqual([...notificationFields]);
		expect(createHtouhui().codes.size).toBe(0);
	});
});

describe('An order of notifications', () => {
	const url = 'http://127.0.0.1/';

	test.each([
		[{}, 'url must be an http or https address'],
		[{ url, kind: 'toString' }, 'kind must be one of right, '],
		[{ url, field: 'x' }, 'field must be one of htouhui_user_id, '],
		[{ url, times: 0 }, 'times must be a whole number from 1'],
		[{ url, merchant: 'x' }, "There is no account 'x'"],
		[{ url, status: 3 }, 'status must be a string'],
		[{ url, thirdPartyUserId: 3 }, 'thirdPartyUserId must be a string'],
		[{ url, expect: 'success' }, 'expect must be a list of replies'],
		[{ url, salt: 'x' }, "there is no 'salt'"],
	])('given %j, is refused', (order, fault) => expect(readOrder(order)).toContain(fault));
});
