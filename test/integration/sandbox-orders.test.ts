import * as htouhui from '../../sandbox/htouhui/sender.ts';
import * as webank from '../../sandbox/webank/sender.ts';
import { useHstong } from '../support/sandboxes/use-hstong.ts';

// Whoever orders something of the control server that it cannot do is told in one sentence what is wrong.

const { control } = useHstong();
const url = 'http://127.0.0.1/';

const ORDERS: Record<string, Array<[path: string, order: object, error: string]>> = {
	'the sandbox': [
		['faults', { nobody: {} }, "There is no provider 'nobody'"],
		['faults', { hstong: { latency: 1 } }, "there is no setting 'latency'"],
		['faults', { hstong: { latencyMs: -1 } }, 'latencyMs must be a whole number'],
		['faults', { hstong: { force: [{ code: '99999' }] } }, "'99999' is not a documented code"],
		['faults', { hstong: { events: [{ kind: 'drop' }] } }, "either 'at' or 'everyNth'"],
		['faults', { hstong: { events: [{ kind: 'slow', at: [1] }] } }, 'kind must be one of'],
		['faults', { hstong: { events: [{ kind: 'drop', at: [0] }] } }, 'at must be a list'],
	],
	'User Verification': [
		['user-verification/review', { status: '6' }, 'status must be one of 1, 2, 3, 4, 5'],
		['user-verification/review', { status: '4' }, 'The five steps are not done'],
		['user-verification/review', { apiKey: 'x', status: '4' }, "There is no key 'x'"],
		['user-verification/force', { code: 5 }, 'code must be a string'],
		[
			'user-verification/force',
			{ code: '5', operation: 'x' },
			'operation must be one of queryUser',
		],
		['user-verification/force', { code: '5', times: -1 }, 'httpStatus must be a status'],
	],
	Htouhui: [
		['htouhui/settings', { merchant: 'x' }, "There is no account 'x'"],
		['htouhui/settings', { algorithm: 'sha1' }, 'algorithm must be one of none, md5, '],
		['htouhui/settings', { key: 'x' }, "there is no 'key'; known are algorithm, "],
		['htouhui/settings', { commonFields: { a: 1 } }, 'commonFields must be an object of texts'],
		['htouhui/outcome', { outcome: 'fail' }, 'outcome must be one of success, failOpen, '],
		['htouhui/finish', {}, 'There is no such open page'],
		['htouhui/resend', {}, 'There is no notification of this user'],
		['htouhui/retries', { delaysMs: [] }, 'delaysMs must be a list'],
		['htouhui/force', {}, 'body must be a text'],
	],
	WeBank: [
		['webank/expire', { kind: 'token' }, 'kind must be one of accessToken, signTicket, userTicket'],
		['webank/expire', { kind: 'signTicket', appId: 'x' }, "There is no account 'x'"],
		['webank/kick-out', { appId: 'x' }, "There is no account 'x'"],
		['webank/kick-out', { ticket: 'yes' }, 'ticket must be true or false'],
		['webank/kick-out', { beforeCalls: -1 }, 'beforeCalls must be a whole number'],
		['webank/secret', {}, 'secret must be a string'],
		['webank/lives', { signTicket: 'long' }, 'a life must be a whole number of seconds'],
		['webank/lives', { ticket: 1 }, "There is no 'ticket'"],
		['webank/clock', { advanceSeconds: -1 }, 'advanceSeconds must be a whole number'],
		['webank/replies', { replies: {} }, 'replies must be a list'],
		['webank/replies', { replies: ['a'] }, 'a reply must be an object'],
		['webank/replies', { replies: [{ status: 1 }] }, "a reply has no field 'status'"],
		['webank/replies', { replies: [{ code: 1 }] }, 'code must be a string'],
		['webank/replies', { replies: [{ data: [] }] }, 'data must be an object'],
		['webank/replies', { replies: [{ jsonData: {} }] }, 'jsonData must be a string or null'],
		[
			'webank/replies',
			{ replies: [{ jsonData: '', code: '1' }] },
			'jsonData stands for code, desc',
		],
		['webank/replies', { replies: [{ times: 0 }] }, 'times must be a whole number from 1, or null'],
		['webank/upload-notice', { url: 'file:///' }, 'url must be an http or https address'],
		['webank/notify', { url: 'nowhere' }, 'url must be an http or https address'],
	],
	'Qiancheng Credit': [
		['qiancheng-credit/settings', { speed: 1 }, "there is no setting 'speed'"],
		[
			'qiancheng-credit/settings',
			{ gzip: 'no' },
			'gzip must be one of required, optional, refused',
		],
		['qiancheng-credit/settings', { stepMs: -1 }, 'stepMs must be a whole number'],
		['qiancheng-credit/settings', { resultParams: 'a' }, 'resultParams must be a list of texts'],
		['qiancheng-credit/clock', { advanceSeconds: '1' }, 'advanceSeconds must be a number from 0'],
		['qiancheng-credit/clock', { seconds: 1 }, "There is no 'seconds'; known are advanceSeconds"],
		['qiancheng-credit/expire', { username: 'x' }, "There is no merchant 'x'"],
		['qiancheng-credit/kick-out', { username: 'x' }, "There is no merchant 'x'"],
		['qiancheng-credit/state', { open_id: 'x', state: 1 }, 'There is no query with this open_id'],
		[
			'qiancheng-credit/decide',
			{ open_id: 'x', state: 1 },
			'There is no risk audit with this open_id',
		],
	],
};

describe.each(Object.entries(ORDERS))('An order to %s', (_whom, orders) => {
	test.each(orders)('%s with %j is refused', async (path, order, error) => {
		const answer = await control<{ error: string }>(`/${path}`, order);
		expect(answer.error).toContain(error);
		expect(await control('/faults')).toMatchObject({ hstong: { requestsSince: 0 } });
	});
});

describe.each([
	['webank', webank.readOrder, 'appId', { field: 'plain' }, 'field must be one of Plain, '],
	[
		'htouhui',
		htouhui.readOrder,
		'merchant',
		{ field: 'x' },
		'field must be one of htouhui_user_id, ',
	],
] as const)('An order of notifications of %s', (_provider, readOrder, account, field, fault) => {
	test.each([
		[{ url: undefined }, 'url must be an http or https address'],
		[{ url: 'ftp://a' }, 'url must be an http or https address'],
		[{ kind: 'evil' }, 'kind must be one of right, '],
		[{ kind: 'toString' }, 'kind must be one of right, '],
		[{ times: 0 }, 'times must be a whole number from 1'],
		[{ concurrency: 1.5 }, 'concurrency must be a whole number from 1'],
		[{ [account]: 'x' }, "There is no account 'x'"],
		[{ expect: '0000' }, 'expect must be a list of replies'],
		[{ count: 2 }, "there is no 'count'"],
		[field, fault],
	])('with %j is refused', (order, said) => expect(readOrder({ url, ...order })).toContain(said));
});

test.each([{ status: 3 }, { thirdPartyUserId: 3 }])(
	'A notification of Htouhui has texts only: %j',
	(order) => expect(htouhui.readOrder({ url, ...order })).toContain('must be a string'),
);
