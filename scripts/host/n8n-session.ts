import type { Owner } from './n8n-types.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const COOKIE = 'n8n-auth';

/** A logged-in session with n8n's own REST API: the one of its editor, not the public one. */
export class N8nSession {
	readonly url: string;
	private cookie: string;

	/**
	 * The address of n8n without a slash at the end; with the value of a session's cookie, that
	 * session goes on. n8n accepts five logins a minute of one person.
	 */
	constructor(url: string, token?: string) {
		this.url = url;
		this.cookie = token ? `${COOKIE}=${token}` : '';
	}

	/** Creates the owner account on a fresh instance; logs in otherwise. */
	async signIn(owner: Owner): Promise<void> {
		const { userManagement } = await this.request<{
			userManagement: { showSetupOnFirstLoad: boolean };
		}>('GET', '/settings');
		const response = userManagement.showSetupOnFirstLoad
			? await this.send('POST', '/owner/setup', owner)
			: await this.send('POST', '/login', {
					emailOrLdapLoginId: owner.email,
					password: owner.password,
				});
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		const cookie = cookies.find((candidate) => candidate.startsWith(`${COOKIE}=`));
		if (!cookie) throw new Error('n8n accepted the login but set no session cookie.');
		this.cookie = cookie;
	}

	/** The session cookie, for a browser that is to be logged in. */
	get browserCookie(): { name: string; value: string; url: string } {
		return { name: COOKIE, value: this.cookie.slice(COOKIE.length + 1), url: this.url };
	}

	/** Sends one request to `/rest` and returns the `data` of its answer. */
	async request<T>(method: Method, path: string, body?: object): Promise<T> {
		const response = await this.send(method, path, body);
		return ((await response.json()) as { data: T }).data;
	}

	/** Fetches a file that only a logged-in user may read. */
	async file<T>(path: string): Promise<T> {
		const response = await fetch(this.url + path, { headers: { cookie: this.cookie } });
		if (!response.ok) throw new Error(await refusal('GET', path, response));
		return (await response.json()) as T;
	}

	/** Downloads what n8n keeps as binary data, below `/rest`. */
	async bytes(path: string): Promise<Buffer> {
		return Buffer.from(await (await this.send('GET', path)).arrayBuffer());
	}

	private async send(method: Method, path: string, body?: object): Promise<Response> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			body: body && JSON.stringify(body),
		});
		if (!response.ok) throw new Error(await refusal(method, path, response));
		return response;
	}
}

async function refusal(method: Method, path: string, response: Response): Promise<string> {
	const text = await response.text();
	return `n8n refused ${method} ${path} (${response.status}): ${messageIn(text)}`;
}

function messageIn(text: string): string {
	try {
		const { message, description } = JSON.parse(text) as { message?: string; description?: string };
		return [message, description].filter(Boolean).join(' ') || text;
	} catch {
		return text.slice(0, 500);
	}
}
