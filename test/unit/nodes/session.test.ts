import type { IHttpRequestOptions } from 'n8n-workflow';

import { Refusal, type ErrorTable } from '../../../nodes/shared/model/errors';
import {
	fingerprintOf,
	isContested,
	noteRefusal,
	renewSession,
	requireSession,
	SessionContested,
	SessionExpired,
	takeSessionUse,
	withSessionUse,
	type Session,
	type SessionUse,
} from '../../../nodes/shared/session/session';

const NOW = Date.now();
const errors: ErrorTable = {
	LOST: { message: '', remedy: '', original: '', sessionLost: true },
};

// What is known about an account lasts as long as the process: each test has its own.
let fingerprint = '';
let count = 0;
beforeEach(() => {
	fingerprint = `account ${++count}`;
});
const session = (changes: Partial<Session> = {}) => ({
	fingerprint,
	fetchedAt: NOW - 60_000,
	renewAt: NOW + 60_000,
	token: `token ${++count}`,
	...changes,
});
const stored = (changes: Partial<Session> = {}) => JSON.stringify(session(changes));

const use = (text: unknown, sessionUse: SessionUse = {}) =>
	requireSession<ReturnType<typeof session>>(text, fingerprint, NOW, sessionUse);
const renew = async (text: unknown, fetched = session({ fetchedAt: NOW }), now = NOW) =>
	await renewSession(text, fingerprint, now, errors, async () => await Promise.resolve(fetched));
const expectRenewal = (text: unknown, sessionUse: SessionUse = {}) =>
	expect(() => use(text, sessionUse)).toThrow(SessionExpired);

test('a good session is used, and the request knows which', () => {
	const sessionUse: SessionUse = {};
	const text = stored();
	expect(use(text, sessionUse)).toEqual(JSON.parse(text));
	expect(sessionUse.used).toBe(text);
});

describe('n8n is made to renew a session', () => {
	test.each(['', undefined, 'no JSON'])('given %p stored', (text) => expectRenewal(text));
	test('that is due', () => expectRenewal(stored({ renewAt: NOW })));
	test('of another account or secret', () => expectRenewal(stored({ fingerprint: 'other' })));
	test('that the provider has just refused', () => {
		const text = stored();
		noteRefusal(text);
		expectRenewal(text, { refused: text });
	});
	test('by an error with status 401', () => {
		expect(new SessionExpired().response.status).toBe(401);
	});
	test('once for each attempt: then what is there must do', () => {
		const text = stored();
		noteRefusal(text);
		const sessionUse: SessionUse = { refused: text };
		expectRenewal(text, sessionUse);
		expect(use(text, sessionUse).token).toBe(JSON.parse(text).token);
	});
});

describe('of the sessions that this process knows', () => {
	test('one that another process has stored is used although the old one was refused', () => {
		const [old, newer] = [stored(), stored()];
		noteRefusal(old);
		expect(use(newer, { refused: old }).token).toBe(JSON.parse(newer).token);
	});
	test('the newer one is used where an execution still holds the old one', async () => {
		const old = stored();
		use(old);
		noteRefusal(old);
		const newer = session({ fetchedAt: NOW });
		await renew(old, newer);
		expect(use(old).token).toBe(newer.token);
		expect(use('').token).toBe(newer.token);
	});
	test('those before the stored one are not used again', () => {
		const [older, newer] = [stored({ fetchedAt: NOW - 2 }), stored({ fetchedAt: NOW - 1 })];
		use(older);
		use(newer);
		noteRefusal(newer);
		expectRenewal(newer, { refused: newer });
	});
	test('one that was refused is used when nothing better is known: the refusal leads to a look at the credential', () => {
		const text = stored();
		noteRefusal(text);
		expect(use(text).token).toBe(JSON.parse(text).token);
	});
	test('the newer one is stored again, once, where another process has overwritten it late', async () => {
		const newer = session({ fetchedAt: NOW });
		await renew('', newer);
		const late = stored();
		expectRenewal(late);
		expect(await renew(late)).toEqual({ session: JSON.stringify(newer) });
		expect(use(late).token).toBe(newer.token);
	});
});

describe('renewals', () => {
	test('that overlap are one, which one request stores', async () => {
		const all = await Promise.all([renew(''), renew(''), renew('')]);
		expect(all.map(({ session: text }) => text !== undefined)).toEqual([true, false, false]);
	});
	test('fail together, and the next one is tried anew', async () => {
		const fetch = jest.fn().mockRejectedValue(new Error('down'));
		const fail = async () => await renewSession('', fingerprint, NOW, errors, fetch);
		const all = await Promise.allSettled([fail(), fail()]);
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(fetch).toHaveBeenCalledTimes(1);
		expect((await renew('')).session).toBeDefined();
	});
	test('are not made for who comes late with the old session', async () => {
		const old = stored();
		noteRefusal(old);
		const newer = session({ fetchedAt: NOW });
		await renew(old, newer);
		expect(await renew(old)).toEqual({ session: JSON.stringify(newer) });
		expect(await renew('')).toEqual({});
	});
	test('are not repeated at once: another process has met this one, and stores its session', async () => {
		const first = (await renew('')).session as string;
		noteRefusal(first);
		await expect(renew(first)).rejects.toThrow(SessionContested);
		expect(isContested(first, fingerprint, NOW)).toBe(true);
		expect(isContested(first, fingerprint, Date.now() + 3001)).toBe(false);
		expect((await renew(first, session(), Date.now() + 3001)).session).toBeDefined();
	});
	test('of one account do not make another one wait', async () => {
		await renew('');
		const other = stored({ fingerprint: 'another account' });
		expect(isContested(other, 'another account', Date.now())).toBe(false);
		expect(isContested(other, undefined, Date.now())).toBe(true);
	});
	test('are not repeated at once when another process has ended one under way', async () => {
		const fetch = async () => await Promise.reject(new Refusal('LOST', ''));
		await expect(renewSession('', fingerprint, NOW, errors, fetch)).rejects.toThrow(Refusal);
		await expect(renew('')).rejects.toThrow(SessionContested);
	});
	test('are made when a user tests a credential whose session is good', async () => {
		const text = stored();
		use(text);
		expect((await renew(text)).session).not.toBe(text);
	});
});

test('what is said about the session does not travel with the request', () => {
	const sessionUse = { refused: 'x' };
	const options: IHttpRequestOptions = { url: '/' };
	const [sent, said] = takeSessionUse(withSessionUse(options, sessionUse));
	expect(sent).toEqual({ url: '/' });
	expect(said).toBe(sessionUse);
});

test('fingerprints differ with every part, and do not contain the secret', () => {
	const print = fingerprintOf('test', 'app', 'secret');
	expect(print).not.toBe(fingerprintOf('test', 'app', 'secret2'));
	expect(print).not.toBe(fingerprintOf('test', 'apps', 'ecret'));
	expect(print).not.toContain('secret');
});
