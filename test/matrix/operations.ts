import type { IDataObject } from 'n8n-workflow';

import type { Control } from '../support/sandbox.ts';

/** Sends items through an operation and returns what came out, in their order. */
export type Through = (
	operation: [resource: string, operation: string],
	parameters: IDataObject,
	items: IDataObject[],
) => Promise<IDataObject[]>;

/** An operation that is given two items: the first is carried out, the second fails. */
export interface Trial {
	node: string;
	credential: string;
	/** Changes of the sandbox's credential. */
	changes?: IDataObject;
	options?: IDataObject;
	/** What becomes of the second item, where the provider does not refuse it. */
	outcome?: string;
	run: (through: Through, control: Control) => Promise<IDataObject[]>;
}

const field = (name: string) => `={{ $json.${name} }}`;
const register = { mobile: field('mobile'), third_party_user_id: field('id') };

/** A mobile number that nobody has used before. */
const mobileAt = (time: number) => `138${String(time).slice(-8)}`;

export const TRIALS: Record<string, Trial> = {
	'Submit Only Once': {
		...{ node: 'htouhui', credential: 'htouhuiApi', outcome: 'alreadySubmitted' },
		options: { submitOnlyOnce: field('id'), concurrency: 1 },
		run: async (through) => {
			const user = { id: `once${Date.now()}`, mobile: '13700137000' };
			return await through(['user', 'register'], register, [user, user]);
		},
	},
	HSTong: {
		...{ node: 'hSTong', credential: 'hstongApi' },
		run: async (through, control) => {
			const mobile = mobileAt(Date.now());
			await through(['authorization', 'sendSmsCode'], { mobile: field('mobile') }, [{ mobile }]);
			const code = await control.smsCode(mobile);
			const wrong = { mobile: '13900139000', code: code === '111111' ? '222222' : '111111' };
			const parameters = { mobile: field('mobile'), mobileCode: field('code') };
			return await through(['authorization', 'authorize'], parameters, [{ mobile, code }, wrong]);
		},
	},
	Htouhui: {
		...{ node: 'htouhui', credential: 'htouhuiApi' },
		run: async (through) => {
			const now = Date.now();
			const known = { id: `a${now}`, mobile: mobileAt(now) };
			await through(['user', 'register'], register, [known]);
			const items = [{ id: `b${now}`, mobile: mobileAt(now + 1) }, known];
			return await through(['user', 'register'], register, items);
		},
	},
	'Qiancheng Credit': {
		...{ node: 'qianchengCredit', credential: 'qianchengCreditApi' },
		run: async (through) => {
			const person = { name: '王大志', id_card: '11010519491231002X', mobile: '13800138000' };
			const fields = Object.fromEntries(Object.keys(person).map((name) => [name, field(name)]));
			const parameters = { ...fields, service_password: '123456' };
			const [{ open_id }] = await through(['telecom', 'create'], parameters, [person]);
			const items = [{ open_id }, { open_id: 'unknown' }];
			return await through(['telecom', 'getState'], { open_id: field('open_id') }, items);
		},
	},
	'User Verification': {
		...{ node: 'userVerification', credential: 'userVerificationApi' },
		// A key stands for one person, so it comes with the item.
		changes: { apiKey: field('key') },
		run: async (through) => {
			const items = [{ key: 'sandbox-verification-user-1' }, { key: 'nobody' }];
			return await through(['verification', 'get'], {}, items);
		},
	},
	WeBank: {
		...{ node: 'weBank', credential: 'webankApi' },
		run: async (through, control) => {
			const force = [{ path: '/api/s/yh/10009', code: '60840002', times: 1 }];
			await control.call('/faults', { webank: { force } });
			const parameters = {
				...{ bizPath: 'yh', service_code: field('service'), specifyBody: 'json' },
				body: '{"NAME":"王大志"}',
			};
			const items = [{ service: '10002' }, { service: '10009' }];
			return await through(['business', 'call'], parameters, items);
		},
	},
};
