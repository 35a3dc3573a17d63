import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import type { CredentialInput } from '../host/n8n-types.ts';

/** The credentials of the sandbox's accounts, as `npm start` creates them and the examples name them. */
export function demoCredentials(urls: Record<string, string>): CredentialInput[] {
	return [
		{
			name: 'HSTong sandbox',
			type: 'hstongApi',
			data: {
				environment: 'custom',
				baseUrl: urls.hstong,
				appId: 'sandbox-hstong',
				appSecret: 'hstong-sandbox-secret',
			},
		},
		{
			name: 'Htouhui sandbox',
			type: 'htouhuiApi',
			data: {
				environment: 'custom',
				baseUrl: urls.htouhui,
				commonFields: { values: [{ name: 'merchant_id', value: 'sandbox-htouhui-md5' }] },
				algorithm: 'md5',
				secret: 'htouhui-sandbox-key',
				queryUserPath: '/openapi/user/query',
			},
		},
		{
			name: 'WeBank sandbox',
			type: 'webankApi',
			data: {
				environment: 'custom',
				apiBaseUrl: urls.webank,
				fileBaseUrl: urls['webank-files'],
				appId: 'sandbox-webank',
				secret: 'webank-sandbox-secret',
				merchantId: '260125411000001',
				salt: 'webank-sandbox-salt',
			},
		},
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
		{
			name: 'User Verification sandbox',
			type: 'userVerificationApi',
			data: {
				baseUrl: urls['user-verification'],
				apiKey: 'sandbox-verification',
				secretKey: 'verification-sandbox-secret',
			},
		},
		// A key stands for one person, so the flagship takes it from the applicant's row.
		{
			name: 'User Verification sandbox, a key for each applicant',
			type: 'userVerificationApi',
			data: {
				baseUrl: urls['user-verification'],
				apiKey: "={{ $('Input').first().json.application.verification_key }}",
				secretKey: 'verification-sandbox-secret',
			},
		},
	];
}
