import { createHstong } from './hstong/provider.ts';
import type { Provider, ProviderId } from './core/types.ts';

/** Every provider of the sandbox with the port that the command line gives it by default. */
export const registry: ReadonlyArray<{ id: ProviderId; port: number; create: () => Provider }> = [
	{ id: 'hstong', port: 5601, create: () => createHstong() },
];
