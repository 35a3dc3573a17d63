import { randomBytes } from 'node:crypto';

export interface Token {
	value: string;
	username: string;
	issuedAt: number;
	endsAt: number;
	/** Why it ended before its time; absent while it has not. */
	ended?: string;
}

// A test needs far fewer; a long load test must not fill the memory.
const keptTokens = 10_000;
const hour = 3_600_000;

/** The tokens of all merchants. Whether a new one ends the others is not documented: both can be played. */
export class Tokens {
	private tokens = new Map<string, Token>();
	private readonly now: () => number;

	constructor(now: () => number) {
		this.now = now;
	}

	clear(): void {
		this.tokens.clear();
	}

	/** Issues a token (section 1). */
	issue(username: string, hours: number, kickOut: boolean): Token {
		if (kickOut) this.end('ended by a newer token of the same merchant', username);
		const issuedAt = this.now();
		const value = randomBytes(16).toString('hex');
		const token: Token = { value, username, issuedAt, endsAt: issuedAt + hours * hour };
		this.tokens.set(value, token);
		if (this.tokens.size > keptTokens) {
			const [oldest] = this.tokens.keys();
			if (oldest !== undefined) this.tokens.delete(oldest);
		}
		return token;
	}

	isAlive(token: Token): boolean {
		return token.ended === undefined && token.endsAt > this.now();
	}

	/** The token with this value, or why it is not valid. */
	find(value: string): Token | string {
		const token = this.tokens.get(value);
		if (!token) return 'token is unknown';
		if (token.ended !== undefined) return `token was ${token.ended}`;
		return token.endsAt > this.now() ? token : 'token is past its time';
	}

	/** Ends the living tokens of a merchant, or of all, and says how many there were. */
	end(reason: string, username?: string): number {
		let count = 0;
		for (const token of this.all(username)) {
			if (!this.isAlive(token)) continue;
			token.ended = reason;
			count++;
		}
		return count;
	}

	/** Ends one token; false where there is none that lives. */
	endOne(value: string): boolean {
		const token = this.tokens.get(value);
		if (!token || !this.isAlive(token)) return false;
		token.ended = 'ended by hand';
		return true;
	}

	/** Lets the time of tokens run out and says how many there were. */
	expire(username?: string): number {
		let count = 0;
		for (const token of this.all(username)) {
			if (!this.isAlive(token)) continue;
			token.endsAt = this.now();
			count++;
		}
		return count;
	}

	/** Tokens of all merchants or of one, oldest first. */
	all(username?: string): Token[] {
		const all = [...this.tokens.values()];
		return username === undefined ? all : all.filter((token) => token.username === username);
	}
}
