import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { NoAnswer, Refusal } from '../../nodes/shared/model/errors';
import type { Provider } from '../../nodes/shared/model/providerType';
import { requester, type Send } from '../../nodes/shared/request/requester';
import type { Session } from '../../nodes/shared/session/session';
import { Sessions } from '../../nodes/shared/session/sessions';
import { randomOf } from './random';

/** A clock that jumps to the next thing that happens. */
class Time {
	now = Date.UTC(2026, 0, 1);
	private readonly waiting: Array<{ at: number; wake: () => void }> = [];

	async pass(ms: number): Promise<void> {
		await new Promise<void>((wake) => this.waiting.push({ at: this.now + ms, wake }));
	}

	/** Lets time pass until a promise is settled. */
	async until<T>(promise: Promise<T>): Promise<T> {
		let settled = false;
		void promise.catch(() => {}).finally(() => (settled = true));
		for (;;) {
			// What has been woken runs until it waits again.
			await new Promise(setImmediate);
			if (settled) return await promise;
			const next = this.waiting.sort((a, b) => a.at - b.at).shift();
			if (!next) throw new Error('Everything waits, and nothing will happen.');
			this.now = next.at;
			next.wake();
		}
	}
}

/** What a world is like; all times in ms. */
export interface Conditions {
	seed: number;
	processes: number;
	/** The most by which the clock of each process may be wrong. */
	skew: number;
	/** Whether a new session ends the one before. */
	kicks: boolean;
	/** A token and then a ticket, as WeBank has them: a newer token in between ends the renewal. */
	twoSteps: boolean;
	/** The time that a session lives at the provider. */
	life: number;
	/** The longest time for each way of a request; `storeDelay` is that for reading and writing the credential. */
	latency: number;
	storeDelay: number;
	/** How often an exchange with the provider fails, from 0 to 1. */
	faults: number;
}

const ACCOUNT = 'account';

const provider: Provider = {
	name: 'Model',
	credential: 'modelApi',
	address: "'Base URL' in the credential",
	secrets: [],
	errors: {
		LOST: { message: 'Session lost', remedy: '', original: '', sessionLost: true },
	},
	session: { account: () => ACCOUNT },
	envelope: (body) => ({ code: (body as { code: string }).code, message: '', data: body }),
};

type Credential = ICredentialDataDecryptedObject;
type Token = Session & { token: number };

const tokenIn = (text: string): number => (text === '' ? 0 : (JSON.parse(text) as Token).token);

/** Some n8n processes that share a credential, and their provider, on a clock of their own. */
export class World {
	readonly time = new Time();
	readonly random: () => number;
	readonly processes: Sessions[];
	/** The times when the provider was asked for a token; `refusals` are those when it refused a call for its token. */
	readonly fetches: number[] = [];
	readonly refusals: number[] = [];
	/** How often each request was sent, by its path. */
	readonly attempts = new Map<string, number>();
	/** The most renewals, one after the other, that it took until a dead session stored over a living one was gone. */
	repairs = 0;
	password: 'right' | 'wrong' = 'right';
	private readonly conditions: Conditions;
	/** The credential's property. */
	private stored = '';
	/** The time when the provider ends each token. */
	private readonly ends = new Map<number, number>();
	private renewalsUnderWay = 0;
	/** The renewals since a dead session was stored over a living one; undefined while there is none. */
	private renewalsSince: number | undefined;

	constructor(conditions: Conditions) {
		this.conditions = conditions;
		this.random = randomOf(conditions.seed).next;
		this.processes = Array.from({ length: conditions.processes }, () => {
			const skew = Math.round((this.random() * 2 - 1) * conditions.skew);
			return new Sessions({
				now: () => this.time.now + skew,
				random: this.random,
				pause: async (ms) => await this.time.pass(ms),
			});
		});
	}

	/** Another system takes the session over, or the provider ends it. */
	end(): void {
		for (const token of this.ends.keys()) this.ends.set(token, 0);
	}

	/** What sends the requests of one execution in one process, which reads the credential first. */
	async execution(process: Sessions): Promise<Send> {
		const { signal } = new AbortController();
		const context = {
			getExecutionCancelSignal: () => signal,
			getCredentials: async () => ({ session: await this.read() }),
			helpers: {
				httpRequestWithAuthentication: async (
					_type: string,
					{ url }: IHttpRequestOptions,
					{ credentialsDecrypted }: { credentialsDecrypted: { data: Credential } },
				) => await this.requestAsN8n(process, credentialsDecrypted.data, url),
			},
		} as unknown as IExecuteFunctions;
		const rules = { retries: 2, timeoutMs: 60_000 };
		return requester(context, provider, { session: await this.read() }, rules, 0, process);
	}

	/** Does what n8n's own httpRequestWithAuthentication does. */
	private async requestAsN8n(process: Sessions, data: Credential, url: string): Promise<unknown> {
		const signAndSend = async () => {
			const { token } = process.use<Token>(data, ACCOUNT);
			this.attempts.set(url, (this.attempts.get(url) ?? 0) + 1);
			return await this.call(token);
		};
		try {
			if (data.session === '') await this.preAuthentication(process, data);
			return await signAndSend();
		} catch (error) {
			const isExpired = (error as { response?: { status: number } }).response?.status === 401;
			if (!isExpired) throw new Error('wrapped', { cause: error });
		}
		try {
			await this.preAuthentication(process, data);
			return await signAndSend();
		} catch (error) {
			throw new Error('wrapped', { cause: error });
		}
	}

	/** Does what n8n's credentials helper does: it reads the whole credential and writes it with the new value. */
	private async preAuthentication(process: Sessions, data: Credential): Promise<void> {
		const output = await process.renew<Token>(data, ACCOUNT, async () => await this.fetch());
		if (output.session === undefined) return;
		await this.read();
		await this.delay(this.conditions.storeDelay);
		this.write(output.session);
		this.renewalsUnderWay--;
		Object.assign(data, output);
	}

	private async read(): Promise<string> {
		await this.delay(this.conditions.storeDelay / 2);
		const { stored } = this;
		await this.delay(this.conditions.storeDelay / 2);
		return stored;
	}

	private write(text: string): void {
		const wasAlive = this.isAlive(tokenIn(this.stored));
		this.stored = text;
		if (this.isAlive(tokenIn(text))) this.renewalsSince = undefined;
		else if (wasAlive) this.renewalsSince = 0;
	}

	private isAlive(token: number): boolean {
		return (this.ends.get(token) ?? 0) > this.time.now;
	}

	private async delay(most: number): Promise<void> {
		await this.time.pass(Math.ceil(this.random() * most));
	}

	private async fetch(): Promise<{ lifeMs: number; token: number }> {
		if (this.renewalsUnderWay++ === 0 && this.renewalsSince !== undefined) {
			this.repairs = Math.max(this.repairs, ++this.renewalsSince);
		}
		return await this.getToken().catch((error: unknown) => {
			this.renewalsUnderWay--;
			throw error;
		});
	}

	private async getToken(): Promise<{ lifeMs: number; token: number }> {
		const { latency, kicks, twoSteps, life } = this.conditions;
		await this.delay(latency);
		this.fail();
		this.fetches.push(this.time.now);
		if (this.password === 'wrong') throw new Refusal('PASSWORD', '');
		if (kicks) this.end();
		const token = this.ends.size + 1;
		this.ends.set(token, this.time.now + life);
		await this.delay(latency);
		if (twoSteps) {
			await this.delay(latency);
			if (!this.isAlive(token)) throw new Refusal('LOST', '');
			await this.delay(latency);
		}
		this.fail();
		return { lifeMs: Math.max(life / 2, life - 60_000), token };
	}

	private async call(token: number): Promise<unknown> {
		await this.delay(this.conditions.latency);
		this.fail();
		const isAlive = this.isAlive(token);
		if (!isAlive) this.refusals.push(this.time.now);
		await this.delay(this.conditions.latency);
		return {
			statusCode: 200,
			headers: { 'content-type': 'application/json' },
			body: Buffer.from(JSON.stringify({ code: isAlive ? '' : 'LOST' })),
		};
	}

	private fail(): void {
		if (this.random() < this.conditions.faults) throw new NoAnswer('down', false);
	}
}
