import spec from '../../../spec/htouhui.json';
import { readFields } from '../../../sandbox/htouhui/bodies.ts';
import { encodeForm as encodeInSandbox } from '../../../sandbox/htouhui/crypto.ts';
import { kinds } from '../../../sandbox/htouhui/kinds.ts';
import { notificationFields } from '../../../sandbox/htouhui/notification.ts';
import { nextTypeOf } from '../../../sandbox/htouhui/spec.ts';
import { encodeForm } from '../../reference/client.ts';
import { receive } from '../../reference/htouhui.ts';
import { merchant } from '../../support/sandboxes/use-htouhui.ts';
import { testVectors } from '../../support/vectors';

type Inputs = { params: Record<string, string | null>; status: string; body: string };

const form = 'application/x-www-form-urlencoded';
const account = { ...merchant('none'), commonFields: {} };

/** A form as the sandbox's server hands it to the provider. */
const received = (body: string) => ({
	...{ method: 'POST', path: '/', headers: {}, files: [], raw: Buffer.from(body) },
	...{ contentType: form, query: { values: {}, duplicates: [] } },
	form: { values: Object.fromEntries(new URLSearchParams(body)), duplicates: [] },
});

testVectors<Inputs, Record<string, unknown>>('htouhui', {
	formEncoding: ({ inputs, expected }) => {
		const present = Object.entries(inputs.params).filter(([, value]) => value !== null);
		const fields = Object.fromEntries(present) as Record<string, string>;
		const bodies = [encodeForm(Object.entries(inputs.params)), encodeInSandbox(fields)];
		for (const body of bodies) expect({ body }).toEqual(expected);
		// The sandbox reads the same off the wire.
		const read = readFields(received(String(expected.body)));
		expect(read).toEqual({ format: 'form', fields, faults: [] });
	},
	stateMapping: ({ inputs, expected }) => {
		const nextType = nextTypeOf(inputs.status);
		expect({ nextType, done: nextType === null }).toEqual(expected);
	},
	notificationParse: ({ inputs, expected }) => {
		const { done, params } = expected as { done: boolean; params: Record<string, string> };
		expect(receive(form, inputs.body, account)).toEqual(params);
		expect(params.status === '3').toBe(done);
		expect(kinds.right.build({ account, fields: params }).body).toBe(inputs.body);
	},
});

test('A notification has the fields of the specification', () => {
	const [notification] = spec.notifications;
	expect(notification?.params.map(({ name }) => name)).toEqual([...notificationFields]);
});
