import type { SandboxProvider } from '../core/types.ts';
import { createQianchengCredit } from './provider.ts';
import { riskPublicKey } from './risk-key.ts';

export const sandbox: SandboxProvider = {
	port: 5605,
	create: createQianchengCredit,
	demoCredentials: (urls) => [
		{
			name: 'Qiancheng Credit sandbox',
			type: 'qianchengCreditApi',
			data: {
				environment: 'custom',
				baseUrl: urls['qiancheng-credit'],
				username: 'sandbox-qiancheng',
				password: 'qiancheng-sandbox-password',
				riskPublicKey,
			},
		},
	],
};
