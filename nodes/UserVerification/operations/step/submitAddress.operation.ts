import { additionalFields } from '../../../shared/model/commonFields';
import type { Field } from '../../../shared/model/field';
import type { Operation } from '../../../shared/model/operation';
import type { Personal } from '../../../shared/model/personal';
import { codeForm } from '../../../shared/values/normalize';
import { isIdentical } from '../../dictionaries';
import { locale, submitted, text } from '../fields';
import { submit } from '../requests';
import { mayBeRefused } from '../warnings';

const NO = '2';

/** A part of the permanent address. The document marks it as optional, the provider may not (gap UV-17). */
const permanent = (
	displayName: string,
	name: string,
	chinese: string,
	example: string,
	personal?: Personal,
): Field => ({
	...text(
		displayName,
		name,
		chinese,
		`Part of the permanent address. Fill it in: the provider may refuse a permanent address that is not complete.`,
		example,
		personal,
	),
	required: false,
	displayOptions: { show: { isIdentical: [NO] } },
});

const PERMANENT = [
	permanent('Permanent Country', 'permanentCountry', '永久居住国家', 'PH'),
	permanent('Permanent Province', 'permanentProvince', '永久居住省份', 'Cebu'),
	permanent('Permanent City', 'permanentCity', '永久居住城市', 'Cebu City'),
	permanent(
		'Permanent Address',
		'permanentAddr',
		'永久居住详细地址',
		'12 Osmeña Boulevard',
		'address',
	),
	{
		...permanent('Permanent Postcode', 'permanentPostcode', '永久居住邮政编码', '6000'),
		form: codeForm,
	},
];

/** 认证第二步 - 地址信息. */
export const submitAddress: Operation = {
	id: 'submitStepTwo',
	endpoint: 'POST /openapi/v1/verified/userVerifiedStepTwo.do',
	name: 'Submit Step 2: Address',
	chinese: '提交地址信息',
	action: 'Submit step 2 address',
	description: 'Submit the present and the permanent address, after step 1 (认证第二步 - 地址信息)',
	fields: [
		text(
			'Present Country',
			'residenceCountry',
			'现居住国家',
			'Country of the present address',
			'PH',
		),
		text(
			'Present Province',
			'residenceProvince',
			'现居住省份',
			'Province of the present address',
			'Metro Manila',
		),
		text('Present City', 'residenceCity', '现居住城市', 'City of the present address', 'Makati'),
		text(
			'Present Address',
			'residenceAddr',
			'现居住详细地址',
			'Street, number and the rest of the present address',
			'1 Ayala Avenue',
			'address',
		),
		{
			...text(
				'Present Postcode',
				'residencePostcode',
				'现居住邮政编码',
				'Postcode of the present address',
				'1226',
			),
			form: codeForm,
		},
		{
			displayName: 'Permanent Address Is the Same',
			name: 'isIdentical',
			chinese: '永久居住地址是否与现居住地址一致',
			type: 'options',
			options: isIdentical,
			required: true,
			default: '',
			description:
				"Whether the permanent address is the present one. With 'No' the five fields of the permanent address appear.",
		},
		...PERMANENT,
		additionalFields(locale),
	],
	effect: {
		submits:
			"Look with 'Get Verification' whether the address was saved; submitting step 2 again probably replaces it, about which the document says nothing.",
	},
	output: submitted,
	run: async (call) => {
		const fields = call.values().wire;
		const empty = PERMANENT.filter(({ name }) => fields[name] === undefined);
		const names = empty.map(({ displayName }) => `'${displayName}'`).join(', ');
		const chinese = empty.map((field) => field.chinese).join('、');
		const isIncomplete = fields.isIdentical === NO && empty.length > 0;
		return await submit(
			call,
			fields,
			isIncomplete
				? [
						mayBeRefused(
							`The permanent address differs, and is sent without ${names}`,
							`永久居住地址与现居住地址不同，但没有填写${chinese}`,
						),
					]
				: [],
		);
	},
};
