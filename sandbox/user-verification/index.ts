import type { SandboxProvider } from '../core/types.ts';
import { createUserVerification } from './provider.ts';

export const sandbox: SandboxProvider = {
	port: 5606,
	create: createUserVerification,
	demoCredentials: (urls) => {
		const key = {
			baseUrl: urls['user-verification'],
			apiKey: 'sandbox-verification',
			secretKey: 'verification-sandbox-secret',
		};
		const type = 'userVerificationApi';
		// A key stands for one person, so the flagship takes it from the applicant's row.
		const apiKey = "={{ $('Input 输入').first().json.application.verification_key }}";
		return [
			{ name: 'User Verification sandbox', type, data: key },
			{
				...{ name: 'User Verification sandbox, a key for each applicant', type },
				data: { ...key, apiKey },
			},
		];
	},
};
