import { setTimeout as sleep } from 'node:timers/promises';
import type { Datastores } from '../datastores.ts';
import type { SandboxControl } from '../sandbox.ts';
import type { Members } from './members.ts';

/** Something that was done to the installation, and when it was over. */
export interface Fault {
	what: string;
	at: number;
	until: number;
}

/** What to do, and when, as a part of the whole time. */
interface Planned {
	at: number;
	run: () => Promise<string>;
}

const DOWN_MS = 3000;
const QIANCHENG_SESSION_SECONDS = 120;
/** Losses that are evenly spread over the time. */
const KICKS = 8;

/** Everything that is done to a cluster while it works. */
export class Faults {
	readonly faults: Fault[] = [];
	readonly kicks: Fault[] = [];
	private readonly control: SandboxControl;
	private readonly stores: Datastores;
	private readonly members: Members;

	constructor(control: SandboxControl, stores: Datastores, members: Members) {
		this.control = control;
		this.stores = stores;
		this.members = members;
	}

	/** Carries out all of it in a time. */
	async run(durationMs: number): Promise<void> {
		const { redis, postgres } = this.stores;
		const kicks = Array.from({ length: KICKS }, (_, i) => (i + 0.5) / KICKS);
		// The provider ends Qiancheng's tokens before the hour that is the least that can be asked for.
		const expiries = Math.floor(durationMs / 1000 / QIANCHENG_SESSION_SECONDS);
		await Promise.all([
			this.carryOut(durationMs, this.faults, [
				{ at: 0.3, run: async () => await this.killWorker() },
				{ at: 0.45, run: async () => await restart('PostgreSQL', postgres) },
				{ at: 0.6, run: async () => await restart('Redis', redis) },
				{ at: 0.75, run: async () => await this.killWorker() },
			]),
			this.carryOut(
				durationMs,
				this.kicks,
				kicks.map((at, i) => ({ at, run: async () => await this.kickOut(i) })),
			),
			this.carryOut(
				durationMs,
				this.kicks,
				Array.from({ length: expiries }, (_, i) => ({
					at: ((i + 1) * QIANCHENG_SESSION_SECONDS * 1000) / durationMs,
					run: async () => await this.expireToken(),
				})),
			),
		]);
	}

	private async carryOut(durationMs: number, noted: Fault[], plan: Planned[]): Promise<void> {
		const startedAt = Date.now();
		for (const { at, run } of plan) {
			await sleep(Math.max(0, startedAt + at * durationMs - Date.now()));
			const begun = Date.now();
			const what = await run();
			noted.push({ what, at: begun, until: Date.now() });
			if (noted === this.faults) console.log(`  ${what}`);
		}
	}

	/** Waits for a worker that has something to lose. */
	private async killWorker(): Promise<string> {
		const names = ['worker 1', 'worker 2', 'worker 3'];
		for (;;) {
			const [busiest] = names.toSorted((a, b) => this.members.busy(b) - this.members.busy(a));
			const busy = this.members.busy(busiest);
			if (busy > 0) {
				await this.members.kill(busiest);
				return `${busiest} was killed with ${busy} executions`;
			}
			await sleep(50);
		}
	}

	/** Another system signs in, which ends the sessions of this one. */
	private async kickOut(index: number): Promise<string> {
		const body = { ticket: index % 2 === 0 };
		await this.control.post('/webank/kick-out', body);
		await this.control.post('/qiancheng-credit/kick-out');
		return 'kick';
	}

	private async expireToken(): Promise<string> {
		await this.control.post('/qiancheng-credit/expire');
		return 'expiry';
	}
}

async function restart(name: string, store: Datastores['redis']): Promise<string> {
	await store.restart(DOWN_MS);
	return `${name} was restarted, ${DOWN_MS / 1000} s away`;
}
