import type { Clock } from '../run/clock';
import { codeIn, parseJson } from '../values/json';
import type { Fetched, Session } from './session';

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

/**
 * The sessions of one account, as one process knows them. The credential is where all processes of an
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
export class AccountSessions {
	private readonly clock: Clock;
	private readonly fingerprint: string;
	/** The sessions by their JSON text, the one that was seen last at the end. */
	private readonly known = new Map<string, Known>();
	/** The sessions that the provider has refused: none comes back to life. */
	private readonly dead = new Set<string>();
	/** The renewal under way: everybody in this process waits for it in place of another one. */
	private renewal?: Promise<string>;
	/** The look under way whether another process stores a session. */
	private recovery?: Promise<void>;
	/** The time of the latest loss. */
	private lostAt = -Infinity;

	constructor(clock: Clock, fingerprint: string) {
		this.clock = clock;
		this.fingerprint = fingerprint;
	}

	/** The JSON text of the last one seen that is neither due nor dead. */
	latest(): string | undefined {
		const now = this.clock.now();
		return [...this.known].filter(([, { dueAt }]) => now < dueAt).pop()?.[0];
	}

	/** The session of a text that `latest` has returned. */
	sessionOf(text: string): Session | undefined {
		return this.known.get(text)?.session;
	}

	/**
	 * Adds a session to the known ones.
	 *
	 * @param how `found` is one that was stored since the credential was read, after the loss of another
	 */
	learn(text: unknown, how: 'read' | 'found' | 'fetched'): void {
		if (typeof text !== 'string' || this.known.has(text) || this.dead.has(text)) return;
		const session = parseJson(text) as Session | undefined;
		if (session?.fingerprint !== this.fingerprint || !isWhole(session)) return;
		const { fetchedAt, lifeMs } = session;
		const seenAt = this.clock.now();
		// The clock of another process may be wrong by any time, also against this one.
		const bornAt = how === 'read' ? Math.min(fetchedAt, seenAt) : seenAt;
		const isOwn = how === 'fetched';
		const lateMs = (Math.min(lifeMs / 3, MAX_LATE_MS) * (1 + this.clock.random())) / 2;
		const dueAt = bornAt + lifeMs + (isOwn ? 0 : lateMs);
		this.known.set(text, { session, seenAt, dueAt, isOwn, isUntried: isOwn });
		limit(this.known, MAX_KNOWN);
	}

	/**
	 * Fetches a session that is neither under way here nor about to be stored by another process.
	 *
	 * @param isNeeded asked when no other one has come: whether there still is none
	 * @param fetch gets a new session from the provider, which may end the one before
	 * @returns its text; undefined when another request of this process stores it, or none is needed
	 */
	async renew<T extends Session>(
		isNeeded: () => boolean,
		fetch: () => Promise<Fetched<T>>,
	): Promise<string | undefined> {
		// Another process may be about to store one.
		await this.recovery;
		if (this.renewal) {
			await this.renewal;
			return undefined;
		}
		if (!isNeeded()) return undefined;
		this.renewal = this.fetch(fetch);
		return await this.renewal;
	}

	/** Notes that the provider has accepted a session. */
	worked(session: string): void {
		const known = this.known.get(session);
		if (known) known.isUntried = false;
	}

	/** Whether a session may have been accepted before: here, or where it was fetched. */
	hasWorked(session: string): boolean {
		return this.known.get(session)?.isUntried !== true;
	}

	/** Notes that a refusal which may mean a lost session came with one that was fetched for it, so that the reason is another. */
	acquit(session: string): void {
		const known = this.known.get(session);
		if (known) known.isAcquitted = true;
	}

	/** Whether such refusals are known to have another reason than this session. */
	isAcquitted(session: string): boolean {
		return this.known.get(session)?.isAcquitted === true;
	}

	/**
	 * Notes that the provider has refused a session.
	 *
	 * @param session '' when another process's renewal ended one under way
	 * @returns whether this process is the one to renew, at once
	 */
	lost(session: string): boolean {
		const known = this.known.get(session);
		const now = this.clock.now();
		const isFirst = known?.isOwn === true && now - Math.max(this.lostAt, known.seenAt) >= SOON_MS;
		// Other requests that were refused with the same session add nothing new.
		if (known || session === '') this.lostAt = now;
		this.known.delete(session);
		this.dead.add(session);
		limit(this.dead, MAX_DEAD);
		return isFirst;
	}

	/**
	 * Looks whether another process stores a session; ends when there is one, or when it is time to renew.
	 *
	 * @param once does not wait when there is none
	 */
	async look(view: View, once: boolean): Promise<void> {
		if (this.latest() !== undefined) return;
		this.recovery ??= this.recover(view, once).finally(() => delete this.recovery);
		await this.recovery;
	}

	private async recover({ read, signal }: View, once: boolean): Promise<void> {
		const waitMs = once ? 0 : SETTLE_MS + SPREAD_MS * this.clock.random();
		const end = this.clock.now() + waitMs;
		for (;;) {
			// When it cannot be read, what is known must do.
			this.learn(await read().catch(() => ''), 'found');
			const left = end - this.clock.now();
			const isDone = this.latest() !== undefined || this.renewal !== undefined;
			if (isDone || left <= 0 || signal?.aborted) return;
			await this.clock.pause(Math.min(left, LOOK_MS), signal);
		}
	}

	private async fetch<T extends Session>(fetch: () => Promise<Fetched<T>>): Promise<string> {
		return await fetch()
			.then((fetched) => {
				const { fingerprint } = this;
				const text = JSON.stringify({ fingerprint, fetchedAt: this.clock.now(), ...fetched });
				this.learn(text, 'fetched');
				return text;
			})
			.finally(() => delete this.renewal);
	}
}

/** Whether a stored session has the form that this version gives it. */
const isWhole = ({ fetchedAt, lifeMs, ...parts }: Session): boolean =>
	[fetchedAt, lifeMs].every(Number.isFinite) &&
	Object.values(parts).every((part) => codeIn(part) !== undefined);

/** Forgets the oldest. */
function limit(entries: Map<string, unknown> | Set<string>, most: number): void {
	for (const oldest of entries.keys()) {
		if (entries.size <= most) return;
		entries.delete(oldest);
	}
}
