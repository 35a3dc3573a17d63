import { createHash } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';

import { NoAnswer } from '../model/errors';

/** A session that belongs to an account, not to a user, as it is kept in the credential. */
export interface Session {
	/** A mark of environment, account and secret: a session must not outlive a change of them. */
	fingerprint: string;
	/** The time in ms since the epoch, by the clock of the process that fetched it. */
	fetchedAt: number;
	/** How long it is used from then on: less than the provider lets it live. */
	lifeMs: number;
}

/** What a provider's own code makes of an answer: the tokens, and how long to use them. */
export type Fetched<T extends Session> = Omit<T, 'fingerprint' | 'fetchedAt'>;

/** The hidden property; n8n fetches a session when it is empty or after a `SessionExpired`. */
export const sessionProperty: INodeProperties = {
	displayName: 'Session',
	name: 'session',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/** Makes n8n renew the session: it calls `preAuthentication` after an error with this status. */
export class SessionExpired extends NoAnswer {
	readonly response = { status: 401 };
	constructor() {
		super('the session ended before it could be used', false);
	}
}

/** A hash that tells accounts apart without revealing their secret. */
export const fingerprintOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
