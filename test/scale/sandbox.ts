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
	private readonly url: string;

	constructor(controlUrl: string) {
		this.url = controlUrl;
	}

	async post(path: string, body: object = {}): Promise<void> {
		const response = await fetch(this.url + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
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
		const response = await fetch(`${this.url}/journal?${query}`);
		return (await response.json()) as { entries: JournalEntry[]; lastSeq: number };
	}
}
