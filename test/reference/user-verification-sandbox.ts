// The sandbox's User Verification for one test file, and complete inputs of every step.
import { image } from './hstong-people.ts';
import { createVerificationClient } from './user-verification.ts';
import type { CallInput, ClientOptions, OperationId, Reply } from './user-verification.ts';
import type { VerificationClient } from './user-verification.ts';
import { useProvider } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

export const account = {
	apiKey: 'sandbox-verification',
	secretKey: 'verification-sandbox-secret',
};

export const photos = {
	cardFrontFile: { content: image('card front'), fileName: '证件 正面.jpg' },
	handSignFile: {
		...{ content: image('hand sign', 4096, 'png'), fileName: 'sign.png' },
		contentType: 'image/png',
	},
	faceAuthFile: { content: image('face'), fileName: 'face.jpg' },
};
const { faceAuthFile, ...cardPhotos } = photos;

/** Right inputs, so that a test needs to break one thing only. */
export const rightInput = {
	queryUserVerified: {},
	submitStepOne: {
		params: {
			...{ birthAddr: '湖南省长沙市', birthDate: '1990-01-31', countryCode: 'PH' },
			...{ firstName: '大志 😀', lastName: "O'Neill & A=B+C", locale: 'zh_CN', sex: '1' },
		},
	},
	submitStepTwo: {
		params: {
			...{ isIdentical: '2', permanentAddr: 'Blk 1 & Lot 2 = A+B / #3' },
			...{ permanentCity: 'Quezon City', permanentCountry: 'PH', permanentPostcode: '1100' },
			...{ permanentProvince: 'Metro Manila', residenceAddr: '1 Ayala Ave' },
			...{ residenceCity: 'Makati', residenceCountry: 'PH', residencePostcode: '1226' },
			residenceProvince: 'Metro Manila',
		},
	},
	submitStepThree: {
		params: {
			...{ companyName: 'A&B Ltd', employmentStatus: '1', fundSource: '10', income: '50000.50' },
			...{ incomeSource: '4', incomeSourceOther: 'Freelance', locale: null, position: 'Tester' },
			...{ natureBusiness: '99', taxNo: '123-456-789-000', taxType: '1' },
		},
	},
	submitStepFour: {
		params: { cardNo: 'P1234567A', cardType: '1', cardValidityPeriod: '2039-12-31' },
		files: cardPhotos,
	},
	submitStepFive: { files: { faceAuthFile } },
} satisfies Record<OperationId, CallInput>;

export const stepIds = Object.keys(rightInput).slice(1) as OperationId[];

export interface VerificationInTest extends SandboxInTest<VerificationClient, ClientOptions> {
	/** Submits the first steps, all rightly. */
	submitUntil: (step: number, client: VerificationClient, cardNo?: string) => Promise<void>;
}

/** Registers the hooks and returns what tests need. */
export function useVerification(): VerificationInTest {
	const sandbox = useProvider<VerificationClient, ClientOptions>(
		'user-verification',
		(urls, options) =>
			createVerificationClient({ baseUrl: urls['user-verification'], ...account, ...options }),
	);
	return {
		...sandbox,
		submitUntil: async (step, client, cardNo) => {
			for (const id of stepIds.slice(0, step)) {
				const input: CallInput = rightInput[id];
				const params = cardNo !== undefined && id === 'submitStepFour' ? { cardNo } : {};
				expectAccepted(await client.call(id, { ...input, params: { ...input.params, ...params } }));
			}
		},
	};
}

/** Fails with the provider's words unless a call was accepted. */
export function expectAccepted(reply: Reply): Reply {
	if (reply.json.code !== '000000')
		throw new Error(`${reply.status} ${JSON.stringify(reply.json)}`);
	return reply;
}
