import type { Check, Signature } from './trace.ts';

export interface JournalEntry {
	/** It counts in the order of answering, so that whoever asks for entries "since" one misses none. */
	seq: number;
	/** Time of arrival. */
	at: string;
	provider: string;
	/** The address at which it arrived. */
	listener: string;
	/** Operation id of the spec, null for an unknown path. */
	operation: string | null;
	method: string;
	path: string;
	/** The parameters as they were received; what was encrypted still is. */
	params: Record<string, string>;
	decrypted: Record<string, string>;
	files: Array<{ name: string; fileName: string; size: number; sha256: string }>;
	checks: Check[];
	signature?: Signature;
	/** The provider's code; null where the answer has none (an image, a fault). */
	code: string | null;
	/** Null when the connection was dropped. */
	httpStatus: number | null;
	/** The fault applied: "drop/after", "concurrencyLimit", "expireTokens", "force"; null for none. */
	fault: string | null;
	/** Whether the operation did its work; also true when only its answer was lost. */
	processed: boolean;
	/** Requests of this provider in flight when this one arrived, itself included. */
	inFlight: number;
	durationMs: number;
}

/**
 * The newest entries, oldest overwritten first, so that a long load test cannot fill the memory. They
 * are kept as bytes: tens of thousands of object trees would cost a gigabyte and the collector's time.
 */
export class Journal {
	private readonly capacity: number;
	private slots: Array<{ provider: string; bytes: Buffer } | undefined> = [];
	private next = 1;

	constructor(capacity = 50_000) {
		this.capacity = capacity;
	}

	add(content: Omit<JournalEntry, 'seq'>): void {
		const entry: JournalEntry = { seq: this.next++, ...content };
		const bytes = Buffer.from(JSON.stringify(entry));
		this.slots[entry.seq % this.capacity] = { provider: entry.provider, bytes };
	}

	/** Entries with a number above `since`, oldest first; without `since` the newest ones. */
	list(query: { provider?: string; since?: number; limit: number }): JournalEntry[] {
		const found: JournalEntry[] = [];
		const oldest = Math.max(1, this.next - this.capacity);
		const newestFirst = query.since === undefined;
		let seq = newestFirst ? this.next - 1 : Math.max(oldest, (query.since ?? 0) + 1);
		while (seq >= oldest && seq < this.next && found.length < query.limit) {
			const slot = this.slots[seq % this.capacity];
			if (slot && (query.provider ?? slot.provider) === slot.provider) {
				found.push(JSON.parse(slot.bytes.toString()) as JournalEntry);
			}
			seq += newestFirst ? -1 : 1;
		}
		return newestFirst ? found.reverse() : found;
	}

	get lastSeq(): number {
		return this.next - 1;
	}

	clear(): void {
		this.slots = [];
		this.next = 1;
	}
}
