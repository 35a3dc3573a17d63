import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { HstongApi } from '../../credentials/HstongApi.credentials';
import { HSTong } from '../../nodes/HSTong/HSTong.node';
import { startSandbox } from '../../sandbox/index.ts';
import { jpeg, newMobile, png, steps } from './applicant';
import { runNode, type Run } from './n8n';
import { binaryFile } from './n8n-file';
import { controlOf } from './sandbox';

export const files = {
	front: binaryFile(jpeg(3000, 1), '身份证 正面.jpg'),
	back: binaryFile(jpeg(3001, 2), 'back.jpg'),
	face: binaryFile(jpeg(3002, 3), 'face.jpg'),
	sign: binaryFile(png(1500), 'sign.png', 'image/png'),
};

/** The steps of an opening in their order, as parameters of the node. */
const OPENING: Array<[resource: string, operation: string, values: IDataObject]> = [
	['application', 'agree', {}],
	['identity', 'uploadPhoto', { type: 'front', image: 'front' }],
	['identity', 'uploadPhoto', { type: 'back', image: 'back' }],
	['identity', 'submit', {}],
	['personalData', 'submit', steps.personalData],
	['finances', 'submit', steps.finances],
	['declarations', 'submit', steps.declarations],
	['accounts', 'submit', steps.accounts],
	['riskDisclosure', 'submit', steps.riskDisclosure],
	['liveness', 'uploadPhoto', { type: 1, image: 'face' }],
	['liveness', 'uploadPhoto', { type: 2, image: 'face' }],
	['signature', 'submit', { signature: 'sign' }],
];

export type RunOptions = Partial<Pick<Run, 'items' | 'continueOnFail' | 'signal'>> & {
	credentials?: ICredentialDataDecryptedObject;
};

/** A sandbox, and the HSTong node with a credential for it. */
export async function startHstong() {
	const sandbox = await startSandbox();
	const control = controlOf(sandbox);
	let applicants = 0;

	const credentials = (changes: ICredentialDataDecryptedObject = {}) => ({
		environment: 'custom',
		baseUrl: sandbox.urls.hstong,
		appId: 'sandbox-hstong',
		appSecret: 'hstong-sandbox-secret',
		...changes,
	});

	const prepare = (
		resource: string,
		operation: string,
		values: IDataObject,
		options: RunOptions = {},
	): Run => ({
		node: new HSTong(),
		credentialType: new HstongApi(),
		...options,
		credentials: credentials(options.credentials),
		parameters: { resource, operation, ...values },
	});

	const run = async (...args: Parameters<typeof prepare>): Promise<INodeExecutionData[]> =>
		await runNode(prepare(...args));

	/** The JSON of the one item of a run. */
	const one = async (...args: Parameters<typeof prepare>): Promise<IDataObject> =>
		(await run(...args))[0].json;

	const authorize = async (options: RunOptions = {}) => {
		const mobile = newMobile();
		await run('authorization', 'sendSmsCode', { mobile }, options);
		const mobileCode = await control.smsCode(mobile);
		const { token } = await one('authorization', 'authorize', { mobile, mobileCode }, options);
		return { mobile, token: String(token) };
	};

	/** A new applicant who has gone `done` of the twelve calls of an opening. */
	const applicant = async (done: number, options: RunOptions = {}) => {
		const { mobile, token } = await authorize(options);
		const number = ++applicants;
		let applyId = '';
		for (const [resource, operation, values] of OPENING.slice(0, done)) {
			const own = resource === 'identity' && operation === 'submit' ? steps.identity(number) : {};
			const action = values.type === 2 ? { action: await requiredAction(token, options) } : {};
			const item = { json: {}, binary: files };
			const result = await one(
				resource,
				operation,
				{ token, ...values, ...own, ...action },
				{ ...options, items: [item] },
			);
			if (result.applyId) applyId = String(result.applyId);
		}
		return { mobile, token, applyId, number };
	};

	const requiredAction = async (token: string, options: RunOptions = {}) =>
		(await one('liveness', 'getAction', { token }, options)).pic2TypeIdx as number;

	return { sandbox, control, credentials, prepare, run, one, authorize, applicant, requiredAction };
}
export type Hstong = Awaited<ReturnType<typeof startHstong>>;
