import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { entryOf, isWorthRepeating, Refusal, type ErrorEntry } from '../model/errors';
import type { Provider } from '../model/providerType';
import type { AccountSessions, View } from './account';
import { SessionExpired } from './session';
import type { Sessions } from './sessions';

// Two processes may renew at the same moment; the later session ends the earlier one, and both settle
// on it. More losses of one request mean that somebody else keeps renewing.
const MAX_LOSSES = 4;
// Renewing again would only take the session away from the other system in turn.
const TAKEN_OVER_MS = 60_000;

/** The reason why an execution gets no session for an account, and until when it does not try again. */
interface Denial {
	reason: Error;
	until: number;
}

/** The failures of each execution by its cancel signal: several nodes, runs in a loop and tries again have the same. */
const denialsOf = new WeakMap<object, Map<string, Denial>>();

/** What one request does about the session of its account, between its attempts. */
export class Renewal {
	private readonly provider: Provider;
	private readonly credential: ICredentialDataDecryptedObject;
	private readonly sessions: Sessions;
	private readonly fingerprint: string;
	private readonly account: AccountSessions;
	private readonly view: View;
	private readonly denials: Map<string, Denial>;
	/** The credential of the latest attempt. */
	private attempted: ICredentialDataDecryptedObject;
	private losses = 0;
	/** The refusal that a new session is tried for, although it may mean something else. */
	private suspected?: Refusal;

	constructor(
		context: IExecuteFunctions,
		provider: Provider,
		credential: ICredentialDataDecryptedObject,
		itemIndex: number,
		sessions: Sessions,
	) {
		this.provider = provider;
		this.credential = credential;
		this.attempted = credential;
		this.sessions = sessions;
		this.fingerprint = provider.session?.account(credential) ?? '';
		this.account = sessions.of(this.fingerprint);
		const signal = context.getExecutionCancelSignal();
		this.view = {
			read: async () => (await context.getCredentials(provider.credential, itemIndex)).session,
			signal,
		};
		const execution = signal ?? context;
		this.denials = denialsOf.get(execution) ?? new Map<string, Denial>();
		denialsOf.set(execution, this.denials);
	}

	/** The credential for the next attempt, which n8n signs it with. */
	attempt(): ICredentialDataDecryptedObject {
		if (!this.provider.session) return this.credential;
		this.attempted = this.sessions.prepare(this.credential, this.denial()?.reason);
		return this.attempted;
	}

	/** Notes that the provider has carried out the latest attempt. */
	worked(): void {
		const used = this.used();
		if (used) this.account.worked(used);
		if (this.suspected) this.sessions.words.note(this.suspected, true);
	}

	/** The error of the latest attempt; a refusal that is known to mean a lost session says so. */
	judge(error: unknown): unknown {
		const unclear = this.provider.session?.unclearLoss;
		if (!(error instanceof Refusal) || !unclear || !this.used()) return error;
		const isLost = unclear.isListed(error, this.credential) || this.sessions.words.areProven(error);
		if (!isLost) return error;
		const { providerCode, providerMessage, retryAfterMs } = error;
		return new Refusal(providerCode, providerMessage, { retryAfterMs, entry: unclear.entry });
	}

	/**
	 * Finds another session, or that it is time to renew, after an attempt that was refused for its session.
	 *
	 * @param repeatable whether the request may be sent again although it may have been carried out
	 * @returns whether to send the request again
	 */
	async recovers(error: unknown, repeatable: boolean): Promise<boolean> {
		const used = this.used();
		if (used === undefined) return false;
		const isLost = this.isLost(error);
		if (isLost === undefined && used === '') {
			// Asking again for a session that the account cannot get could lock it.
			if (!isWorthRepeating(this.provider.errors, error)) this.deny(error, Infinity);
			return false;
		}
		if (isLost !== true && !this.maySayLost(error, isLost, repeatable)) return false;
		const once = this.account.lost(used);
		if (this.losses === MAX_LOSSES || this.denial()) {
			this.deny(error, this.sessions.clock.now() + TAKEN_OVER_MS);
			return false;
		}
		this.losses++;
		if (isLost !== true) this.suspected = error as Refusal;
		await this.account.look(this.view, once);
		return true;
	}

	private used(): string | undefined {
		return this.sessions.usedBy(this.attempted);
	}

	private isLost(error: unknown): ErrorEntry['sessionLost'] {
		if (error instanceof Refusal) return entryOf(this.provider.errors, error)?.sessionLost;
		return error instanceof SessionExpired ? true : undefined;
	}

	/** Whether a refusal is worth one try with a new session. */
	private maySayLost(
		error: unknown,
		isLost: ErrorEntry['sessionLost'],
		repeatable: boolean,
	): boolean {
		const unclear = this.provider.session?.unclearLoss;
		if (!(error instanceof Refusal)) return false;
		const used = this.used() ?? '';
		// It is refused before it is looked at, so it may be sent again in any case.
		if (isLost === 'perhaps') {
			if (this.suspected) this.account.acquit(used);
			return !this.account.isAcquitted(used);
		}
		const { words } = this.sessions;
		if (this.suspected) {
			words.note(error, false);
			return false;
		}
		if (!unclear) return false;
		const isUnknown = entryOf(this.provider.errors, error)?.outcomeUnknown === true;
		return (
			unclear.canMean(error) &&
			(repeatable || !isUnknown) &&
			this.account.hasWorked(used) &&
			words.areWorthATry(error)
		);
	}

	private denial(): Denial | undefined {
		const denial = this.denials.get(this.fingerprint);
		return denial && this.sessions.clock.now() < denial.until ? denial : undefined;
	}

	private deny(reason: unknown, until: number): void {
		if (!(reason instanceof Error) || this.denial()) return;
		this.denials.set(this.fingerprint, { reason, until });
		// Words that no new session helps against mean something else.
		if (reason instanceof Refusal) this.sessions.words.note(reason, false);
	}
}
