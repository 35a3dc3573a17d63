import { parseJson } from '../core/json.ts';
import { isAddress } from '../core/load.ts';
import { accounts } from './accounts.ts';
import { FileStore } from './files.ts';
import { Replies } from './replies.ts';
import { NotificationSender } from './sender.ts';
import { Sessions } from './sessions.ts';

/** Another system's fetching that is still to come, one before each business or file call. */
interface PendingKickOuts {
	calls: number;
	withTicket: boolean;
}

/** A business call whose body names an address for the bank's decision. */
export interface Application {
	id: number;
	at: number;
	serviceCode: string;
	body: string;
	url: string;
}

const keptApplications = 50;
const longestApplication = 16 * 1024;

/** The first address among the values of a body, however deep it is. */
function addressIn(value: unknown): string | undefined {
	if (isAddress(value)) return value;
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.values(value).map(addressIn).find(isAddress);
}

/** Everything that the provider remembers. */
export class WebankState {
	readonly sessions: Sessions;
	readonly files = new FileStore();
	readonly replies = new Replies();
	readonly sender = new NotificationSender();
	/** The newest applications, oldest first. */
	applications: Application[] = [];
	/** The address to which a notification goes after an upload with bizContent; undefined = none is sent. */
	uploadNoticeUrl: string | undefined;
	private readonly secrets = new Map<string, string>();
	private readonly kickOuts = new Map<string, PendingKickOuts>();
	private readonly clock: () => number;
	private advancedMs = 0;
	private serial = 0;

	constructor(clock: () => number) {
		this.clock = clock;
		this.sessions = new Sessions(() => this.now());
	}

	now(): number {
		return this.clock() + this.advancedMs;
	}

	/** Lets time pass at once, so that nobody waits an hour for a token to end. */
	advance(seconds: number): void {
		this.advancedMs += seconds * 1000;
	}

	clear(): void {
		this.sessions.clear();
		this.files.clear();
		this.replies.clear();
		this.sender.clear();
		this.applications = [];
		this.uploadNoticeUrl = undefined;
		this.secrets.clear();
		this.kickOuts.clear();
		this.advancedMs = 0;
	}

	secretOf(appId: string): string | undefined {
		return this.secrets.get(appId) ?? accounts.find((account) => account.appId === appId)?.secret;
	}

	/** 4.1 note 5: "修改secret之后，该app_id生成的access_token和ticket都失效". */
	changeSecret(appId: string, secret: string): void {
		this.secrets.set(appId, secret);
		this.sessions.endChain(appId, 'ended by a change of the secret');
	}

	/** Lets another system fetch its own token now, or once before each of the next calls. */
	kickOut(appId: string, withTicket: boolean, beforeCalls: number): void {
		if (beforeCalls === 0) this.sessions.kickOut(appId, withTicket);
		else this.kickOuts.set(appId, { calls: beforeCalls, withTicket });
	}

	/** Does what another system does just before a call of this account. */
	arrive(appId: string): void {
		const pending = this.kickOuts.get(appId);
		if (!pending) return;
		this.sessions.kickOut(appId, pending.withTicket);
		if (--pending.calls === 0) this.kickOuts.delete(appId);
	}

	/** Keeps a business call that waits for a decision, so that a person can decide it on the page. */
	apply(serviceCode: string, body: string): void {
		if (body.length > longestApplication || !body.includes('http')) return;
		const url = addressIn(parseJson(body));
		if (url === undefined) return;
		const id = (this.applications.at(-1)?.id ?? 0) + 1;
		const application = { id, at: this.now(), serviceCode, body, url };
		this.applications = [...this.applications, application].slice(-keptApplications);
	}

	/** A serial number of the platform (BizSeqNo): 32 digits, for people who look for a call. */
	nextSerial(time: string): string {
		return time + String(++this.serial).padStart(18, '0');
	}
}
