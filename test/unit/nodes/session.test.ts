import type { IHttpRequestOptions } from 'n8n-workflow';

import {
	fingerprintOf,
	renewOnce,
	requireSession,
	SessionExpired,
	singleFlight,
	takeSessionUse,
	withSessionUse,
	type SessionUse,
} from '../../../nodes/shared/session';

const NOW = 1_000_000;
const session = { fingerprint: 'f', renewAt: NOW + 1, token: 't' };
const stored = JSON.stringify(session);

const expectRenewal = (text: unknown, fingerprint = 'f', use: SessionUse = {}) =>
	expect(() => requireSession(text, fingerprint, NOW, use)).toThrow(SessionExpired);

test('a good session is used, and the request knows which', () => {
	const use: SessionUse = {};
	expect(requireSession(stored, 'f', NOW, use)).toEqual(session);
	expect(use.used).toBe(stored);
});

describe('n8n is made to renew a session', () => {
	test.each(['', undefined, 'no JSON'])('given %p stored', (text) => expectRenewal(text));
	test('that is due', () => expectRenewal(JSON.stringify({ ...session, renewAt: NOW })));
	test('of another account or secret', () => expectRenewal(stored, 'other'));
	test('that the provider has just refused', () => expectRenewal(stored, 'f', { refused: stored }));
	test('by an error with status 401', () => {
		expect(new SessionExpired().response.status).toBe(401);
	});
});

test('a session renewed by another process is used although the old one was refused', () => {
	const newer = JSON.stringify({ ...session, token: 'newer' });
	expect(requireSession(newer, 'f', NOW, { refused: stored })).toMatchObject({ token: 'newer' });
});

test('what is said about the session does not travel with the request', () => {
	const use = { refused: 'x' };
	const options: IHttpRequestOptions = { url: '/' };
	const [sent, said] = takeSessionUse(withSessionUse(options, use));
	expect(sent).toEqual({ url: '/' });
	expect(said).toBe(use);
});

test('fingerprints differ with every part, and do not contain the secret', () => {
	const print = fingerprintOf('test', 'app', 'secret');
	expect(print).not.toBe(fingerprintOf('test', 'app', 'secret2'));
	expect(print).not.toBe(fingerprintOf('test', 'apps', 'ecret'));
	expect(print).not.toContain('secret');
});

describe('renewals that overlap', () => {
	test('are one', async () => {
		let count = 0;
		const renew = async () =>
			await new Promise<number>((resolve) => setTimeout(resolve, 5, ++count));
		const all = await Promise.all([1, 2, 3].map(async () => await singleFlight('a', renew)));
		expect(all).toEqual([1, 1, 1]);
		expect(await singleFlight('a', renew)).toBe(2);
	});
	test('fail together, and the next one is tried anew', async () => {
		const fail = async () => await Promise.reject(new Error('down'));
		const all = await Promise.allSettled([singleFlight('b', fail), singleFlight('b', fail)]);
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(await singleFlight('b', async () => await Promise.resolve(1))).toBe(1);
	});
});

describe('a renewal', () => {
	const counter = () => {
		let count = 0;
		return async () => await Promise.resolve(`session ${++count}`);
	};
	test('is shared by all that ask in place of the same old session, also a moment later', async () => {
		const fetch = counter();
		expect(await renewOnce('account a', 'old', fetch)).toBe('session 1');
		expect(await renewOnce('account a', 'old', fetch)).toBe('session 1');
	});
	test('is another one in place of the session that it brought, and for another account', async () => {
		const fetch = counter();
		const first = await renewOnce('account b', 'old', fetch);
		expect(await renewOnce('account b', first, fetch)).toBe('session 2');
		expect(await renewOnce('account c', 'old', fetch)).toBe('session 3');
	});
	test('that fails is not remembered', async () => {
		const fail = async () => await Promise.reject(new Error('down'));
		await expect(renewOnce('account d', '', fail)).rejects.toThrow('down');
		expect(await renewOnce('account d', '', counter())).toBe('session 1');
	});
});
