import type { IDataObject } from 'n8n-workflow';

/** A person whose mobile number ends in the digit that chooses a path of the sandbox. */
export const person = (digit: number): IDataObject => ({
	name: '王大志',
	id_card: '11010519491231002X',
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
	basic_info: { user_contact: { moblie: '13900139000', name: '李四', relation: 3 } },
	user_proof_materia: { url: 'https://img.example.com/1.jpg', type: 1 },
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
		user_contact: { contact: [user_contact] } as IDataObject,
		user_proof_materia: { photo: [others.user_proof_materia] } as IDataObject,
		user_mobile_contacts: JSON.stringify(others.user_mobile_contacts),
	};
}
