import { sleep } from 'n8n-workflow';

/** What depends on time and chance, so that a test can be in charge of both. */
export interface Clock {
	/** The time in ms since the epoch, as this process believes. */
	now(): number;
	/** A random number from 0 to 1. */
	random(): number;
	pause(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** Waits, but not longer than the execution lives. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) return;
	let end: () => void = () => {};
	const aborted = new Promise<void>((resolve) => (end = resolve));
	signal?.addEventListener('abort', end);
	await Promise.race([sleep(ms), aborted]);
	signal?.removeEventListener('abort', end);
}

let origin = -Infinity;

/** The time in ms since the epoch, which never goes back: whoever puts the system's clock back prolongs no wait by it. */
export function steadyNow(): number {
	const elapsed = performance.now();
	origin = Math.max(origin, Date.now() - elapsed);
	return origin + elapsed;
}

export const systemClock: Clock = { now: steadyNow, random: Math.random, pause };
