import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';

import { withSession } from '../model/credential';
import { NoAnswer } from '../model/errors';
import { systemClock, type Clock } from '../run/clock';
import { parseJson } from '../values/json';
import { LostWords } from './lostWords';

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

/** How a request looks at the credential. */
export interface View {
	/** Reads the credential's session again. */
	read: () => Promise<unknown>;
	signal: AbortSignal | undefined;
}

/** A session that has not been refused yet, as this process sees it. */
interface Known {
	session: Session;
	/** The time when this process saw it first, by its own clock. */
	seenAt: number;
	/** The time when this process renews it. */
	dueAt: number;
	/** Whether this process fetched it. */
	isOwn: boolean;
	/** Whether this process fetched it and the provider has not accepted it so far. */
	isUntried: boolean;
	/** Whether it was refused for another reason than being lost. */
	isAcquitted?: boolean;
}

interface Account {
	/** The sessions by their JSON text, the one that was seen last at the end. */
	known: Map<string, Known>;
	/** The sessions that the provider has refused: none comes back to life. */
	dead: Set<string>;
	/** The renewal under way: everybody in this process waits for it in place of another one. */
	renewal?: Promise<string>;
	/** The look under way whether another process stores a session. */
	recovery?: Promise<void>;
	/** The latest loss. */
	lostAt: number;
}

// One of this process, and one that another process has stored over it, which may be dead.
const MAX_KNOWN = 2;
const MAX_DEAD = 100;
/** The process that fetched a session renews it, others only when it is late by as much. */
const MAX_LATE_MS = 60_000;
/** A session that is lost sooner was probably ended by another process's renewal. */
const SOON_MS = 5000;
/** The time that another process may take to renew and to store. */
const SETTLE_MS = 1000;
const SPREAD_MS = 2000;
const LOOK_MS = 200;
/** A value in place of no session: n8n would renew before `use` is asked, which may know one. */
const UNSET = '{}';

/**
 * The sessions of all accounts, as one process knows them. The credential is where all processes of an
 * n8n share them, but not enough: n8n reads it once for each node of an execution and writes it some time
 * after a renewal, so that executions that overlap hold older sessions.
 *
 * | a session is | because                                | a request                      | it becomes           |
 * | ------------ | -------------------------------------- | ------------------------------ | -------------------- |
 * | unknown      | another process has fetched it         | –                              | known, when read     |
 * | known        | it was read, or fetched here           | is signed with the latest one  | due by time, or dead |
 * | due          | its time is over by this process's clock | renews, if none is known     | –                    |
 * | dead         | the provider has refused it            | looks, then renews, if none is known | –              |
 *
 * Renewals end each other's sessions, and no process knows what another one is doing. Therefore:
 * - a process has one renewal under way, which all its requests share;
 * - the process that fetched a session is the one to renew it, at once. The others look at the credential
 *   meanwhile, and renew only when nothing comes, after a time that depends on chance;
 * - after a loss that follows a renewal or another loss closely nobody is the first: all look and wait;
 * - no clock of another process says which session is newer: a dead one that was stored late over a living
 *   one is refused once, and then it is dead.
 *
 * test/unit/nodes/session-model.test.ts has what follows from that, for several processes, as invariants.
 */
export class Sessions {
	readonly clock: Clock;
	/** How the provider says that a session is lost, where that is not documented. */
	readonly words: LostWords;
	private readonly accounts = new Map<string, Account>();
	/** The session that a decrypted credential was last signed with; '' when it asked for another. */
	private readonly uses = new WeakMap<ICredentialDataDecryptedObject, string>();
	private readonly signers = new WeakSet<ICredentialDataDecryptedObject>();
	private readonly denials = new WeakMap<ICredentialDataDecryptedObject, Error>();

	constructor(clock: Clock) {
		this.clock = clock;
		this.words = new LostWords(clock);
	}

	/**
	 * A copy of a credential for one request, by which `usedBy` tells what it was signed with.
	 *
	 * @param denial why no session can be had; it is thrown in place of asking for one
	 */
	prepare(
		credential: ICredentialDataDecryptedObject,
		denial: Error | undefined,
	): ICredentialDataDecryptedObject {
		const copy = withSession(credential, credential.session || UNSET);
		if (denial) this.denials.set(copy, denial);
		return copy;
	}

	/**
	 * The session to sign with: the last one seen that is neither due nor dead.
	 *
	 * @param credentials the very object that n8n passes to `preAuthentication` as well
	 * @param fingerprint of the account as it is configured now
	 * @throws SessionExpired when n8n must fetch one first
	 */
	use<T extends Session>(credentials: ICredentialDataDecryptedObject, fingerprint: string): T {
		const account = this.accountOf(fingerprint);
		this.learn(account, fingerprint, credentials.session, 'read');
		const text = this.latest(account);
		this.uses.set(credentials, text ?? '');
		if (text !== undefined) return account.known.get(text)?.session as T;
		throw this.denials.get(credentials) ?? new SessionExpired();
	}

	/** Notes that these credentials are about to sign a request, which need not have a session. */
	begin(credentials: ICredentialDataDecryptedObject): void {
		this.signers.add(credentials);
	}

	/** The session that these credentials were signed with: '' when they got none, undefined when they need none. */
	usedBy(credentials: ICredentialDataDecryptedObject): string | undefined {
		return this.uses.get(credentials);
	}

	/**
	 * What the credential's `preAuthentication` returns: a session for n8n to store, or nothing when
	 * another request of this process stores it.
	 *
	 * @param fetch gets a new session from the provider, which may end the one before
	 */
	async renew<T extends Session>(
		credentials: ICredentialDataDecryptedObject,
		fingerprint: string,
		fetch: () => Promise<Fetched<T>>,
	): Promise<{ session?: string }> {
		const account = this.accountOf(fingerprint);
		const used = this.uses.get(credentials);
		// n8n's HTTP Request node renews after any HTTP error, which says nothing about the session.
		if (used || (used === undefined && this.signers.has(credentials))) return {};
		// Another process may be about to store one.
		await account.recovery;
		if (account.renewal) {
			await account.renewal;
			return {};
		}
		// Whoever was not signed before is a test of the credential, which must show that one can be had.
		if (used === '' && this.latest(account) !== undefined) return {};
		account.renewal = this.fetch(account, fingerprint, fetch);
		return { session: await account.renewal };
	}

	/** Notes that the provider has accepted a session. */
	worked(fingerprint: string, session: string): void {
		const known = this.accountOf(fingerprint).known.get(session);
		if (known) known.isUntried = false;
	}

	/** Whether a session may have been accepted before: here, or where it was fetched. */
	hasWorked(fingerprint: string, session: string): boolean {
		return this.accountOf(fingerprint).known.get(session)?.isUntried !== true;
	}

	/** Notes that a refusal which may mean a lost session came with one that was fetched for it, so that the reason is another. */
	acquit(fingerprint: string, session: string): void {
		const known = this.accountOf(fingerprint).known.get(session);
		if (known) known.isAcquitted = true;
	}

	/** Whether such refusals are known to have another reason than this session. */
	isAcquitted(fingerprint: string, session: string): boolean {
		return this.accountOf(fingerprint).known.get(session)?.isAcquitted === true;
	}

	/**
	 * Notes that the provider has refused a session.
	 *
	 * @param session '' when another process's renewal ended one under way
	 * @returns whether this process is the one to renew, at once
	 */
	lost(fingerprint: string, session: string): boolean {
		const account = this.accountOf(fingerprint);
		const known = account.known.get(session);
		const now = this.clock.now();
		const isFirst =
			known?.isOwn === true && now - Math.max(account.lostAt, known.seenAt) >= SOON_MS;
		// Other requests that were refused with the same session add nothing new.
		if (known || session === '') account.lostAt = now;
		account.known.delete(session);
		account.dead.add(session);
		limit(account.dead, MAX_DEAD);
		return isFirst;
	}

	/**
	 * Looks whether another process stores a session; ends when there is one, or when it is time to renew.
	 *
	 * @param once does not wait when there is none
	 */
	async look(fingerprint: string, view: View, once: boolean): Promise<void> {
		const account = this.accountOf(fingerprint);
		if (this.latest(account) !== undefined) return;
		account.recovery ??= this.recover(account, fingerprint, view, once).finally(
			() => delete account.recovery,
		);
		await account.recovery;
	}

	private async recover(
		account: Account,
		fingerprint: string,
		{ read, signal }: View,
		once: boolean,
	): Promise<void> {
		const waitMs = once ? 0 : SETTLE_MS + SPREAD_MS * this.clock.random();
		const end = this.clock.now() + waitMs;
		for (;;) {
			// When it cannot be read, what is known must do.
			this.learn(account, fingerprint, await read().catch(() => ''), 'found');
			const left = end - this.clock.now();
			const isDone = this.latest(account) !== undefined || account.renewal !== undefined;
			if (isDone || left <= 0 || signal?.aborted) return;
			await this.clock.pause(Math.min(left, LOOK_MS), signal);
		}
	}

	private async fetch<T extends Session>(
		account: Account,
		fingerprint: string,
		fetch: () => Promise<Fetched<T>>,
	): Promise<string> {
		return await fetch()
			.then((fetched) => {
				const text = JSON.stringify({ fingerprint, fetchedAt: this.clock.now(), ...fetched });
				this.learn(account, fingerprint, text, 'fetched');
				return text;
			})
			.finally(() => delete account.renewal);
	}

	/**
	 * Adds a session to the known ones.
	 *
	 * @param how `found` is one that was stored since the credential was read, after the loss of another
	 */
	private learn(
		account: Account,
		fingerprint: string,
		text: unknown,
		how: 'read' | 'found' | 'fetched',
	): void {
		if (typeof text !== 'string' || account.known.has(text) || account.dead.has(text)) return;
		const session = parseJson(text) as Session | undefined;
		if (session?.fingerprint !== fingerprint) return;
		const { fetchedAt, lifeMs } = session;
		const seenAt = this.clock.now();
		// The clock of another process may be wrong by any time, also against this one.
		const bornAt = how === 'read' ? Math.min(fetchedAt, seenAt) : seenAt;
		const isOwn = how === 'fetched';
		const lateMs = (Math.min(lifeMs / 3, MAX_LATE_MS) * (1 + this.clock.random())) / 2;
		const dueAt = bornAt + lifeMs + (isOwn ? 0 : lateMs);
		account.known.set(text, { session, seenAt, dueAt, isOwn, isUntried: isOwn });
		limit(account.known, MAX_KNOWN);
	}

	private latest({ known }: Account): string | undefined {
		const now = this.clock.now();
		return [...known].filter(([, { dueAt }]) => now < dueAt).pop()?.[0];
	}

	private accountOf(fingerprint: string): Account {
		const account = this.accounts.get(fingerprint) ?? {
			known: new Map(),
			dead: new Set(),
			lostAt: -Infinity,
		};
		this.accounts.set(fingerprint, account);
		return account;
	}
}

/** The sessions that this process knows. */
export const sessions = new Sessions(systemClock);

/** Forgets the oldest. */
function limit(entries: Map<string, unknown> | Set<string>, most: number): void {
	for (const oldest of entries.keys()) {
		if (entries.size <= most) return;
		entries.delete(oldest);
	}
}

/** A hash that tells accounts apart without revealing their secret. */
export const fingerprintOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
