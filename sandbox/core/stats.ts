import type { Answer } from './types.ts';

/** Counters of one provider since the last reset. */
export class Stats {
	private requests = 0;
	private accepted = 0;
	private refused = 0;
	private faulted = 0;
	private inFlight = 0;
	private maxInFlight = 0;
	private maxWorking = 0;
	private codes: Record<string, number> = {};
	/** Requests being worked on; those refused by the concurrency limit are not among them. */
	working = 0;

	arrive(): number {
		this.requests++;
		this.inFlight++;
		this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
		return this.inFlight;
	}

	leave(): void {
		this.inFlight--;
	}

	beginWork(): void {
		this.working++;
		this.maxWorking = Math.max(this.maxWorking, this.working);
	}

	endWork(): void {
		this.working--;
	}

	/** A request counts as accepted or refused by what the provider decided, also if its answer was lost. */
	count(fault: string | null, answer: Answer | undefined): void {
		if (fault !== null) this.faulted++;
		if (!answer) return;
		if (answer.processed) this.accepted++;
		else this.refused++;
		if (answer.code !== null) this.codes[answer.code] = (this.codes[answer.code] ?? 0) + 1;
	}

	/** What GET /stats shows. */
	get summary(): Record<string, unknown> {
		const { requests, accepted, refused, faulted, inFlight, maxInFlight, maxWorking, codes } = this;
		return { requests, accepted, refused, faulted, inFlight, maxInFlight, maxWorking, codes };
	}

	/** Starts counting anew; requests still in flight stay counted as such. */
	reset(): void {
		this.requests = 0;
		this.accepted = 0;
		this.refused = 0;
		this.faulted = 0;
		this.maxInFlight = this.inFlight;
		this.maxWorking = this.working;
		this.codes = {};
	}
}
