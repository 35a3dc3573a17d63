import type { SandboxProvider } from '../core/types.ts';
import { createWebank } from './provider.ts';

export const sandbox: SandboxProvider = {
	// And 5603 and 5604: the file host and the host with mutual TLS.
	port: 5602,
	create: createWebank,
	demoCredentials: ({ webank, 'webank-files': files }) => [
		{
			name: 'WeBank sandbox',
			type: 'webankApi',
			data: {
				environment: 'custom',
				apiBaseUrl: webank,
				fileBaseUrl: files,
				appId: 'sandbox-webank',
				secret: 'webank-sandbox-secret',
				merchantId: '260125411000001',
				salt: 'webank-sandbox-salt',
			},
		},
	],
};
