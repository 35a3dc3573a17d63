import { Sessions } from '../../../sandbox/webank/sessions.ts';
import type { Session } from '../../../sandbox/webank/sessions.ts';

const appId = 'sandbox-webank';
const user = { userId: 'u-1', merchantId: 'm-1', data: {} };
let now: number;
let sessions: Sessions;

const isAlive = (...list: Session[]): boolean[] => list.map((session) => sessions.isAlive(session));
const seconds = (count: number): void => void (now += count * 1000);
const issueToken = (): Session => sessions.issueAccessToken(appId);
const issueTicket = (): Session => sessions.issueSignTicket(appId);
const issueUserTicket = (): Session => sessions.issueUserTicket(appId, user);

beforeEach(() => {
	now = Date.UTC(2026, 0, 1);
	sessions = new Sessions(() => now);
});

test.each([
	['An access token', issueToken, 3600],
	['A sign ticket', issueTicket, 3600],
	['A user ticket', issueUserTicket, 300],
])('%s lives its time to the millisecond', (_what, issue, life) => {
	const session = issue();
	seconds(life - 0.001);
	expect(isAlive(session)).toEqual([true]);
	seconds(0.001);
	expect(isAlive(session)).toEqual([false]);
});

describe('An access token', () => {
	test('is found until its time is over, and its tickets outlive it', () => {
		const token = issueToken();
		seconds(3599);
		expect(sessions.findAccessToken(appId, token.value)).toBe(token);
		const ticket = issueTicket();
		seconds(1);
		const past = { expired: true, reason: 'access_token is past its time' };
		expect(sessions.findAccessToken(appId, token.value)).toEqual(past);
		expect(isAlive(ticket)).toEqual([true]);
	});

	test('ends the one before and every ticket that it gave, at once, and nothing of others', () => {
		const [token, older, newer, page] = [
			issueToken(),
			issueTicket(),
			issueTicket(),
			issueUserTicket(),
		];
		const other = sessions.issueAccessToken('another');
		expect(isAlive(token, older, newer, page, other)).toEqual(Array(5).fill(true));
		issueToken();
		expect(isAlive(token, older, newer, page, other)).toEqual([...Array(4).fill(false), true]);
		expect(sessions.findAccessToken(appId, token.value)).toEqual({
			...{ expired: false, reason: 'access_token was ended by a newer access token' },
		});
		expect(sessions.findAccessToken(appId, other.value)).toMatchObject({ expired: false });
		expect(sessions.signTicketsOf(appId)).toEqual({ alive: [], ended: [newer, older] });
		expect(sessions.useUserTicket(page.value)).toMatchObject({ expired: false });
	});

	test.each([true, false])(
		'of another system ends both, with a ticket of its own: %s',
		(withTicket) => {
			const [token, ticket] = [issueToken(), issueTicket()];
			sessions.kickOut(appId, withTicket);
			expect(isAlive(token, ticket)).toEqual([false, false]);
			expect(sessions.signTicketsOf(appId).alive).toHaveLength(withTicket ? 1 : 0);
		},
	);
});

describe('A sign ticket', () => {
	test('leaves each one before its own five minutes', () => {
		const first = issueTicket();
		seconds(100);
		const second = issueTicket();
		seconds(100);
		const third = issueTicket();
		expect(sessions.signTicketsOf(appId).alive).toEqual([third, second, first]);
		seconds(199.999);
		expect(isAlive(first, second, third)).toEqual([true, true, true]);
		seconds(0.001);
		expect(isAlive(first, second, third)).toEqual([false, true, true]);
	});

	test('never prolongs the life of the one before', () => {
		const older = issueTicket();
		seconds(3500);
		issueTicket();
		seconds(100);
		expect(isAlive(older)).toEqual([false]);
	});
});

describe('A user ticket', () => {
	test('is good once, and leaves those of others alone', () => {
		const first = issueUserTicket();
		const second = sessions.issueUserTicket(appId, { ...user, userId: 'u-2' });
		for (const [{ value }, userId] of [
			[second, 'u-2'],
			[first, 'u-1'],
		] as const)
			expect(sessions.useUserTicket(value)).toMatchObject({ user: { userId } });
		expect(sessions.useUserTicket(first.value)).toMatchObject({ expired: false });
	});

	test('that is past its time says so, until thousands of newer ones have come', () => {
		const { value } = issueUserTicket();
		seconds(300);
		expect(sessions.useUserTicket(value)).toMatchObject({ expired: true });
		for (let count = 0; count < 5000; count++) issueUserTicket();
		expect(sessions.useUserTicket(value)).toMatchObject({ reason: 'the user ticket is unknown' });
	});
});

test('Letting the time run out concerns one kind, and one account where it is named', () => {
	const [token, ticket] = [issueToken(), issueTicket()];
	const other = sessions.issueSignTicket('another');
	expect(sessions.expire('signTicket', appId)).toBe(1);
	expect(isAlive(token, ticket, other)).toEqual([true, false, true]);
	expect(sessions.expire('signTicket')).toBe(1);
	expect(isAlive(other)).toEqual([false]);
});

test('A nonce is new once for each account, and remembered over the next 100,000', () => {
	const uses = [appId, appId, 'another'].map((id) => sessions.useNonce(id, 'n'));
	expect(uses).toEqual([true, false, true]);
	for (let count = 0; count < 100_000; count++) sessions.useNonce(appId, String(count));
	expect(sessions.useNonce(appId, 'n')).toBe(false);
});
