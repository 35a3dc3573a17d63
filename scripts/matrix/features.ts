import type { AnyN8n } from './client.ts';
import { sandboxCredential, SMOKES } from './providers.ts';

const NODES = [
	...['hSTong', 'htouhui', 'htouhuiTrigger', 'qianchengCredit', 'userVerification'],
	...['weBank', 'weBankTrigger', 'hSTongTool'],
];

/** Names the nodes of this package that n8n has not loaded. */
export async function nodesFault(n8n: AnyN8n): Promise<string | undefined> {
	const loaded = await n8n.ownNodeTypes();
	const missing = NODES.filter((name) => !loaded.includes(name));
	return missing.length > 0 ? `not loaded: ${missing.join(', ')}` : undefined;
}

/** Presses the test button of each credential, of which only the right one may be green. */
export async function credentialsFault(
	n8n: AnyN8n,
	urls: Record<string, string>,
): Promise<string | undefined> {
	const types = new Set(Object.values(SMOKES).map(({ credential }) => credential));
	for (const credential of types) {
		const stored = sandboxCredential(credential, urls);
		const name = `${credential} tested`;
		const id = await n8n.saveCredential({ ...stored, name });
		const test = async (changes: object) =>
			await n8n.session.request<{ status: string; message: string }>('POST', '/credentials/test', {
				credentials: { id, name, type: credential, data: { ...stored.data, ...changes } },
			});
		const right = await test({});
		if (right.status !== 'OK') return `${credential}: ${right.message}`;
		const [secret] = ['appSecret', 'secret', 'password', 'secretKey'].filter(
			(property) => property in stored.data,
		);
		const wrong = await test({ [secret]: 'wrong' });
		if (wrong.status === 'OK') return `${credential} is green with a wrong secret`;
	}
	return undefined;
}

/** Whether the editor shows the fields of an output before the first run. */
export async function hasPreviews(n8n: AnyN8n): Promise<boolean> {
	const preview = 'hSTong/1.0.0/authorization/sendSmsCode.json';
	return await n8n.session.file(`/schemas/n8n-nodes-fintech-onboarding.${preview}`).then(
		() => true,
		() => false,
	);
}
