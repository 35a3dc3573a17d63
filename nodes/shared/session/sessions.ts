import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { withSession } from '../model/credential';
import { systemClock, type Clock } from '../run/clock';
import { AccountSessions } from './account';
import { LostWords } from './lostWords';
import { SessionExpired, type Fetched, type Session } from './session';

/** A value in place of no session: n8n would renew before `use` is asked, which may know one. */
const UNSET = '{}';

/** The sessions of all accounts, as one process knows them, and which credential was signed with which. */
export class Sessions {
	readonly clock: Clock;
	/** How the provider says that a session is lost, where that is not documented. */
	readonly words: LostWords;
	private readonly accounts = new Map<string, AccountSessions>();
	/** The session that a decrypted credential was last signed with; '' when it asked for another. */
	private readonly uses = new WeakMap<ICredentialDataDecryptedObject, string>();
	private readonly signers = new WeakSet<ICredentialDataDecryptedObject>();
	private readonly denials = new WeakMap<ICredentialDataDecryptedObject, Error>();

	constructor(clock: Clock) {
		this.clock = clock;
		this.words = new LostWords(clock);
	}

	/** Those of an account, by its fingerprint. */
	of(fingerprint: string): AccountSessions {
		const account = this.accounts.get(fingerprint) ?? new AccountSessions(this.clock, fingerprint);
		this.accounts.set(fingerprint, account);
		return account;
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
		const account = this.of(fingerprint);
		account.learn(credentials.session, 'read');
		const text = account.latest();
		this.uses.set(credentials, text ?? '');
		if (text !== undefined) return account.sessionOf(text) as T;
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
		const account = this.of(fingerprint);
		const used = this.uses.get(credentials);
		// n8n's HTTP Request node renews after any HTTP error, which says nothing about the session.
		if (used || (used === undefined && this.signers.has(credentials))) return {};
		// Whoever was not signed before is a test of the credential, which must show that one can be had.
		const isNeeded = () => used !== '' || account.latest() === undefined;
		const session = await account.renew(isNeeded, fetch);
		return session === undefined ? {} : { session };
	}
}

/** The sessions that this process knows. */
export const sessions = new Sessions(systemClock);
