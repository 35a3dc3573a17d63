import type { IDataObject } from 'n8n-workflow';

import { HstongApi } from '../../credentials/HstongApi.credentials';
import { HSTong } from '../../nodes/HSTong/HSTong.node';
import { jpeg, newMobile, png, steps } from './applicant';
import { binaryFile } from './n8n-file';
import { type RunOptions, useStage } from './stage';

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

/** The HSTong node before the sandbox. */
export function useHstong() {
	const stage = useStage(new HSTong(), new HstongApi(), (urls) => ({
		environment: 'custom',
		baseUrl: urls.hstong,
		appId: 'sandbox-hstong',
		appSecret: 'hstong-sandbox-secret',
	}));
	let applicants = 0;

	const authorize = async (options: RunOptions = {}) => {
		const mobile = newMobile();
		await stage.run('authorization', 'sendSmsCode', { mobile }, options);
		const mobileCode = await stage.control.smsCode(mobile);
		const { token } = await stage.one(
			'authorization',
			'authorize',
			{ mobile, mobileCode },
			options,
		);
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
			const result = await stage.one(
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
		(await stage.one('liveness', 'getAction', { token }, options)).pic2TypeIdx as number;

	return Object.assign(stage, { authorize, applicant, requiredAction });
}
