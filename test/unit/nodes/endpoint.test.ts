import type { Operation } from '../../../nodes/shared/model/operation';
import { withEndpoint } from '../../../nodes/shared/request/endpoint';

const operation = (endpoint: Operation['endpoint']): Operation => ({
	...{
		id: 'send',
		name: 'Send',
		chinese: '发送',
		action: 'Send',
		description: '',
		fields: [],
		effect: 'reads',
	},
	endpoint,
	run: async () => await Promise.resolve({ json: {} }),
});

const none = { wire: {}, path: {}, local: {}, normalized: {}, warnings: [] };

test('a request goes to the endpoint of its operation, with the values of its path', () => {
	const values = { ...none, path: { id: 'a/b 一', side: 1 } };

	expect(withEndpoint({ query: { a: 1 } }, operation('GET /photos/{id}/{side}'), values)).toEqual({
		method: 'GET',
		path: '/photos/a%2Fb%20%E4%B8%80/1',
		query: { a: 1 },
	});
});

test('of several versions the chosen one counts', () => {
	const versions = operation({ v1: 'POST /send', v2: 'POST /v2/send' });

	expect(withEndpoint({}, versions, { ...none, local: { interfaceVersion: 'v2' } })).toEqual({
		method: 'POST',
		path: '/v2/send',
	});
});

test('a request may name another address', () => {
	const own = { method: 'GET', path: '/elsewhere' } as const;

	expect(withEndpoint(own, operation('POST /send'), none)).toEqual(own);
	expect(withEndpoint({ path: '/set/up' }, operation(undefined), none)).toEqual({
		method: 'POST',
		path: '/set/up',
	});
});
