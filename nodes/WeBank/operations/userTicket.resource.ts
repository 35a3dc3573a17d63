import { credentialText } from '../../shared/model/credential';
import { InputProblem, NoAnswer } from '../../shared/model/errors';
import { additionalFields, asTextHint, mobileRules } from '../../shared/model/commonFields';
import { jsonObject } from '../../shared/values/checks';
import { idCardForm } from '../../shared/values/normalize';
import type { Field, Resource } from '../../shared/model/operation';
import { asObject } from '../../shared/values/json';
import { lifeMs, ticketOf } from '../protocol';

const userField = (displayName: string, name: string, chinese: string, example: string): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: `${displayName} of the user (${chinese})`,
});

/** Section 4.2, ticket type user. */
export const userTicket: Resource = {
	name: 'User Ticket',
	description: 'Sign a user in to an H5 page of WeBank (用户维度授权)',
	operations: {
		get: {
			id: 'getApiTicket',
			endpoint: 'GET /api/oauth2/api_ticket',
			name: 'Get User Ticket',
			action: 'Get a user ticket for an H5 page',
			description:
				'Get a ticket for one visit of an H5 page (获取API票据), valid once and for 300 seconds',
			fields: [
				{
					displayName: 'User ID',
					name: 'USER_ID',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. user-000001',
					description: 'ID of the user on your platform (平台用户ID)',
				},
				{
					displayName: 'Merchant ID',
					name: 'mechant_id', // sic (gap WB-13)
					type: 'string',
					default: '',
					placeholder: 'e.g. 260125411000001',
					description: "Merchant number at WeBank (商户号); the credential's when left empty",
				},
				additionalFields(
					{
						displayName: 'Extend Info',
						name: 'EXTEND_INFO',
						type: 'json',
						default: '{}',
						hint: 'Such as {"DRIV_LICENSE_INFO": [{"PLATE_NUM": "粤B12345"}]}',
						description: 'Further data as agreed with WeBank (扩展字段), a JSON object',
						as: 'jsonText', // It is inside the JSON text of the user (gap WB-14).

						check: jsonObject,
					},
					{
						...userField('ID Number', 'ID_NO', '证件号码', '11010519491231002X'),
						hint: asTextHint,
						form: idCardForm,
					},
					userField('ID Type', 'ID_TYPE', '证件类型', '01'),
					{ ...userField('Mobile Number', 'MOBILE', '手机号', '13800138000'), ...mobileRules },
					userField('Name', 'USER_NAME', '姓名', '王大志'),
					userField('WeChat Union ID', 'UNION_ID', '微信union id', 'o6_bmasdasdsad6_2sgVt7hMZOPfL'),
				),
			],
			effect: { submits: 'Get another ticket; one that is not used simply expires.' },
			output: {
				ticket: 'string',
				expiresAt: 'string',
				expire_in: 'integer',
				code: null,
				msg: null,
				tickets: null,
			},
			run: async (call) => {
				const { mechant_id: own, ...user } = call.values().wire;
				const merchant = own ?? credentialText(call.credential, ['merchantId', 'Merchant ID']);
				if (!merchant) {
					throw new InputProblem("'Merchant ID' is empty", 'Fill it in here or in the credential.');
				}
				const data = asObject(
					await call.request({
						query: { type: 'user', user_data: JSON.stringify(user), mechant_id: merchant },
					}),
				);
				const ticket = ticketOf(data.tickets);
				if (!ticket) throw new NoAnswer('The answer holds no ticket', true);
				const life = lifeMs(ticket.expire_in, 300);
				return {
					json: {
						ticket: ticket.value,
						expiresAt: new Date(Date.now() + life).toISOString(),
						expire_in: life / 1000,
						transactionTime: data.transactionTime,
					},
				};
			},
		},
	},
};
