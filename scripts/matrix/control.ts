/** The controls of the sandbox. */
export class Control {
	private readonly url: string;

	constructor(url: string) {
		this.url = url;
	}

	async get<T>(path: string): Promise<T> {
		return await this.send<T>(path);
	}

	async post<T>(path: string, body: object): Promise<T> {
		return await this.send<T>(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	}

	private async send<T>(path: string, init: RequestInit = {}): Promise<T> {
		const response = await fetch(this.url + path, init);
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as T;
	}
}
