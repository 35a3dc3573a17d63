import type { IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { userTicket } from '../../../nodes/WeBank/operations/userTicket.resource';
import { lifeMs, ticketOf } from '../../../nodes/WeBank/protocol';
import { fetchSession } from '../../../nodes/WeBank/tokens';
import type { Call } from '../../../nodes/shared/model/operation';

const credentials = { environment: 'dev', appId: 'app', secret: 'secret' };
const HOUR = 3_600_000;

/** Fetches a session from a WeBank that answers with these beside code, token and ticket. */
async function fetch(token: IDataObject, ticket: IDataObject | IDataObject[]) {
	const helpers = {
		httpRequest: async ({ url }: { url: string }) => {
			const data = url.endsWith('/access_token')
				? { access_token: 'T', ...token }
				: { tickets: ticket };
			return await Promise.resolve({
				statusCode: 200,
				headers: { 'content-type': 'application/json' },
				body: Buffer.from(JSON.stringify({ code: '60850000', msg: '请求成功', ...data })),
			});
		},
	} as unknown as IHttpRequestHelper['helpers'];
	return await fetchSession(helpers, credentials);
}
const ticket = (more: IDataObject) => [{ value: 'V', ...more }];

describe('A session is used for', () => {
	test.each([
		['20 minutes of the documented hour', '3600', 3600, 1200],
		['all of a life but a minute', '900', '700', 640],
		['half of a short life', 60, 60, 30],
		['half of a very short life', '3600', 3, 1.5],
		['a fraction of a second', '0.5', '3600', 0.25],
		['the shorter of two lives', 100, '90', 45],
	])('%s', async (_what, token, ofTicket, seconds) => {
		const session = await fetch({ expire_in: token }, ticket({ expire_in: ofTicket }));
		expect(session).toEqual({ lifeMs: seconds * 1000, accessToken: 'T', ticket: 'V' });
	});

	test.each([[undefined], [null], [''], ['an hour'], ['3600s'], [0], ['0'], [-1], [{}], [[]]])(
		'20 minutes when expire_in is %p',
		async (given) => {
			const more = { expire_in: given } as IDataObject;
			expect((await fetch(more, ticket(more))).lifeMs).toBe(1_200_000);
		},
	);

	// The time may be that of a clock that differs from ours, or in another form than milliseconds.
	const now = Date.now();
	test.each([
		...[0, 1, -1].map((hours) => String(now + (1 + hours) * HOUR)),
		...[
			now + HOUR,
			Math.floor(now / 1000) + 3600,
			'20260101120000',
			'2026-01-01 12:00:00',
			'never',
		],
		...[0, '', null, undefined, -1, '9999999999999'],
	])('its seconds, whatever expire_time is (%p)', async (expire_time) => {
		const more = { expire_time, expire_in: 300 } as IDataObject;
		expect((await fetch(more, ticket(more))).lifeMs).toBe(240_000);
	});
});

test.each([
	[[{ value: 'V' }, { value: 'W' }], 'V'],
	[{ value: 'V' }, 'V'],
	[[{ value: 7 }], '7'],
	[undefined, undefined],
	[null, undefined],
	['V', undefined],
	[[], undefined],
])('the ticket of %j is %p', (tickets, value) => {
	expect(ticketOf(tickets)?.value).toBe(value);
});

describe('A user ticket is never lost', () => {
	/** What the operation makes of an answer. */
	async function get(answer: IDataObject): Promise<IDataObject> {
		const call = {
			credential: { merchantId: '1' },
			values: () => ({ wire: { USER_ID: 'u' }, local: {}, path: {} }),
			request: async () => await Promise.resolve(answer),
		} as unknown as Call;
		return (await userTicket.operations.get.run(call)).json;
	}

	test.each([
		[{ expire_in: 300, expire_time: String(Date.now() + 300_000) }, 300],
		[{ expire_in: '300' }, 300],
		[{ expire_in: 120, expire_time: '2026-01-01 12:00:00' }, 120],
		[{ expire_in: 120, expire_time: Math.floor(Date.now() / 1000) }, 120],
		[{ expire_in: 120, expire_time: '99999999999999999999' }, 120],
		[{ expire_time: 'soon', expire_in: {} }, 300],
		[{ expire_time: 1e300, expire_in: -1 }, 300],
		[{}, 300],
	])('with %j it lasts %p seconds from now', async (more, seconds) => {
		const before = Date.now();
		const { ticket: value, expiresAt, expire_in } = await get({ tickets: ticket(more) });
		expect({ value, expire_in }).toEqual({ value: 'V', expire_in: seconds });
		const life = Date.parse(String(expiresAt)) - before;
		expect(Math.abs(life - seconds * 1000)).toBeLessThan(1000);
	});

	test('but an answer without one is no success', async () => {
		await expect(get({ tickets: [] })).rejects.toMatchObject({ sent: true });
	});
});

test('a life is what the answer says, or what the document says', () => {
	expect([lifeMs('7200', 300), lifeMs(undefined, 300)]).toEqual([7_200_000, 300_000]);
});
