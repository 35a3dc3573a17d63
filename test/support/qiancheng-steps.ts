import type { IDataObject } from 'n8n-workflow';

import { person, riskData } from './qiancheng-data';
import type { useQiancheng } from './qiancheng';

/** Waiting for a state that comes soon. */
export const quick = { interval: 0.2, maximumWait: 20 };

/** A login of the sandbox's bank, as a form would deliver it. */
export const login = { entry_id: '12', login_name: '6222020000000000000', password: 'a b+c' };

/** Brings queries to their steps, by the operations of the node. */
export function qianchengSteps({ one }: Pick<ReturnType<typeof useQiancheng>, 'one'>) {
	const waitFor = async (resource: string, values: IDataObject) =>
		await one(resource, resource === 'riskAudit' ? 'waitForResult' : 'waitForState', {
			...quick,
			...values,
		});
	return {
		waitFor,

		/** A collection of a number that ends in the digit. */
		start: async (resource: 'telecom' | 'degree', digit: number): Promise<string> => {
			const password = resource === 'telecom' && { service_password: '123456' };
			return String((await one(resource, 'create', { ...person(digit), ...password })).open_id);
		},

		logIn: async (open_id: string, sync = 1) => {
			await one('degree', 'login', { open_id, account: 'a', password: 'b', sync });
			return { open_id };
		},

		/** A collection at a bank whose login was submitted. */
		startEbank: async (interfaceVersion: string, digit: number): Promise<string> => {
			const values = { interfaceVersion, ...person(digit), ...login };
			const agree = async (more: IDataObject) =>
				await one('ebank', 'uploadLicense', { ...values, ...more });
			if (interfaceVersion === 'v1') await agree({});
			const open_id = String((await one('ebank', 'create', values)).open_id);
			if (interfaceVersion === 'v1') return open_id;
			await agree({ open_id });
			await one('ebank', 'login', { ...values, open_id });
			return open_id;
		},

		applyForAudit: async (change: (payload: IDataObject) => void = () => {}): Promise<string> => {
			const payload = riskData();
			change(payload);
			const values = { specifyData: 'json', data: payload, ...person(0), phone: '13800138000' };
			return String((await one('riskAudit', 'apply', values)).open_id);
		},
	};
}
