import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Refusal } from '../../../nodes/shared/model/errors';
import { fingerprintOf, SessionExpired, type Session } from '../../../nodes/shared/session/session';
import { Sessions } from '../../../nodes/shared/session/sessions';

const ACCOUNT = 'account';
const LIFE = 60_000;

/** The sessions of a process whose time passes only when it pauses. */
function makeProcess({ skew = 0, chance = 0 } = {}) {
	const time = { now: Date.UTC(2026, 0, 1) };
	const sessions = new Sessions({
		now: () => time.now + skew,
		random: () => chance,
		pause: async (ms) => {
			time.now += ms;
			await Promise.resolve();
		},
	});
	let count = 0;
	/** A stored session, a second old. */
	const stored = (changes: Partial<Session> = {}) =>
		JSON.stringify({
			fingerprint: ACCOUNT,
			fetchedAt: time.now - 1000,
			lifeMs: LIFE,
			token: `stored ${++count}`,
			...changes,
		});
	const use = (session: unknown) => {
		const credentials = { session } as ICredentialDataDecryptedObject;
		const { token } = sessions.use<Session & { token: string }>(credentials, ACCOUNT);
		return token;
	};
	const fetch = jest.fn(async () => Promise.resolve({ lifeMs: LIFE, token: `fetched ${++count}` }));
	/** Does what n8n does: asks for another session after `use` has thrown, and stores what is returned. */
	const renew = async (session: unknown) => {
		const credentials = { session } as ICredentialDataDecryptedObject;
		expect(() => sessions.use(credentials, ACCOUNT)).toThrow(SessionExpired);
		return (await sessions.renew(credentials, ACCOUNT, fetch)).session;
	};
	const lost = async (session: string, read: () => unknown = () => session) => {
		const view = { read: async () => Promise.resolve().then(read), signal: undefined };
		const account = sessions.of(ACCOUNT);
		await account.look(view, account.lost(session));
	};
	return { time, sessions, stored, use, fetch, renew, lost };
}

const tokenOf = (text: string | undefined) => (JSON.parse(text ?? '{}') as { token: string }).token;

describe('A session is used', () => {
	test('when it is good, and the credential tells which it was', () => {
		const { sessions, stored } = makeProcess();
		const credentials = { session: stored() };
		const session = sessions.use(credentials, ACCOUNT);
		expect(session).toEqual(JSON.parse(credentials.session));
		expect(sessions.usedBy(credentials)).toBe(credentials.session);
	});
	test.each(['', undefined, 'no JSON', '{}', '[]', 'null'])('not when %p is stored', (text) => {
		const { sessions } = makeProcess();
		const credentials = { session: text } as ICredentialDataDecryptedObject;
		expect(() => sessions.use(credentials, ACCOUNT)).toThrow(SessionExpired);
		expect(sessions.usedBy(credentials)).toBe('');
		expect(new SessionExpired().response.status).toBe(401);
	});
	test('not when it belongs to another account or secret', () => {
		const { stored, use } = makeProcess();
		expect(() => use(stored({ fingerprint: 'other' }))).toThrow(SessionExpired);
	});
	test.each([
		...['', null, {}].map((token) => ({ token })),
		...['600000', null, {}].flatMap((value) => [{ lifeMs: value }, { fetchedAt: value }]),
	])('not when another version has stored it in another form: %j', (parts) => {
		const { stored, use } = makeProcess();
		const session = { ...(JSON.parse(stored()) as object), ...parts };
		expect(() => use(JSON.stringify(session))).toThrow(SessionExpired);
	});
	test('not when it was refused', async () => {
		const { stored, use, lost } = makeProcess();
		const text = stored();
		expect(use(text)).toBe(tokenOf(text));
		await lost(text);
		expect(() => use(text)).toThrow(SessionExpired);
	});
	test('by all executions when another process has stored it, which one of them has seen', () => {
		const { stored, use } = makeProcess();
		const [older, newer] = [stored(), stored()];
		use(older);
		use(newer);
		expect(use(older)).toBe(tokenOf(newer));
		expect(use('')).toBe(tokenOf(newer));
	});
	test('again when a dead one was stored late over it', async () => {
		const { stored, use, renew, lost } = makeProcess();
		const own = await renew('');
		const late = stored();
		expect(use(late)).toBe(tokenOf(late));
		await lost(late);
		expect(use(late)).toBe(tokenOf(own));
	});
});

describe('The life of a session', () => {
	test.each([
		['a second', 1000],
		['half a minute', 30_000],
		['20 minutes', 1_200_000],
		['23.5 hours', 84_600_000],
	])(
		'ends after %s for the process that fetched it, and a little later for others',
		async (_, lifeMs) => {
			const one = makeProcess();
			one.fetch.mockResolvedValueOnce({ lifeMs, token: 'x' });
			const text = await one.renew('');
			const other = makeProcess();
			for (const { use } of [one, other]) expect(use(text)).toBe('x');
			for (const { time } of [one, other]) time.now += lifeMs;
			expect(() => one.use(text)).toThrow(SessionExpired);
			expect(other.use(text)).toBe('x');
			other.time.now += Math.min(60_000, lifeMs / 3);
			expect(() => other.use(text)).toThrow(SessionExpired);
		},
	);
	test.each([-86_400_000, -3_600_000, 3_600_000, 86_400_000])(
		'does not depend on a clock that is wrong by %p ms',
		async (skew) => {
			const { time, use, renew } = makeProcess({ skew });
			const text = await renew('');
			time.now += LIFE - 1;
			expect(use(text)).toBe(tokenOf(text));
			time.now += 1;
			expect(() => use(text)).toThrow(SessionExpired);
		},
	);
	test.each([3_600_000, 86_400_000])(
		'is no longer because the clock of the process that fetched it is ahead by %p ms',
		(ahead) => {
			const { time, stored, use } = makeProcess();
			const text = stored({ fetchedAt: time.now + ahead });
			use(text);
			time.now += LIFE * 1.5;
			expect(() => use(text)).toThrow(SessionExpired);
		},
	);
});

describe('A renewal', () => {
	test('is one for all requests, and one of them stores the session', async () => {
		const { fetch, renew } = makeProcess();
		const all = await Promise.all([renew(''), renew(''), renew('')]);
		expect(all.map((text) => text !== undefined)).toEqual([true, false, false]);
		expect(fetch).toHaveBeenCalledTimes(1);
	});
	test('fails for all, and the next one is made anew', async () => {
		const { fetch, renew } = makeProcess();
		fetch.mockRejectedValueOnce(new Error('down'));
		const all = await Promise.allSettled([renew(''), renew('')]);
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(fetch).toHaveBeenCalledTimes(1);
		expect(await renew('')).toBeDefined();
	});
	test('is not made for who comes late, nor stored by it', async () => {
		const { sessions, fetch, renew } = makeProcess();
		const credentials = { session: '' };
		expect(() => sessions.use(credentials, ACCOUNT)).toThrow(SessionExpired);
		await renew('');
		expect(await sessions.renew(credentials, ACCOUNT, fetch)).toEqual({});
		expect(fetch).toHaveBeenCalledTimes(1);
	});
	test('is made when a user tests a credential, although its session is good', async () => {
		const { sessions, stored, use, fetch } = makeProcess();
		const text = stored();
		use(text);
		for (const session of [text, '']) {
			const { session: fetched } = await sessions.renew({ session }, ACCOUNT, fetch);
			expect(fetched).toBeDefined();
		}
		expect(fetch).toHaveBeenCalledTimes(2);
	});
	test('is not made for a request that failed with a good session, as of the HTTP Request node', async () => {
		const { sessions, stored, fetch } = makeProcess();
		const credentials = { session: stored() };
		sessions.use(credentials, ACCOUNT);
		expect(await sessions.renew(credentials, ACCOUNT, fetch)).toEqual({});
		expect(fetch).not.toHaveBeenCalled();
	});
	test('is not made where the execution knows why there is none', () => {
		const { sessions, stored } = makeProcess();
		const denial = new Refusal('1001', 'wrong password');
		const empty = sessions.prepare({ session: '' }, denial);
		expect(() => sessions.use(empty, ACCOUNT)).toThrow(denial);
		const good = sessions.prepare({ session: stored() }, denial);
		expect(sessions.use(good, ACCOUNT)).toBeDefined();
	});
	test('of one account does not stop another', async () => {
		const { sessions, fetch, renew } = makeProcess();
		await renew('');
		const credentials = { session: '' };
		expect(() => sessions.use(credentials, 'another')).toThrow(SessionExpired);
		expect(await sessions.renew(credentials, 'another', fetch)).not.toEqual({});
	});
});

describe('A loss', () => {
	/** How long it takes until it is time to renew. */
	async function waitOf(process: ReturnType<typeof makeProcess>, text: string): Promise<number> {
		const before = process.time.now;
		await process.lost(text);
		return process.time.now - before;
	}
	test('is followed by a renewal at once in the process that fetched the session', async () => {
		const process = makeProcess();
		const text = String(await process.renew(''));
		process.time.now += 20_000;
		expect(await waitOf(process, text)).toBe(0);
	});
	test.each([
		[0, 1000],
		[0.5, 2000],
	])(
		'is followed by a look for a while in others, with chance %p for %p ms',
		async (chance, ms) => {
			const process = makeProcess({ chance });
			const text = process.stored();
			process.use(text);
			expect(await waitOf(process, text)).toBe(ms);
		},
	);
	test('of a session that was fetched just now makes its process wait, too', async () => {
		const process = makeProcess({ chance: 1 });
		const waits = [];
		for (let i = 0; i < 3; i++) waits.push(await waitOf(process, String(await process.renew(''))));
		expect(waits).toEqual([3000, 3000, 3000]);
	});
	test('that follows another one closely makes its process wait, too', async () => {
		const process = makeProcess({ chance: 1 });
		const own = String(await process.renew(''));
		const newer = process.stored();
		process.use(newer);
		process.time.now += 20_000;
		expect(await waitOf(process, newer)).toBe(0);
		expect(process.use(newer)).toBe(tokenOf(own));
		expect(await waitOf(process, own)).toBe(3000);
	});
	test('ends as soon as another process has stored a session', async () => {
		const { time, stored, use, lost } = makeProcess();
		const [old, newer] = [stored(), stored()];
		use(old);
		const before = time.now;
		await lost(old, () => (time.now - before < 600 ? old : newer));
		expect(time.now - before).toBe(600);
		expect(use(old)).toBe(tokenOf(newer));
	});
	test('keeps other requests from renewing meanwhile', async () => {
		const { stored, use, fetch, renew, lost } = makeProcess();
		const [old, newer] = [stored(), stored()];
		use(old);
		let looks = 0;
		const found = lost(old, () => (++looks < 5 ? old : newer));
		expect(await renew(old)).toBeUndefined();
		await found;
		expect(fetch).not.toHaveBeenCalled();
		expect(use(old)).toBe(tokenOf(newer));
	});
	test('of many requests is one look', async () => {
		const { stored, use, lost } = makeProcess();
		const text = stored();
		use(text);
		const read = jest.fn(() => text);
		await Promise.all(Array.from({ length: 10 }, async () => await lost(text, read)));
		expect(read).toHaveBeenCalledTimes(6);
	});
	test('goes on when the credential cannot be read', async () => {
		const { stored, use, renew, lost } = makeProcess();
		const text = stored();
		use(text);
		await lost(text, () => {
			throw new Error('database down');
		});
		expect(await renew(text)).toBeDefined();
	});
});

test('a session counts as tried when it was accepted, or fetched elsewhere', async () => {
	const { sessions, stored, use, renew } = makeProcess();
	const own = String(await renew(''));
	expect(sessions.of(ACCOUNT).hasWorked(own)).toBe(false);
	sessions.of(ACCOUNT).worked(own);
	expect(sessions.of(ACCOUNT).hasWorked(own)).toBe(true);
	const other = stored();
	use(other);
	expect(sessions.of(ACCOUNT).hasWorked(other)).toBe(true);
});

test('fingerprints differ with every part, and do not contain the secret', () => {
	const print = fingerprintOf('test', 'app', 'secret');
	expect(print).not.toBe(fingerprintOf('test', 'app', 'secret2'));
	expect(print).not.toBe(fingerprintOf('test', 'apps', 'ecret'));
	expect(print).not.toContain('secret');
});
