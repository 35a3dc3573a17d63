import type { ProviderId } from './types.ts';
import type { Check } from './trace.ts';

export interface JournalEntry {
	seq: number;
	at: string;
	provider: ProviderId;
	/** Operation id of the spec, null for an unknown path. */
	operation: string | null;
	method: string;
	path: string;
	/** As received; encrypted values still encrypted. */
	params: Record<string, string>;
	decrypted: Record<string, string>;
	files: Array<{ name: string; fileName: string; size: number; sha256: string }>;
	checks: Check[];
	/** The provider's code; null where the answer has none (an image, a fault). */
	code: string | null;
	/** Null when the connection was dropped. */
	httpStatus: number | null;
	/** The fault applied, e.g. "drop/after", null for none. */
	fault: string | null;
	/** Whether the operation did its work; also true when only its answer was lost. */
	processed: boolean;
	/** Requests of this provider in flight when this one arrived, itself included. */
	inFlight: number;
	durationMs: number;
}

/** The newest entries, oldest overwritten first, so that a long load test cannot fill the memory. */
export class Journal {
	private readonly capacity: number;
	private entries: JournalEntry[] = [];
	private next = 1;

	constructor(capacity = 50_000) {
		this.capacity = capacity;
	}

	/** Reserves the number of a request on arrival; entries are written when it is answered. */
	nextSeq(): number {
		return this.next++;
	}

	add(entry: JournalEntry): void {
		this.entries[entry.seq % this.capacity] = entry;
	}

	/** Entries with a number above `since`, oldest first; without `since` the newest ones. */
	list(query: { provider?: string; since?: number; limit: number }): JournalEntry[] {
		const found: JournalEntry[] = [];
		const wanted = (seq: number): JournalEntry | undefined => {
			const entry = this.entries[seq % this.capacity];
			if (entry?.seq !== seq) return undefined;
			return query.provider === undefined || entry.provider === query.provider ? entry : undefined;
		};
		const oldest = Math.max(1, this.next - this.capacity);
		if (query.since === undefined) {
			for (let seq = this.next - 1; seq >= oldest && found.length < query.limit; seq--) {
				const entry = wanted(seq);
				if (entry) found.push(entry);
			}
			return found.reverse();
		}
		for (let seq = Math.max(oldest, query.since + 1); seq < this.next; seq++) {
			if (found.length >= query.limit) break;
			const entry = wanted(seq);
			if (entry) found.push(entry);
		}
		return found;
	}

	get lastSeq(): number {
		return this.next - 1;
	}

	clear(): void {
		this.entries = [];
		this.next = 1;
	}
}
