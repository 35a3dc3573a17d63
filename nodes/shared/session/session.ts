import { createHash } from 'node:crypto';
import type { IHttpRequestOptions, INodeProperties } from 'n8n-workflow';

import { entryOf, Refusal, type ErrorTable } from '../model/errors';
import { parseJson } from '../values/json';

/**
 * A session that belongs to an account, not to a user, is kept where every n8n process shares it: in
 * a hidden property of the credential (docs/architecture.md). These are the parts that its credential
 * and the request helper have in common.
 */
export interface Session {
	/** Of environment, account and secret: a session must not outlive a change of them. */
	fingerprint: string;
	/** When it was fetched, in ms since the epoch. */
	fetchedAt: number;
	/** When to renew it, in ms since the epoch, ahead of its end as the provider advises. */
	renewAt: number;
}

/** The hidden property; n8n fetches a session when it is empty or after a `SessionExpired`. */
export const sessionProperty: INodeProperties = {
	displayName: 'Session',
	name: 'session',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/** What the request helper and the credential tell each other about one request. */
export interface SessionUse {
	/** The session that this request has just been refused with; '' when it could not get one. */
	refused?: string;
	/** No other request of this process was refused with it before. */
	isNews?: boolean;
	/** The session that this request was signed with; set by the credential. */
	used?: string;
	/** The fingerprint of its account; set by the credential. */
	account?: string;
	/** The credential has asked n8n for another session already, which n8n allows once. */
	asked?: boolean;
}

type WithSessionUse = IHttpRequestOptions & { sessionUse?: SessionUse };

/** Attaches the talk about the session to a request; `takeSessionUse` takes it off before sending. */
export const withSessionUse = (
	options: IHttpRequestOptions,
	sessionUse: SessionUse,
): IHttpRequestOptions => ({ ...options, sessionUse }) as WithSessionUse;

/** The options without the talk about the session, and that talk. */
export function takeSessionUse(options: IHttpRequestOptions): [IHttpRequestOptions, SessionUse] {
	const { sessionUse = {}, ...rest } = options as WithSessionUse;
	return [rest, sessionUse];
}

/** Makes n8n renew the session: it calls `preAuthentication` after an error with this status. */
export class SessionExpired extends Error {
	readonly response = { status: 401 };
	constructor() {
		super('The session must be renewed');
	}
}

/** Another process has probably renewed just now: its session will be in the credential. */
export class SessionContested extends Error {
	constructor() {
		super('The session was renewed elsewhere at the same time. Try again in a few seconds.');
	}
}

/**
 * What this process knows about an account's sessions. The credential alone is not enough: n8n reads
 * it once for each node of an execution and writes it some time after a renewal, so that executions
 * that overlap hold an older session, and each would renew the newer one away.
 */
interface Account {
	/** The latest few by their JSON text, stored or fetched here. */
	sessions: Map<string, Session>;
	/** Under way; callers wait for it in place of another one. */
	renewal?: Promise<string>;
	/** When the last renewal here ended, or another process's renewal ended it. */
	renewedAt: number;
}

const accounts = new Map<string, Account>();
const MAX_SESSIONS = 10;

/**
 * Renewals of two processes meet when both find the session ended. The later one counts, but it may
 * take a while until its session is stored: for so long a process does not renew again.
 */
const CONTEST_MS = 3000;
let latestRenewalAt = 0;

/** Sessions of any account that the provider has refused: none comes back to life. */
const refusedSessions = new Map<string, true>();
const MAX_REFUSED = 100;

/** Notes that the provider has refused a session; false when that is known. */
export function noteRefusal(session: string): boolean {
	const isNews = !isRefused(session);
	keep(refusedSessions, session, true, MAX_REFUSED);
	return isNews;
}

export const isRefused = (session: unknown): boolean => refusedSessions.has(session as string);

/**
 * Whether another process may be about to store a newer session than this one, which has ended.
 *
 * @param account its fingerprint; without it a renewal of any account counts
 */
export function isContested(session: string, account: string | undefined, now: number): boolean {
	const { fetchedAt = 0 } = (parseJson(session) ?? {}) as Partial<Session>;
	const renewedAt = account === undefined ? latestRenewalAt : accountOf(account).renewedAt;
	return now - Math.max(fetchedAt, renewedAt) < CONTEST_MS;
}

/**
 * The session to use: the newest that is stored or known in this process, not due and not refused.
 *
 * @param stored the credential's hidden property: JSON text, or '' before the first session
 * @param fingerprint of the account as it is configured now
 * @param now in ms since the epoch
 * @throws SessionExpired when there is none, or when n8n should store the one that there is
 */
export function requireSession<T extends Session>(
	stored: unknown,
	fingerprint: string,
	now: number,
	use: SessionUse = {},
): T {
	const { sessions, renewedAt } = accountOf(fingerprint);
	use.account = fingerprint;
	const isNew = learn(sessions, stored, fingerprint);
	let best = bestOf(sessions, stored, now);
	// The provider will refuse it again, and then the request looks into the credential for a newer one.
	// Or n8n has renewed already, which it does once for each attempt: what there is must do.
	if (use.refused === undefined || use.asked) best ??= bestOf(sessions, stored, now, () => true);
	// Another process was late to store its session, which has ended: let n8n store the newer one, once.
	const isOverwritten = use.isNews || (isNew && now - renewedAt < CONTEST_MS);
	if (best === undefined || (best !== stored && isOverwritten && !use.asked)) {
		use.asked = true;
		throw new SessionExpired();
	}
	use.used = best;
	return sessions.get(best) as T;
}

/**
 * What the credential's `preAuthentication` returns: a session for n8n to store, or nothing when
 * another request of this process stores it, so that a late write cannot undo a newer renewal.
 *
 * @param errors the provider's codes, which tell a renewal that met another process's
 * @param fetch gets a new session from the provider, which ends the one before
 * @throws SessionContested when the credential should be read again before another renewal
 */
export async function renewSession<T extends Session>(
	stored: unknown,
	fingerprint: string,
	now: number,
	errors: ErrorTable,
	fetch: () => Promise<T>,
): Promise<{ session?: string }> {
	const account = accountOf(fingerprint);
	if (account.renewal) {
		await account.renewal;
		return {};
	}
	learn(account.sessions, stored, fingerprint);
	const best = bestOf(account.sessions, stored, now);
	// When the stored one is good, a user tests the credential and wants to know whether one can be had.
	if (best !== undefined && best !== stored) return stored ? { session: best } : {};
	if (best === undefined && now - account.renewedAt < CONTEST_MS) throw new SessionContested();

	account.renewal = fetch()
		.then((session) => {
			const text = JSON.stringify(session);
			keep(account.sessions, text, session, MAX_SESSIONS);
			latestRenewalAt = account.renewedAt = Date.now();
			return text;
		})
		.catch((error: unknown) => {
			if (error instanceof Refusal && entryOf(errors, error)?.sessionLost) {
				latestRenewalAt = account.renewedAt = Date.now();
			}
			throw error;
		})
		.finally(() => delete account.renewal);
	return { session: await account.renewal };
}

function accountOf(fingerprint: string): Account {
	const account = accounts.get(fingerprint) ?? { sessions: new Map(), renewedAt: 0 };
	accounts.set(fingerprint, account);
	return account;
}

/** Notes a stored session; says whether it is new here. */
function learn(sessions: Account['sessions'], stored: unknown, fingerprint: string): boolean {
	if (typeof stored !== 'string' || sessions.has(stored)) return false;
	const session = parseJson(stored) as Session | undefined;
	if (session?.fingerprint !== fingerprint) return false;
	keep(sessions, stored, session, MAX_SESSIONS);
	return true;
}

/**
 * The newest session that is not due: the stored one, or one that this process has got later. Those
 * before the stored one have ended with it; where none is stored, only one counts that will be soon.
 */
function bestOf(
	sessions: Account['sessions'],
	stored: unknown,
	now: number,
	isGood = (text: string) => !isRefused(text),
): string | undefined {
	const storedAt = sessions.get(stored as string)?.fetchedAt ?? now - CONTEST_MS;
	let best: [string, Session] | undefined;
	for (const [text, session] of sessions) {
		const isLater = text === stored || session.fetchedAt > storedAt;
		if (!isLater || now >= session.renewAt || !isGood(text)) continue;
		if (best === undefined || session.fetchedAt > best[1].fetchedAt) best = [text, session];
	}
	return best?.[0];
}

function keep<T>(map: Map<string, T>, text: string, value: T, most: number): void {
	map.set(text, value);
	for (const oldest of map.keys()) {
		if (map.size <= most) return;
		map.delete(oldest);
	}
}

/** A hash that tells accounts apart without revealing their secret. */
export const fingerprintOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
