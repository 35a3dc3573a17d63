import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** What goes over the wire to a partner's address. */
export interface Message {
	method: string;
	contentType: string;
	body: string;
}

/** What came back. */
export interface PartnerReply {
	status: number;
	contentType: string | null;
	body: string;
}

/** Connections to partners' addresses, kept open between messages; close it to let them go. */
export class Outlet {
	private readonly http: HttpAgent;
	private readonly https: HttpsAgent;

	constructor(concurrency: number) {
		this.http = new HttpAgent({ keepAlive: true, maxSockets: concurrency });
		this.https = new HttpsAgent({ keepAlive: true, maxSockets: concurrency });
	}

	async deliver(url: string, message: Message, timeoutMs: number): Promise<PartnerReply> {
		const isHttps = url.startsWith('https:');
		const bytes = Buffer.from(message.body, 'utf8');
		const headers = { 'content-type': message.contentType, 'content-length': bytes.length };
		return await new Promise((resolve, reject) => {
			const send = isHttps ? httpsRequest : httpRequest;
			const agent = isHttps ? this.https : this.http;
			const outgoing = send(url, { method: message.method, headers, agent }, (response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					resolve({
						status: response.statusCode ?? 0,
						contentType: response.headers['content-type'] ?? null,
						body: Buffer.concat(chunks).toString('utf8'),
					});
				});
			});
			outgoing.setTimeout(timeoutMs, () =>
				outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)),
			);
			outgoing.on('error', reject);
			outgoing.end(bytes);
		});
	}

	close(): void {
		this.http.destroy();
		this.https.destroy();
	}
}
