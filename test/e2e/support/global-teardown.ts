import './global-setup.ts';

/** Ends the n8n and the sandbox of each worker. */
export default async function globalTeardown(): Promise<void> {
	await globalThis.stopEnvironments?.();
}
