import spec from '../../../spec/webank.json';
import { kindNames, kindOf } from '../../../sandbox/webank/kinds.ts';
import { createWebank, operations } from '../../../sandbox/webank/provider.ts';
import { Replies } from '../../../sandbox/webank/replies.ts';
import { readOrder } from '../../../sandbox/webank/sender.ts';
import { transactionTime } from '../../../sandbox/webank/spec.ts';
import { interfaces } from '../../reference/webank.ts';

describe('The sandbox and the reference client', () => {
	test('know every operation of the spec, and no other', () => {
		const ids = spec.operations.map(({ id }) => id).sort();
		expect(Object.keys(operations).sort()).toEqual(ids);
		expect(Object.keys(interfaces).sort()).toEqual(ids);
	});

	test.each(spec.operations.map((operation) => [operation.id, operation] as const))(
		'agree with the spec on %s',
		(id, { method, path, host, params }) => {
			const called = interfaces[id as keyof typeof interfaces];
			const version = params.find(({ name }) => name === 'version')?.fixed;
			expect(called).toMatchObject({ method, path, host, version });
			const listener = host === 'capup' ? 'webank-files' : 'webank';
			const provider = createWebank();
			expect(provider.match(method, path, listener)?.operation).toBe(id);
			expect(provider.match(method, path)?.operation).toBe(id);
		},
	);

	test('know every documented code', () => {
		const codes = spec.errorCodes.map(({ code }) => code).sort();
		expect([...createWebank().codes].sort()).toEqual(codes);
	});

	test('know every reply code', () => {
		const known = spec.dictionaries.replyCode.map(({ value }) => value);
		const expected = kindNames.flatMap((name) => [...kindOf(name).expected]);
		for (const code of expected) expect(known).toContain(code);
	});
});

test('The time of a transaction is Chinese time, as the example of 4.1 shows', () => {
	expect(transactionTime(1_516_178_421_000 - 3_600_000)).toBe('20180117154021');
});

describe('A script of business replies', () => {
	test('is used up in its order, each reply for the calls that it names', () => {
		const replies = new Replies();
		const fault = replies.set([
			{ serviceCode: '2', code: 'a' },
			{ bizPath: 'yh', code: 'b', times: 2 },
			{ code: 'c', times: null },
		]);
		expect(fault).toBeUndefined();
		const taken = ['1', '2', '2', '2'].map((code) => replies.take('yh', code)?.code);
		expect(taken).toEqual(['b', 'a', 'b', 'c']);
		expect(replies.take('cgy', '9')?.code).toBe('c');
	});

	test.each([
		[{}, 'replies must be a list'],
		[['a'], 'a reply must be an object'],
		[[{ status: 1 }], "a reply has no field 'status'"],
		[[{ code: 1 }], 'code must be a string'],
		[[{ data: [] }], 'data must be an object'],
		[[{ jsonData: {} }], 'jsonData must be a string or null'],
		[[{ jsonData: '{}', code: '1' }], 'jsonData stands for code, desc and data'],
		[[{ times: 0 }], 'times must be a whole number from 1, or null'],
	])('given %j, is refused', (value, fault) => {
		expect(new Replies().set(value)).toContain(fault);
	});
});

describe('An order of notifications', () => {
	const url = 'http://127.0.0.1/';

	test.each([
		[{}, 'url must be an http or https address'],
		[{ url: 'ftp://a' }, 'url must be an http or https address'],
		[{ url, kind: 'evil' }, 'kind must be one of right, '],
		[{ url, kind: 'toString' }, 'kind must be one of right, '],
		[{ url, field: 'plain' }, 'field must be one of Plain, '],
		[{ url, times: 0 }, 'times must be a whole number from 1'],
		[{ url, concurrency: 1.5 }, 'concurrency must be a whole number from 1'],
		[{ url, appId: 'nobody' }, "There is no account 'nobody'"],
		[{ url, expect: '0000' }, 'expect must be a list of replies'],
		[{ url, count: 2 }, "there is no 'count'"],
	])('given %j, is refused', (order, fault) => expect(readOrder(order)).toContain(fault));
});
