import { createCipheriv, createHash } from 'node:crypto';
import { Agent, request } from 'node:http';

import type { Applicant } from './applicant.ts';

/** The account of the sandbox. */
export interface Account {
	url: string;
	appId: string;
	appSecret: string;
}

/** Signs and encrypts parameters as HSTong's document says, with nothing around it. */
export function signed(
	params: Record<string, string>,
	{ appId, appSecret }: Account,
): URLSearchParams {
	const text = { ...params, sign_time: String(Math.floor(Date.now() / 1000)) } as Record<
		string,
		string
	>;
	for (const name of ['idCardNo', 'bankCardNo']) {
		if (text[name] !== undefined) text[name] = encrypt(text[name], appSecret);
	}
	const pairs = Object.keys(text)
		.sort()
		.map((key) => key + text[key]);
	const sign = md5(`client_key${appId}${pairs.join('')}client_secret${appSecret}`);
	return new URLSearchParams({ ...text, client_key: appId, sign });
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function encrypt(text: string, appSecret: string): string {
	const cipher = createCipheriv('des-ede3-ecb', md5(appSecret).slice(0, 24), null);
	return cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
}

/**
 * The least time that the work can take on this machine: a bare client that keeps its connections.
 *
 * @returns milliseconds for all items
 */
export async function runFloor(
	account: Account,
	items: Applicant[],
	concurrency: number,
): Promise<number> {
	const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
	let next = 0;
	const worker = async () => {
		while (next < items.length) {
			const answer = await post(
				account,
				'/account/apply/step1/submit',
				{ ...items[next++] },
				agent,
			);
			if (answer.code !== '00000')
				throw new Error(`The sandbox refused: ${JSON.stringify(answer)}`);
		}
	};
	const start = performance.now();
	await Promise.all(Array.from({ length: concurrency }, worker));
	const elapsed = performance.now() - start;
	agent.destroy();
	return elapsed;
}

/** Posts a signed form and returns the parsed answer. */
export async function post(
	account: Account,
	path: string,
	params: Record<string, string>,
	agent?: Agent,
): Promise<{ code: string; result?: Record<string, string> }> {
	const body = signed(params, account).toString();
	return await new Promise((resolve, reject) => {
		const sent = request(
			account.url + path,
			{
				method: 'POST',
				agent,
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					'content-length': Buffer.byteLength(body),
				},
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
				response.on('error', reject);
			},
		);
		sent.on('error', reject);
		sent.end(body);
	});
}
