import { readFileSync, renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMB } from '../../support/process-memory.ts';
import type { Member } from '../cluster.ts';

/** One process of a member, from its start to its end. */
export interface Life {
	member: string;
	startedAt: number;
	endedAt?: number;
	/** Why it ended, e.g. "exit code 1". */
	ended?: string;
	samples: Array<{ at: number; mb: number }>;
}

const SAMPLE_MS = 5000;

/** Starts processes of n8n again when they end, as Docker does with "restart: always", and watches their memory. */
export class Members {
	readonly lives: Life[] = [];
	private readonly members: Member[];
	private isOver = false;

	constructor(members: Member[]) {
		this.members = members;
		for (const member of members) void this.supervise(member);
		void this.sample();
	}

	/** Nothing is started again from here on. */
	release(): void {
		this.isOver = true;
	}

	/** Ends a process without a word to it, and returns when another one has taken its place. */
	async kill(name: string): Promise<void> {
		const life = this.current(name);
		process.kill(this.member(name).service.pid, 'SIGKILL');
		while (this.current(name) === life) await sleep(100);
	}

	/** How many executions the worker works on at this moment, by its log. */
	busy(name: string): number {
		const log = readFileSync(this.member(name).service.logFile, 'utf8');
		const count = (words: string) => log.split(words).length - 1;
		const ended = count('Worker finished execution') + count('Worker errored while running');
		return count('Worker started execution') - ended;
	}

	private member(name: string): Member {
		const member = this.members.find((one) => one.name === name);
		if (!member) throw new Error(`There is no '${name}'.`);
		return member;
	}

	private current(name: string): Life | undefined {
		return this.lives.findLast(({ member }) => member === name);
	}

	private async supervise(member: Member): Promise<void> {
		for (let life = 1; !this.isOver; life++) {
			const { name: memberName, service } = member;
			const current: Life = { member: memberName, startedAt: Date.now(), samples: [] };
			this.lives.push(current);
			await service.exited;
			Object.assign(current, { endedAt: Date.now(), ended: service.ended });
			if (this.isOver) return;
			console.log(`  ${memberName} has ended (${service.ended}) and is started again`);
			renameSync(service.logFile, `${service.logFile}.${life}`);
			member.service = await this.start(member);
		}
	}

	/** What ends while it starts, because a store is away, is started once more. */
	private async start(member: Member): Promise<Member['service']> {
		for (;;) {
			try {
				return await member.startAgain();
			} catch (error) {
				if (this.isOver) return member.service;
				console.log(`  ${member.name} could not start: ${String(error).split('\n')[0]}`);
				await sleep(1000);
			}
		}
	}

	private async sample(): Promise<void> {
		while (!this.isOver) {
			await sleep(SAMPLE_MS);
			for (const { name, service } of this.members) {
				const life = this.current(name);
				if (!service.ended && life && !life.endedAt) {
					life.samples.push({ at: Date.now(), mb: residentMB(service.pid) });
				}
			}
		}
	}
}
