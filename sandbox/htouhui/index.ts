import type { SandboxProvider } from '../core/types.ts';
import { createHtouhui } from './provider.ts';

export const sandbox: SandboxProvider = {
	port: 5607,
	create: createHtouhui,
	demoCredentials: ({ htouhui }) => [
		{
			name: 'Htouhui sandbox',
			type: 'htouhuiApi',
			data: {
				environment: 'custom',
				baseUrl: htouhui,
				commonFields: { values: [{ name: 'merchant_id', value: 'sandbox-htouhui-md5' }] },
				algorithm: 'md5',
				secret: 'htouhui-sandbox-key',
				queryUserPath: '/openapi/user/query',
			},
		},
	],
};
