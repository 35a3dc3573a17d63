import './global-setup.ts';

/** Ends the n8n and the sandbox of the end-to-end tests. */
export default async function globalTeardown(): Promise<void> {
	await globalThis.stopEnvironment?.();
}
