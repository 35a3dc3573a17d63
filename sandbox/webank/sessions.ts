import { randomBytes } from 'node:crypto';
import { documentedLives } from './spec.ts';
import type { Lives } from './spec.ts';

export type SessionKind = 'accessToken' | 'signTicket' | 'userTicket';

export const sessionKinds: readonly SessionKind[] = ['accessToken', 'signTicket', 'userTicket'];

/** An access token or a ticket. */
export interface Session {
	kind: SessionKind;
	appId: string;
	value: string;
	issuedAt: number;
	/** The end in milliseconds since the epoch; a replaced ticket ends before the time that it was given. */
	endsAt: number;
	/** Why it ended before its time; absent while it has not. */
	ended?: string;
	/** A sign ticket whose successor was issued: it is good for five more minutes (6.1). */
	replaced?: boolean;
	/** The person, whom user tickets only have. */
	user?: { userId: string; merchantId: string; data: Record<string, unknown> };
	used?: boolean;
}

/** What one account holds, newest first. */
interface Chain {
	accessToken: Session | undefined;
	previousTokens: Session[];
	signTickets: Session[];
	userTickets: Session[];
	nonces: Set<string>;
	olderNonces: Set<string>;
}

// Ended sessions are kept for the journal's explanations only.
const keptTokens = 20;
const keptTickets = 20;
const keptUserTickets = 5_000;
const keptNonces = 100_000;

/** The tokens and tickets of all accounts, with the rules by which one ends another. */
export class Sessions {
	readonly lives: Lives = { ...documentedLives };
	private chains = new Map<string, Chain>();
	private userTickets = new Map<string, Session>();
	private readonly now: () => number;

	constructor(now: () => number) {
		this.now = now;
	}

	clear(): void {
		Object.assign(this.lives, documentedLives);
		this.chains.clear();
		this.userTickets.clear();
	}

	isAlive(session: Session): boolean {
		return session.ended === undefined && session.endsAt > this.now();
	}

	/**
	 * 4.1: a new access token ends the one before at once, there is no grace for it (gap WB-20), and
	 * with it every ticket that it gave ("票据链失效", 4.6 note 2).
	 */
	issueAccessToken(appId: string, by = 'a newer access token'): Session {
		const chain = this.chain(appId);
		this.endChain(appId, `ended by ${by}`);
		if (chain.accessToken) {
			chain.previousTokens = [chain.accessToken, ...chain.previousTokens].slice(0, keptTokens);
		}
		chain.accessToken = this.issue('accessToken', appId);
		return chain.accessToken;
	}

	/** The account's access token, or why this one is not it. */
	findAccessToken(appId: string, value: string): Session | { expired: boolean; reason: string } {
		const { accessToken, previousTokens } = this.chain(appId);
		if (accessToken?.value === value) {
			if (this.isAlive(accessToken)) return accessToken;
			if (accessToken.ended !== undefined)
				return { expired: false, reason: `access_token was ${accessToken.ended}` };
			return { expired: true, reason: 'access_token is past its time' };
		}
		const previous = previousTokens.find((token) => token.value === value);
		if (previous) {
			const reason = previous.ended ?? 'past its time when a newer one was issued';
			return { expired: false, reason: `access_token was ${reason}` };
		}
		return { expired: false, reason: 'access_token is unknown' };
	}

	/** 4.2: a new sign ticket leaves the one before valid for five minutes, not longer than its life. */
	issueSignTicket(appId: string): Session {
		const chain = this.chain(appId);
		const grace = this.now() + this.lives.ticketGrace * 1000;
		const [previous] = chain.signTickets;
		if (previous && this.isAlive(previous)) {
			previous.replaced = true;
			previous.endsAt = Math.min(previous.endsAt, grace);
		}
		const ticket = this.issue('signTicket', appId);
		chain.signTickets = [ticket, ...chain.signTickets].slice(0, keptTickets);
		return ticket;
	}

	/** The account's sign tickets, newest first: those that a signature may be made with, and the others. */
	signTicketsOf(appId: string): { alive: Session[]; ended: Session[] } {
		const { signTickets } = this.chain(appId);
		const alive = signTickets.filter((ticket) => this.isAlive(ticket));
		return { alive, ended: signTickets.filter((ticket) => !alive.includes(ticket)) };
	}

	/** 3.2: a user ticket is good for one person, once, for five minutes. */
	issueUserTicket(appId: string, user: NonNullable<Session['user']>): Session {
		const chain = this.chain(appId);
		const ticket: Session = { ...this.issue('userTicket', appId), user, used: false };
		chain.userTickets.unshift(ticket);
		this.userTickets.set(ticket.value, ticket);
		if (chain.userTickets.length > keptUserTickets) {
			const oldest = chain.userTickets.pop();
			if (oldest) this.userTickets.delete(oldest.value);
		}
		return ticket;
	}

	/** Opens the H5 page with a user ticket, as the bank's page does; it uses the ticket up. */
	useUserTicket(value: string): Session | { expired: boolean; reason: string } {
		const ticket = this.userTickets.get(value);
		if (!ticket) return { expired: false, reason: 'the user ticket is unknown' };
		if (ticket.used) return { expired: false, reason: 'the user ticket was used before' };
		if (ticket.ended !== undefined)
			return { expired: false, reason: `the user ticket was ${ticket.ended}` };
		if (!this.isAlive(ticket)) return { expired: true, reason: 'the user ticket is past its time' };
		ticket.used = true;
		return ticket;
	}

	/** Ends one session; false where there is none that lives. */
	endOne(value: string): boolean {
		const session = this.all().find((candidate) => candidate.value === value);
		if (!session || !this.isAlive(session)) return false;
		session.ended = 'ended by hand';
		return true;
	}

	/** Lets the time of sessions run out, leaving alone what hangs on them; says how many there were. */
	expire(kind: SessionKind, appId?: string): number {
		let count = 0;
		for (const session of this.all(kind, appId)) {
			if (!this.isAlive(session)) continue;
			session.endsAt = this.now();
			count++;
		}
		return count;
	}

	/** Ends an account's access token and every ticket that it gave. */
	endChain(appId: string, reason: string): void {
		const { accessToken, signTickets, userTickets } = this.chain(appId);
		for (const session of [accessToken, ...signTickets, ...userTickets]) {
			if (session && this.isAlive(session)) session.ended = reason;
		}
	}

	/**
	 * Another system with the same app id fetches its own access token, and usually a sign ticket with
	 * it (互踢, 4.6 note 1). Without its ticket there is none left at all.
	 */
	kickOut(appId: string, withTicket: boolean): void {
		this.issueAccessToken(appId, 'the access token of another system');
		if (withTicket) this.issueSignTicket(appId);
	}

	/** Whether a nonce is new for its account (4.3: 随机数); remembers it, the last 100,000 at least. */
	useNonce(appId: string, nonce: string): boolean {
		const chain = this.chain(appId);
		if (chain.nonces.has(nonce) || chain.olderNonces.has(nonce)) return false;
		if (chain.nonces.size >= keptNonces) {
			chain.olderNonces = chain.nonces;
			chain.nonces = new Set();
		}
		chain.nonces.add(nonce);
		return true;
	}

	/** Sessions of all accounts or of one. */
	all(kind?: SessionKind, appId?: string): Session[] {
		const found: Session[] = [];
		for (const [id, chain] of this.chains) {
			if (appId !== undefined && id !== appId) continue;
			const { accessToken, previousTokens, signTickets, userTickets } = chain;
			const tokens = accessToken ? [accessToken, ...previousTokens] : [];
			found.push(...tokens, ...signTickets, ...userTickets);
		}
		return kind ? found.filter((session) => session.kind === kind) : found;
	}

	private chain(appId: string): Chain {
		let chain = this.chains.get(appId);
		if (!chain) {
			chain = {
				accessToken: undefined,
				previousTokens: [],
				signTickets: [],
				userTickets: [],
				nonces: new Set(),
				olderNonces: new Set(),
			};
			this.chains.set(appId, chain);
		}
		return chain;
	}

	private issue(kind: SessionKind, appId: string): Session {
		const issuedAt = this.now();
		const endsAt = issuedAt + this.lives[kind] * 1000;
		return { kind, appId, value: randomBytes(32).toString('hex'), issuedAt, endsAt };
	}
}
