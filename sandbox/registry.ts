import { createRequire } from 'node:module';
import { PROVIDERS } from '../spec/providers.ts';
import type { DemoCredential, SandboxProvider } from './core/types.ts';

const load = createRequire(import.meta.url);

/** Every provider of the package, as the sandbox plays it. */
export const registry: ReadonlyArray<SandboxProvider & { id: string }> = PROVIDERS.map(({ id }) => {
	const { sandbox } = load(`./${id}/index.ts`) as { sandbox: SandboxProvider };
	return { id, ...sandbox };
});

/** The credentials of all accounts, for a sandbox at these addresses. */
export const demoCredentials = (urls: Readonly<Record<string, string>>): DemoCredential[] =>
	registry.flatMap((provider) => provider.demoCredentials(urls));
