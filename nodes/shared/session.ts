import { createHash } from 'node:crypto';
import type { IHttpRequestOptions, INodeProperties } from 'n8n-workflow';

import { parseJson } from './json';

/**
 * A session that belongs to an account, not to a user, is kept where every n8n process shares it: in
 * a hidden property of the credential (docs/architecture.md). These are the parts that its credential
 * and the request helper have in common.
 */
export interface Session {
	/** Of environment, account and secret: a session must not outlive a change of them. */
	fingerprint: string;
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
	/** The session that the provider has just refused. */
	refused?: string;
	/** The session that this request was signed with; set by the credential. */
	used?: string;
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

/**
 * The stored session, when it can be used.
 *
 * @param stored the credential's hidden property: JSON text, or '' before the first session
 * @param fingerprint of the account as it is configured now
 * @param now in ms since the epoch
 * @throws SessionExpired when it is missing, due, of another account, or the one just refused
 */
export function requireSession<T extends Session>(
	stored: unknown,
	fingerprint: string,
	now: number,
	use: SessionUse = {},
): T {
	const session = parseJson(String(stored ?? '')) as T | undefined;
	if (
		session === undefined ||
		session.fingerprint !== fingerprint ||
		now >= session.renewAt ||
		stored === use.refused
	) {
		throw new SessionExpired();
	}
	use.used = stored as string;
	return session;
}

/** A hash that tells accounts apart without revealing their secret. */
export const fingerprintOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

const inFlight = new Map<string, Promise<unknown>>();

/** Runs `work` once for callers with the same key that overlap in time; all get its result or its error. */
export async function singleFlight<T>(key: string, work: () => Promise<T>): Promise<T> {
	const running = inFlight.get(key);
	if (running) return (await running) as T;
	const started = work().finally(() => inFlight.delete(key));
	inFlight.set(key, started);
	return await started;
}

const RENEWED_MS = 5_000;
const renewed = new Map<string, { replaced: unknown; session: string; at: number }>();

/**
 * Renews a session once for all that ask in place of the same old one. n8n saves a new session only after
 * it was fetched: until then others still see the old one, and another fetch would end the new one.
 *
 * @param replaced the stored session that is missing, due or refused
 */
export async function renewOnce(
	fingerprint: string,
	replaced: unknown,
	fetch: () => Promise<string>,
): Promise<string> {
	const last = renewed.get(fingerprint);
	if (last && last.replaced === replaced && Date.now() - last.at < RENEWED_MS) return last.session;
	return await singleFlight(fingerprint, async () => {
		const session = await fetch();
		renewed.set(fingerprint, { replaced, session, at: Date.now() });
		return session;
	});
}
