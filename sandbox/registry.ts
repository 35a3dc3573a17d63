import { createHstong } from './hstong/provider.ts';
import { createHtouhui } from './htouhui/provider.ts';
import { createQianchengCredit } from './qiancheng-credit/provider.ts';
import { createUserVerification } from './user-verification/provider.ts';
import { createWebank } from './webank/provider.ts';
import type { Provider, ProviderId } from './core/types.ts';

/** Every provider of the sandbox with the port that the command line gives it by default. */
export const registry: ReadonlyArray<{ id: ProviderId; port: number; create: () => Provider }> = [
	{ id: 'hstong', port: 5601, create: () => createHstong() },
	// And 5603 and 5604: the file host and the host with mutual TLS.
	{ id: 'webank', port: 5602, create: () => createWebank() },
	{ id: 'qiancheng-credit', port: 5605, create: () => createQianchengCredit() },
	{ id: 'user-verification', port: 5606, create: () => createUserVerification() },
	{ id: 'htouhui', port: 5607, create: () => createHtouhui() },
];
