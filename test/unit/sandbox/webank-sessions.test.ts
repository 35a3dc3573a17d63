import { Sessions } from '../../../sandbox/webank/sessions.ts';
import type { Session } from '../../../sandbox/webank/sessions.ts';

const appId = 'sandbox-webank';
const user = { userId: 'u-1', merchantId: 'm-1', data: {} };
let now: number;
let sessions: Sessions;

const isAlive = (...list: Session[]): boolean[] => list.map((session) => sessions.isAlive(session));
const seconds = (count: number): void => void (now += count * 1000);

beforeEach(() => {
	now = Date.UTC(2026, 0, 1);
	sessions = new Sessions(() => now);
});

describe('An access token', () => {
	test('lives 3600 seconds, and its tickets outlive it', () => {
		const token = sessions.issueAccessToken(appId);
		seconds(3599.999);
		expect(sessions.findAccessToken(appId, token.value)).toBe(token);
		const ticket = sessions.issueSignTicket(appId);
		seconds(0.001);
		expect(sessions.findAccessToken(appId, token.value)).toEqual({
			expired: true,
			reason: 'access_token is past its time',
		});
		expect(isAlive(ticket)).toEqual([true]);
	});

	test('ends the one before and every ticket that it gave, at once', () => {
		const token = sessions.issueAccessToken(appId);
		const older = sessions.issueSignTicket(appId);
		const newer = sessions.issueSignTicket(appId);
		const page = sessions.issueUserTicket(appId, user);
		expect(isAlive(token, older, newer, page)).toEqual([true, true, true, true]);
		sessions.issueAccessToken(appId);
		expect(isAlive(token, older, newer, page)).toEqual([false, false, false, false]);
		expect(sessions.findAccessToken(appId, token.value)).toEqual({
			expired: false,
			reason: 'access_token was ended by a newer access token',
		});
		expect(sessions.signTicketsOf(appId)).toEqual({ alive: [], ended: [newer, older] });
	});

	test('of another account ends nothing', () => {
		const token = sessions.issueAccessToken(appId);
		const ticket = sessions.issueSignTicket(appId);
		const other = sessions.issueAccessToken('another');
		expect(isAlive(token, ticket, other)).toEqual([true, true, true]);
		expect(sessions.findAccessToken(appId, other.value)).toMatchObject({ expired: false });
	});
});

describe('A sign ticket', () => {
	test('lives 3600 seconds', () => {
		const ticket = sessions.issueSignTicket(appId);
		seconds(3599.999);
		expect(isAlive(ticket)).toEqual([true]);
		seconds(0.001);
		expect(isAlive(ticket)).toEqual([false]);
	});

	test('leaves the one before valid for five minutes', () => {
		const older = sessions.issueSignTicket(appId);
		seconds(1200);
		const newer = sessions.issueSignTicket(appId);
		expect(sessions.signTicketsOf(appId).alive).toEqual([newer, older]);
		seconds(299.999);
		expect(isAlive(older, newer)).toEqual([true, true]);
		seconds(0.001);
		expect(isAlive(older, newer)).toEqual([false, true]);
	});

	test('never prolongs the life of the one before', () => {
		const older = sessions.issueSignTicket(appId);
		seconds(3500);
		sessions.issueSignTicket(appId);
		seconds(100);
		expect(isAlive(older)).toEqual([false]);
	});

	test('leaves those before it their own five minutes', () => {
		const first = sessions.issueSignTicket(appId);
		seconds(100);
		const second = sessions.issueSignTicket(appId);
		seconds(100);
		const third = sessions.issueSignTicket(appId);
		seconds(200);
		expect(isAlive(first, second, third)).toEqual([false, true, true]);
	});
});

describe('A user ticket', () => {
	test('is good once', () => {
		const { value } = sessions.issueUserTicket(appId, user);
		expect(sessions.useUserTicket(value)).toMatchObject({ user });
		expect(sessions.useUserTicket(value)).toMatchObject({ expired: false });
	});

	test('lives 300 seconds', () => {
		const first = sessions.issueUserTicket(appId, user);
		const second = sessions.issueUserTicket(appId, user);
		seconds(299.999);
		expect(sessions.useUserTicket(first.value)).toMatchObject({ user });
		seconds(0.001);
		expect(sessions.useUserTicket(second.value)).toMatchObject({ expired: true });
	});

	test('of one person leaves those of others alone', () => {
		const first = sessions.issueUserTicket(appId, user);
		const second = sessions.issueUserTicket(appId, { ...user, userId: 'u-2' });
		expect(sessions.useUserTicket(second.value)).toMatchObject({ user: { userId: 'u-2' } });
		expect(sessions.useUserTicket(first.value)).toMatchObject({ user: { userId: 'u-1' } });
	});

	test('ends with the access token that it came from', () => {
		sessions.issueAccessToken(appId);
		const { value } = sessions.issueUserTicket(appId, user);
		sessions.issueAccessToken(appId);
		expect(sessions.useUserTicket(value)).toMatchObject({ expired: false });
	});

	test('is no longer known after thousands of newer ones', () => {
		const { value } = sessions.issueUserTicket(appId, user);
		for (let count = 0; count < 5000; count++) sessions.issueUserTicket(appId, user);
		expect(sessions.useUserTicket(value)).toMatchObject({ reason: 'the user ticket is unknown' });
	});
});

describe('Another system', () => {
	test('that fetches a token and a ticket leaves only its own alive', () => {
		const token = sessions.issueAccessToken(appId);
		const ticket = sessions.issueSignTicket(appId);
		sessions.kickOut(appId, true);
		expect(isAlive(token, ticket)).toEqual([false, false]);
		expect(sessions.signTicketsOf(appId).alive).toHaveLength(1);
	});

	test('that fetches a token leaves no ticket', () => {
		sessions.issueAccessToken(appId);
		sessions.issueSignTicket(appId);
		sessions.kickOut(appId, false);
		expect(sessions.signTicketsOf(appId).alive).toEqual([]);
	});
});

describe('Letting the time run out', () => {
	test('concerns one kind, and one account where it is named', () => {
		const token = sessions.issueAccessToken(appId);
		const ticket = sessions.issueSignTicket(appId);
		const other = sessions.issueSignTicket('another');
		expect(sessions.expire('signTicket', appId)).toBe(1);
		expect(isAlive(token, ticket, other)).toEqual([true, false, true]);
		expect(sessions.expire('signTicket')).toBe(1);
		expect(isAlive(other)).toEqual([false]);
	});
});

describe('A nonce', () => {
	test('is new once for each account', () => {
		const uses = [appId, appId, 'another'].map((id) => sessions.useNonce(id, 'n'));
		expect(uses).toEqual([true, false, true]);
	});

	test('is remembered over the next 100,000', () => {
		sessions.useNonce(appId, 'first');
		for (let count = 0; count < 100_000; count++) sessions.useNonce(appId, String(count));
		expect(sessions.useNonce(appId, 'first')).toBe(false);
	});
});
