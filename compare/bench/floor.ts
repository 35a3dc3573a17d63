import { createCipheriv, createHash } from 'node:crypto';
import type { Agent } from 'node:http';
import type { IDataObject } from 'n8n-workflow';

import type { Applicant } from './applicant.ts';
import { connections, forAll, send, timeOf } from './client.ts';

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
 * The least time that the work can take on this machine.
 *
 * @returns milliseconds for all items
 */
export async function runFloor(
	account: Account,
	items: Applicant[],
	concurrency: number,
): Promise<number> {
	const agent = connections(concurrency);
	return await timeOf(agent, async () => {
		await forAll(items, concurrency, async (item) => {
			const answer = await post(account, '/account/apply/step1/submit', { ...item }, agent);
			if (answer.code !== '00000')
				throw new Error(`The sandbox refused: ${JSON.stringify(answer)}`);
		});
	});
}

/** Posts a signed form and returns the parsed answer. */
export const post = async (
	account: Account,
	path: string,
	params: Record<string, string>,
	agent?: Agent,
): Promise<IDataObject> => await send(agent, account.url + path, signed(params, account));
