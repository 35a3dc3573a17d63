import type { SandboxProvider } from '../core/types.ts';
import { createWebank } from './provider.ts';

export const sandbox: SandboxProvider = {
	// The file host and the host with mutual TLS take 5603 and 5604.
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
