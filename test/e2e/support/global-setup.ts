import { shareEnvironment, startEnvironment } from './environment.ts';

/** Starts one n8n and one sandbox for all end-to-end test files. */
export default async function globalSetup(): Promise<void> {
	const environment = await startEnvironment();
	shareEnvironment(environment);
	globalThis.stopEnvironment = environment.stop;
}

declare global {
	// Jest loads the teardown apart from the setup; this is what they have in common.
	var stopEnvironment: (() => Promise<void>) | undefined;
}
