import { ebankMachine, machines } from './machines.ts';
import type { Challenge, Machine } from './machines.ts';
import { pathOf, rightCodes, wrongPassword } from './rules.ts';
import type { ChallengeKind, CollectionKind, Path } from './rules.ts';
import type { Settings } from './settings.ts';
import { collectionTime, describeState } from './spec.ts';

/** A state that comes by itself, some steps after the one before. */
interface Planned {
	state: number;
	steps: number;
	/** What is asked from then on. */
	asks?: ChallengeKind | 'servicePassword';
	/** Whether a new captcha is sent. */
	renews?: boolean;
}

export interface Person {
	name: string;
	idCard: string;
	mobile: string;
}

const slowSteps = 10;
const mostWrongAnswers = 3;

/** One query, from its open_id to its data. Time and answers drive it; it looks at the clock when asked. */
export class Collection {
	readonly kind: CollectionKind;
	readonly openId: string;
	readonly username: string;
	readonly person: Person;
	readonly createdAt: number;
	readonly history: Array<{ state: number; at: number }>;
	/** E-bank: the login type and name of the agreement (5.1.2, 6.1.3). */
	licence: { entryId: string; loginName: string } | undefined;
	/** What is asked now. */
	asks: Planned['asks'];
	state = 0;
	private readonly machine: Machine;
	private readonly path: Path;
	private readonly settings: Settings;
	private remaining: ChallengeKind[];
	private plan: Planned[] = [];
	private changedAt: number;
	private hasDetour: boolean;
	private sent = { sms: 0, queryPassword: 0, dynamicPassword: 0, picture: 0 };
	private wrongAnswers = 0;

	constructor(
		kind: CollectionKind,
		openId: string,
		username: string,
		person: Person,
		settings: Settings,
		now: number,
	) {
		this.kind = kind;
		this.openId = openId;
		this.username = username;
		this.person = person;
		this.settings = settings;
		this.machine = machines[kind];
		this.path = pathOf(kind, person.mobile);
		this.remaining = [...this.path.challenges];
		this.hasDetour = this.path.detour !== undefined;
		this.createdAt = now;
		this.changedAt = now;
		this.history = [{ state: 0, at: now }];
	}

	get isReady(): boolean {
		return this.state === this.machine.finished.at(-1);
	}

	get hasFailed(): boolean {
		return this.state === this.machine.failed;
	}

	get isWaiting(): boolean {
		return this.plan.length > 0;
	}

	/** Lets the states come that are due, and the ten minutes end ("采集过程必须 10 分钟内完成"). */
	settle(now: number): this {
		const deadline = this.createdAt + collectionTime;
		for (let next = this.plan[0]; next; next = this.plan[0]) {
			const due = this.changedAt + next.steps * this.settings.stepMs;
			if (due > now || (due >= deadline && !this.isCollected)) break;
			this.plan.shift();
			if (next.renews === true && next.asks !== undefined && next.asks !== 'servicePassword')
				this.sent[next.asks]++;
			this.asks = next.asks;
			this.change(next.state, due);
		}
		if (now >= deadline && !this.isCollected && !this.hasFailed) this.fail(deadline);
		return this;
	}

	/** Takes the login data: the service password (3), or an account with its password (4, 5, 6). */
	begin(password: string, now: number, atOnce = false): void {
		this.asks = undefined;
		if (!atOnce) {
			this.plan = this.afterLogin(password);
			this.change(this.machine.begun, now);
			return;
		}
		// 0:同步获取 (4.1.2): the answer comes when everything is done.
		this.change(this.machine.begun, now);
		for (const { state } of this.afterLogin(password)) this.change(state, now);
	}

	/** Begins by itself one step later, as a carrier query does, which has its password from the start. */
	beginLater(password: string): void {
		this.plan = [{ state: this.machine.begun, steps: 1 }, ...this.afterLogin(password)];
	}

	/** Takes the answer to what is asked. */
	answer(text: string, now: number): void {
		const kind = this.asks as ChallengeKind;
		const challenge = this.machine.challenges[kind] as Challenge;
		this.asks = undefined;
		if (text === this.rightAnswer(kind)) {
			this.remaining.shift();
			this.wrongAnswers = 0;
			this.plan = this.onward();
		} else {
			this.wrongAnswers++;
			this.plan = this.afterWrongAnswer(kind, challenge);
		}
		this.change(challenge.submitted, now);
	}

	/** Sends the captcha again (3.1.4); the one before is no longer right. */
	resend(now: number): void {
		const { resent = 0, required } = this.machine.challenges.sms as Challenge;
		this.sent.sms++;
		this.plan = [{ state: required, steps: 1, asks: 'sms' }];
		this.change(resent, now);
	}

	/** What is right at this moment; undefined when nothing is asked that has an answer. */
	rightAnswer(kind = this.asks): string | undefined {
		if (kind === undefined || kind === 'servicePassword') return undefined;
		const codes = rightCodes[kind];
		return codes[Math.max(0, this.sent[kind] - 1) % codes.length];
	}

	/** Puts the query into a state, for control requests. */
	force(state: number, now: number): void {
		this.plan = [];
		const asked = Object.entries(this.machine.challenges).find(([, { required, wrong, resent }]) =>
			[required, wrong, resent].includes(state),
		);
		this.asks = asked?.[0] as ChallengeKind | undefined;
		if (this.asks) this.remaining = [this.asks as ChallengeKind];
		this.change(state, now);
	}

	/** The message of the state: a constant in 4.1.3, Chinese text in the appendix (gap QC-14). */
	get message(): string | undefined {
		const { zh, constant } = describeState(this.machine.dictionary, this.state);
		const { stateMessage } = this.settings;
		if (stateMessage === 'none') return undefined;
		if (stateMessage === 'documented') return this.kind === 'degree' ? constant : zh;
		return stateMessage === 'text' ? zh : constant;
	}

	/** The state for people, in both languages. */
	get description(): string {
		const { zh, en } = describeState(this.machine.dictionary, this.state);
		return `${this.state} ${en} ${zh}`;
	}

	private get isCollected(): boolean {
		return this.machine.finished.includes(this.state);
	}

	private fail(at: number): void {
		this.plan = [];
		this.asks = undefined;
		this.change(this.machine.failed, at);
	}

	private change(state: number, at: number): void {
		this.state = state;
		this.changedAt = at;
		this.history.push({ state, at });
	}

	private afterLogin(password: string): Planned[] {
		if (password === wrongPassword) {
			if (this.kind === 'telecom') return [{ state: 0, steps: 1, asks: 'servicePassword' }];
			return [{ state: this.machine.failed, steps: 1 }];
		}
		if (this.hasDetour) {
			this.hasDetour = false;
			return [{ state: this.path.detour ?? 0, steps: 1, asks: 'servicePassword' }];
		}
		return this.onward();
	}

	/** The next challenge, or the end. */
	private onward(): Planned[] {
		const [kind] = this.remaining;
		const challenge = kind && this.machine.challenges[kind];
		if (challenge) return [{ state: challenge.required, steps: 1, asks: kind, renews: true }];
		if (this.path.ending === 'never') return [];
		if (this.path.ending === 'failed') return [{ state: this.machine.failed, steps: 1 }];
		const last = this.machine.finished.length - 1;
		return this.machine.finished.map((state, index) => ({
			state,
			steps: this.path.slow && index === last ? slowSteps : 1,
		}));
	}

	/** E-bank has no interface to send a captcha again, so the bank does it itself; and it gives up. */
	private afterWrongAnswer(kind: ChallengeKind, challenge: Challenge): Planned[] {
		const { wrong, required, resent } = challenge;
		if (this.machine !== ebankMachine) return [{ state: wrong, steps: 1, asks: kind }];
		if (this.wrongAnswers >= mostWrongAnswers) return [{ state: this.machine.failed, steps: 1 }];
		if (kind === 'picture') {
			// The picture comes with state 4 only.
			return [
				{ state: wrong, steps: 1 },
				{ state: required, steps: 1, asks: kind, renews: true },
			];
		}
		if (this.wrongAnswers > 1 && resent !== undefined)
			return [{ state: resent, steps: 1, asks: kind, renews: true }];
		return [{ state: wrong, steps: 1, asks: kind }];
	}
}
