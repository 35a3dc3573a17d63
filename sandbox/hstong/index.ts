import type { SandboxProvider } from '../core/types.ts';
import { createHstong } from './provider.ts';

export const sandbox: SandboxProvider = {
	port: 5601,
	create: createHstong,
	demoCredentials: ({ hstong }) => [
		{
			name: 'HSTong sandbox',
			type: 'hstongApi',
			data: {
				environment: 'custom',
				baseUrl: hstong,
				appId: 'sandbox-hstong',
				appSecret: 'hstong-sandbox-secret',
			},
		},
	],
};
