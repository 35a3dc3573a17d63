import type { IDataObject } from 'n8n-workflow';

import { QianchengCreditApi } from '../../credentials/QianchengCreditApi.credentials';
import { QianchengCredit } from '../../nodes/QianchengCredit/QianchengCredit.node';
import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { type RunOptions, useStage } from './stage';

/** The Qiancheng Credit node before the sandbox. */
export function useQiancheng(defaults: RunOptions = {}) {
	// What a process knows about an account's token outlives a test; a new password makes a new account.
	let password = '';
	const account = (urls: Record<string, string>) => ({
		...{ environment: 'custom', baseUrl: urls['qiancheng-credit'], riskPublicKey },
		...{ username: 'sandbox-qiancheng', password },
	});
	const stage = useStage(new QianchengCredit(), new QianchengCreditApi(), account, defaults);
	beforeEach(async () => {
		password = `password ${Math.random()}`;
		await stage.control.call('/qiancheng-credit/password', { password });
	});
	return Object.assign(stage, {
		settings: async (changes: IDataObject) =>
			await stage.control.call('/qiancheng-credit/settings', changes),
		faults: async (changes: IDataObject) =>
			await stage.control.call('/faults', { 'qiancheng-credit': changes }),
		calls: async (operation: string) =>
			(await stage.control.journal()).filter((entry) => entry.operation === operation),
	});
}

/** A person whose mobile number ends in the digit that chooses a path of the sandbox. */
export const person = (digit: number): IDataObject => ({
	name: '王大志',
	id_card: '11010519491231002x',
	mobile: `1380013800${digit}`,
});

/** The data of a risk audit, complete and approved by the sandbox's rules. */
export const riskData = (orderId: number | string = Date.now()): IDataObject => ({
	order_detail: {
		order_id: orderId,
		amount: 200_000,
		loan_term: 30,
		order_time: '2026-01-31 09:30:00',
	},
	basic_info: { user_contact: [{ moblie: '13900139000', name: '李四', relation: 3 }] },
	user_proof_materia: [{ url: 'https://img.example.com/1.jpg', type: 1 }],
	user_mobile_contacts: [{ mobile: '13700137000', name: 'A&B 😀' }],
	telecom_data: {
		real_name_status: 1,
		bill_list: [{ month: '202601', amount: '58.00' }],
		contact_list: [
			{
				phone: '13900139000',
				last_contact_date: '2026-01-01',
				talk_seconds: '60',
				talk_cnt: '2',
			},
		],
	},
});

/** The same as the node's fields. */
export function riskFields(orderId: number | string = Date.now()): IDataObject {
	const { order_detail, basic_info, telecom_data, ...others } = riskData(orderId);
	const { user_contact } = basic_info as IDataObject;
	return {
		...(order_detail as IDataObject),
		...(telecom_data as IDataObject),
		user_contact: { contact: user_contact },
		user_proof_materia: { photo: others.user_proof_materia },
		user_mobile_contacts: JSON.stringify(others.user_mobile_contacts),
	};
}
