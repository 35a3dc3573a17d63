import { checkSoak, type Soaked } from '../../scale/soak/rules.ts';
import type { JournalEntry } from '../../scale/sandbox.ts';

const request = (name: string, more: Partial<JournalEntry> = {}): JournalEntry => ({
	...{ seq: 1, at: new Date(1000).toISOString(), provider: 'webank', operation: 'callService' },
	...{ path: `/api/s/scale/${name}`, params: { $body: '{"NUMBER":"0"}' }, code: '0' },
	...{ processed: true, fault: null, checks: [], ...more },
});
const checked = request('', { operation: 'searchBlacklist', params: { name: '王0' } });
const ticket = request('', {
	...{ operation: 'getApiTicket', params: { user_data: '{"USER_ID":"0"}', type: 'user' } },
});
const token = (operation: string, at = 0) =>
	request('', { operation, at: new Date(at).toISOString(), params: {} });
const done = { Apply: 'done', Query: 'done', Ticket: 'done', Check: 'done' };
const run = { id: '1', number: '0', status: 'success' as const, stoppedAt: 2000, said: done };

/** One call of the webhook, of which all went well. */
const sound: Soaked = {
	sent: [{ number: '0', at: 500, isTaken: true }],
	runs: [run],
	allEnded: true,
	faults: [],
	kicks: [],
	requests: [
		...[token('getAccessToken'), token('authorizeToken')],
		...[request('apply'), request('query'), ticket, checked],
	],
	lives: [],
	...{ durationMs: 60_000, sessionSeconds: 120, workers: 3 },
};
const broken = (changes: Partial<Soaked>) =>
	checkSoak({ ...sound, ...changes })
		.filter(({ kept }) => !kept)
		.map(({ rule }) => rule.split(/[:,]/)[0]);
const saying = (said: object, more: object = {}) => ({ runs: [{ ...run, ...more, said }] });
const without = (path: string) => sound.requests.filter((one) => !one.path.endsWith(path));
const samples = (growth: number) =>
	Array.from({ length: 30 }, (_, i) => ({ at: i * 60_000, mb: i < 20 ? 100 : 100 * growth }));

const ACCOUNTED = 'Each of the 1 calls of the webhook that n8n took is one execution';
const TRUE = 'No false success';
const MET = 'What was not done met a fault';

describe('the rules of the soak', () => {
	it('are all kept when all goes well', () => expect(broken({})).toEqual([]));

	it.each<[string, Partial<Soaked>, string[]]>([
		['a call that n8n took and lost', { runs: [] }, [ACCOUNTED, TRUE]],
		['two executions of one call', { runs: [run, { ...run, id: '2' }] }, [ACCOUNTED]],
		[
			'an execution of no call',
			{ runs: [run, { ...run, id: '2', number: '9' }] },
			[ACCOUNTED, TRUE],
		],
		['an execution without an end', { allEnded: false }, ['Every execution comes to an end']],
		['a false success', { requests: without('apply') }, [TRUE]],
		['a success that leaves a call out', saying({ ...done, Query: undefined }), [TRUE, MET]],
		[
			'a call that is said not to be sent, and was',
			saying({ ...done, Apply: 'notSent' }),
			[TRUE, MET],
		],
		[
			'a call that is said to be refused, and was carried out',
			saying({ ...done, Check: 'refused' }),
			[TRUE, MET],
		],
		['a word that is no outcome', saying({ ...done, Apply: 'undefined' }), [TRUE, MET]],
		['a failure without a fault', saying({ ...done, Apply: 'unknown' }), [MET]],
		[
			'something carried out twice',
			{ requests: [...sound.requests, request('query')] },
			[TRUE, 'The providers carried out nothing twice'],
		],
		[
			'more tokens at once than workers',
			{
				requests: [
					...sound.requests,
					...[1, 2, 3, 4, 5, 6].map((at) => token('getAccessToken', at)),
				],
			},
			['Each end of a session of WeBank costs each of 3 workers 2 fetches at most'],
		],
		[
			'tokens without need',
			{ requests: [...sound.requests, token('authorizeToken', 20_000)] },
			['Each end of a session of Qiancheng costs each of 3 workers 2 fetches at most'],
		],
		[
			'a worker that grows',
			{ lives: [{ member: 'worker 1', startedAt: 0, samples: samples(1.3) }] },
			['The memory of a process that lives for 10 minutes is flat'],
		],
	])('are broken by %s', (_, changes, rules) => expect(broken(changes)).toEqual(rules));

	it.each<[string, Partial<Soaked>]>([
		[
			'a lost answer that is said to be one',
			{
				...saying({ ...done, Apply: 'unknown' }),
				requests: sound.requests.map((one) =>
					one.path.endsWith('apply') ? { ...one, fault: 'drop/after' } : one,
				),
			},
		],
		[
			'a call that was dropped unread',
			{
				...saying({ ...done, Apply: 'unknown' }),
				requests: [
					...without('apply'),
					request('apply', { params: {}, processed: false, fault: 'drop/before' }),
				],
			},
		],
		[
			'an execution that crashed with its worker',
			{
				...saying({ Apply: 'done' }, { status: 'crashed', stoppedAt: 90_000 }),
				faults: [{ what: 'worker 1 was killed', at: 1500, until: 30_000 }],
			},
		],
		[
			'a failed execution of which n8n kept nothing',
			{
				runs: [run, { ...run, id: '2', number: undefined, status: 'error', said: {} }],
				sent: [...sound.sent, { number: '1', at: 500, isTaken: true }],
			},
		],
		['memory that stays', { lives: [{ member: 'worker 1', startedAt: 0, samples: samples(1.1) }] }],
	])('are kept by %s', (_, changes) => expect(broken(changes)).toEqual([]));
});
