import { createRequire } from 'node:module';
import { PROVIDERS } from '../spec/providers.ts';
import type { DemoCredential, SandboxProvider } from './core/types.ts';

const load = createRequire(import.meta.url);

/** Every provider of the package, as the sandbox plays it. */
export const registry: ReadonlyArray<SandboxProvider & { id: string }> = PROVIDERS.map(({ id }) => {
	const { sandbox } = load(`./${id}/index.ts`) as { sandbox: SandboxProvider };
	return { id, ...sandbox };
});

/** The logins of the operations desk, as the examples name them; they reach nothing but this machine. */
export const deskLogins = ['A (审核员甲)', 'B (审核员乙)'].map((reviewer) => ({
	name: `Desk Reviewer ${reviewer}`,
	type: 'httpBasicAuth',
	/** The last part of the reviewer's address. */
	path: `desk-${reviewer[0].toLowerCase()}`,
	data: { user: `reviewer-${reviewer[0].toLowerCase()}`, password: `Sandbox-5678-${reviewer[0]}` },
}));

/** What calls the n8n that it is in; it gets a key and an address when n8n runs (scripts/start/own-api.ts). */
export const ownApi: DemoCredential = {
	name: 'n8n API of this instance',
	type: 'n8nApi',
	data: { apiKey: 'none yet', baseUrl: 'http://127.0.0.1/api/v1' },
};

/** The credentials of all accounts, for a sandbox at these addresses, and the logins of the desk. */
export const demoCredentials = (urls: Readonly<Record<string, string>>): DemoCredential[] => [
	...registry.flatMap((provider) => provider.demoCredentials(urls)),
	...deskLogins.map(({ name, type, data }) => ({ name, type, data })),
	ownApi,
];
