import type { IDataObject } from 'n8n-workflow';

import { credentialText } from '../../shared/model/credential';
import { SetupProblem, NoAnswer } from '../../shared/model/errors';
import { additionalFields, asTextHint, mobileRules } from '../../shared/model/commonFields';
import { jsonObject } from '../../shared/values/checks';
import { codeForm, idCardForm } from '../../shared/values/normalize';
import { fault, type ValueFault } from '../../shared/model/fault';
import type { Field } from '../../shared/model/field';
import type { Resource } from '../../shared/model/operation';
import { asObject, parseJson, wordsOf } from '../../shared/values/json';
import { lifeMs, ticketOf } from '../protocol';

const userField = (displayName: string, name: string, chinese: string, example: string): Field => ({
	displayName,
	name,
	chinese,
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: `${displayName} of the user`,
});

const vehicleField = (
	displayName: string,
	name: string,
	chinese: string,
	example: string,
	maxLength: number,
): Field => ({
	...userField(displayName, name, chinese, example),
	description: `${displayName} as on the vehicle license, at most ${maxLength} characters`,
	maxLength,
	form: codeForm,
	personal: 'idCard',
});

/** The one extension of EXTEND_INFO that the document shows, with its lengths (section 4.2, gap WB-56). */
const VEHICLE_FIELDS = [
	vehicleField('Engine Number', 'ENGINE_NO', '发动机号', 'A1234567', 20),
	{
		...vehicleField('Owner ID Number', 'OWNER_ID_NO', '行驶证身份证号', '11010519491231002X', 30),
		hint: asTextHint,
		form: idCardForm,
	},
	vehicleField('Plate Number', 'PLATE_NUM', '车牌号', '粤B12345', 12),
	vehicleField('Vehicle ID Number', 'VIN_CODE', '车辆识别代码', 'LSVAA4182E2100000', 32),
];

const VEHICLES = 'DRIV_LICENSE_INFO';

/** Section 4.2, ticket type user. */
export const userTicket: Resource = {
	name: 'User Ticket',
	chinese: '用户票据',
	description: 'Sign a user in to an H5 page of WeBank (用户维度授权)',
	operations: {
		get: {
			id: 'getApiTicket',
			endpoint: 'GET /api/oauth2/api_ticket',
			name: 'Get User Ticket',
			chinese: '获取用户票据',
			action: 'Get a user ticket for an H5 page',
			description:
				'Get a ticket for one visit of an H5 page (获取API票据), valid once and for 300 seconds',
			fields: [
				{
					displayName: 'User ID',
					name: 'USER_ID',
					chinese: '平台用户ID',
					technical: true,
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. user-000001',
					description: 'ID of the user on your platform',
				},
				{
					displayName: 'Merchant ID',
					name: 'mechant_id', // sic (gap WB-13)
					chinese: '商户ID',
					technical: true,
					type: 'string',
					default: '',
					placeholder: 'e.g. 260125411000001',
					description: "Merchant number at WeBank; the credential's when left empty",
				},
				additionalFields(
					{
						displayName: 'Extend Info',
						name: 'EXTEND_INFO',
						chinese: '扩展字段',
						technical: true,
						type: 'json',
						default: '{}',
						hint: 'Such as {"DRIV_LICENSE_INFO": [{"PLATE_NUM": "粤B12345"}]}',
						description: 'Further data as agreed with WeBank, a JSON object',
						as: 'jsonText', // It is inside the JSON text of the user (gap WB-14).

						check: extension,
					},
					{
						...userField('ID Number', 'ID_NO', '证件号码', '11010519491231002X'),
						hint: asTextHint,
						form: idCardForm,
						personal: 'idCard',
					},
					userField('ID Type', 'ID_TYPE', '证件类型', '01'),
					{ ...userField('Mobile Number', 'MOBILE', '手机号', '13800138000'), ...mobileRules },
					{ ...userField('Name', 'USER_NAME', '姓名', '王大志'), personal: 'name' },
					{
						displayName: 'Vehicle Licenses',
						name: VEHICLES,
						chinese: '行驶证信息',
						type: 'fixedCollection',
						typeOptions: { multipleValues: true },
						placeholder: 'Add Vehicle',
						default: {},
						description:
							"Vehicles of the user (DRIV_LICENSE_INFO), which become a part of 'Extend Info'",
						options: [
							{ name: 'values', displayName: 'Vehicle', chinese: '车辆', values: VEHICLE_FIELDS },
						],
						local: true,
					},
					{
						...userField(
							'WeChat Union ID',
							'UNION_ID',
							'微信union id',
							'o6_bmasdasdsad6_2sgVt7hMZOPfL',
						),
						technical: true,
					},
				),
			],
			effect: { submits: 'Get another ticket; one that is not used simply expires.' },
			output: {
				ticket: 'string',
				expiresAt: 'string',
				expire_in: 'integer',
				tickets: null,
			},
			run: async (call) => {
				const { wire, local } = call.values();
				const { mechant_id: own, ...given } = wire;
				const user = withVehicles(given, local[VEHICLES]);
				const merchant = own ?? credentialText(call.credential, ['merchantId', 'Merchant ID']);
				if (!merchant) {
					throw new SetupProblem("'Merchant ID' is empty", 'Fill it in here or in the credential.');
				}
				const { tickets, ...others } = asObject(
					await call.request({
						query: { type: 'user', user_data: JSON.stringify(user), mechant_id: merchant },
					}),
				);
				const ticket = ticketOf(tickets);
				if (!ticket) throw new NoAnswer('The answer holds no ticket', true);
				const life = lifeMs(ticket.expire_in, 300);
				return {
					json: {
						ticket: ticket.value,
						expiresAt: new Date(Date.now() + life).toISOString(),
						expire_in: life / 1000,
						...others,
					},
				};
			},
		},
	},
};

/** A JSON object whose vehicles have at most the lengths of the document. */
function extension(value: string, values: IDataObject): ValueFault | undefined {
	const noObject = jsonObject(value, values);
	if (noObject !== undefined) return noObject;
	const vehicles = [asObject(parseJson(value))[VEHICLES] ?? []].flat().map(asObject);
	for (const [i, vehicle] of vehicles.entries()) {
		const long = VEHICLE_FIELDS.find(
			({ name, maxLength }) => wordsOf(vehicle[name]).length > Number(maxLength),
		);
		if (long) {
			return fault(
				`must have at most ${long.maxLength} characters in ${VEHICLES}[${i}].${long.name}`,
				`里车辆第${i + 1}项的${long.chinese}最多${long.maxLength}个字，请缩短后重新填写。`,
			);
		}
	}
	return undefined;
}

/**
 * Puts vehicles into the text of EXTEND_INFO, which stays as it was given.
 *
 * @throws InputProblem when it has some already
 */
function withVehicles(user: IDataObject, vehicles: unknown): IDataObject {
	if (vehicles === undefined) return user;
	const text = String(user.EXTEND_INFO ?? '{}').trim();
	const others = asObject(parseJson(text));
	if (Object.hasOwn(others, VEHICLES)) {
		throw new SetupProblem(
			"'Vehicle Licenses' must not replace those of 'Extend Info'",
			`Nothing was sent. 'Extend Info' has ${VEHICLES}: take it out, or empty 'Vehicle Licenses'.`,
		);
	}
	const comma = Object.keys(others).length > 0 ? ',' : '';
	const EXTEND_INFO = `${text.slice(0, -1)}${comma}"${VEHICLES}":${JSON.stringify(vehicles)}}`;
	return { ...user, EXTEND_INFO };
}
