import { controlAt, type Control } from '../../scripts/shared/control.ts';

/** A request as the sandbox has seen it. */
export interface JournalEntry {
	seq: number;
	at: string;
	provider: string;
	operation: string;
	params: Record<string, string>;
	code: string | null;
	/** What the sandbox did to it on purpose. */
	fault: string | null;
	/** Whether the provider did what was asked. */
	processed: boolean;
	checks: Array<{ name: string; ok: boolean; detail?: string }>;
	path: string;
}

/** The controls of the sandbox that this test uses. */
export class SandboxControl {
	private readonly call: Control;

	constructor(controlUrl: string) {
		this.call = controlAt(controlUrl);
	}

	async post(path: string, body: object = {}): Promise<void> {
		await this.call(path, body);
	}

	/** The number of the newest request. */
	async lastSeq(): Promise<number> {
		return (await this.journal('limit=1')).lastSeq;
	}

	/** All requests, oldest first. */
	async requests(): Promise<JournalEntry[]> {
		return (await this.journal('since=0&limit=50000')).entries;
	}

	private async journal(query: string): Promise<{ entries: JournalEntry[]; lastSeq: number }> {
		return await this.call(`/journal?${query}`);
	}
}
