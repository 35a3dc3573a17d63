import { randomBytes } from 'node:crypto';
import { accountOf } from './accounts.ts';
import { Audits } from './audits.ts';
import { Collection } from './collection.ts';
import type { Person } from './collection.ts';
import type { CollectionKind } from './rules.ts';
import { defaultSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { Tokens } from './tokens.ts';

// A test needs far fewer; a long load test must not fill the memory.
const keptQueries = 20_000;
const keptLicences = 20_000;

/** What an agreement of e-bank v1 is for (5.1.2). */
export interface Licence {
	username: string;
	entryId: string;
	loginName: string;
	name: string;
	idCard: string;
}

const keyOf = ({ username, entryId, loginName, name, idCard }: Licence): string =>
	JSON.stringify([username, entryId, loginName, name, idCard]);

/** Everything that the provider remembers. */
export class QianchengState {
	readonly tokens: Tokens;
	readonly audits = new Audits();
	readonly settings: Settings = structuredClone(defaultSettings);
	private readonly queries = new Map<string, Collection>();
	private readonly licences = new Set<string>();
	private readonly passwords = new Map<string, string>();
	private readonly clock: () => number;
	/** How much time was let pass at once. */
	advancedMs = 0;

	constructor(clock: () => number) {
		this.clock = clock;
		this.tokens = new Tokens(() => this.now());
	}

	now(): number {
		return this.clock() + this.advancedMs;
	}

	/** Lets time pass at once, so that nobody waits ten minutes for a collection to fail. */
	advance(seconds: number): void {
		this.advancedMs += seconds * 1000;
	}

	clear(): void {
		this.tokens.clear();
		this.audits.clear();
		this.queries.clear();
		this.licences.clear();
		this.passwords.clear();
		Object.assign(this.settings, structuredClone(defaultSettings));
		this.advancedMs = 0;
	}

	passwordOf(username: string): string | undefined {
		return this.passwords.get(username) ?? accountOf(username)?.password;
	}

	/** Changes a merchant's password until the next reset; tokens that were issued stay valid. */
	changePassword(username: string, password: string): void {
		this.passwords.set(username, password);
	}

	/** Starts a query. */
	createQuery(kind: CollectionKind, username: string, person: Person): Collection {
		const openId = randomBytes(16).toString('hex');
		const query = new Collection(kind, openId, username, person, this.settings, this.now());
		this.queries.set(openId, query);
		if (this.queries.size > keptQueries) {
			const [oldest] = this.queries.keys();
			if (oldest !== undefined) this.queries.delete(oldest);
		}
		return query;
	}

	/** A query as it is now. */
	findQuery(openId: string): Collection | undefined {
		return this.queries.get(openId)?.settle(this.now());
	}

	/** Queries as they are now, newest first. */
	listQueries(limit: number): Collection[] {
		const newest = [...this.queries.values()].slice(-limit).reverse();
		return newest.map((query) => query.settle(this.now()));
	}

	/** Remembers that a user agreed (5.1.2: "当请求授权协议接口之后,方能进行之后的操作"). */
	addLicence(licence: Licence): void {
		this.licences.add(keyOf(licence));
		if (this.licences.size > keptLicences) {
			const [oldest] = this.licences;
			if (oldest !== undefined) this.licences.delete(oldest);
		}
	}

	hasLicence(licence: Licence): boolean {
		return this.licences.has(keyOf(licence));
	}
}
