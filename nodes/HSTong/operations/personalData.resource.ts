import { email, integer } from '../../shared/values/checks';
import { codeForm } from '../../shared/values/normalize';
import { additionalFields } from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Resource } from '../../shared/model/operation';
import {
	employmentStatus,
	gender,
	natureOfBussiness,
	position,
	yearsOfService,
} from '../dictionaries';
import { success, token, when } from './fields';
import { queryAndLabel, submit } from './requests';

const SOLE_TRADER = 7;
const UNEMPLOYED = 8;

/** A region code; the document has no list of them, so they are passed on as given (gap HST-18). */
const regionCode = (
	displayName: string,
	name: string,
	what: string,
	chinese: string,
	example: string,
): Field => ({
	displayName,
	name,
	chinese: `居住地的${chinese}`,
	type: 'string',
	required: true,
	default: '',
	placeholder: `e.g. ${example}`,
	description: `Whole number for the ${what} of the home address, from the list that HSTong gives its partners`,
	form: codeForm,
	check: integer,
});

/** Sections 7.9 and 7.10. Wire names are misspelt by the provider (gap HST-22). */
export const personalData: Resource = {
	name: 'Step 2: Personal Data',
	chinese: '个人资料',
	description: 'Employment, address and e-mail (个人资料)',
	operations: {
		get: {
			id: 'getStep2Info',
			endpoint: 'POST /account/apply/step2/info',
			name: 'Get Personal Data',
			chinese: '查询个人资料',
			action: 'Get the personal data of an applicant',
			description:
				'Get what was submitted in step 2, with labels beside the codes (开户第二步查询)',
			fields: [token],
			effect: 'reads',
			output: { bussinessDetail: 'string|integer' },
			personal: { fullName: null }, // It is that of a school or a company.
			run: async (call) =>
				await queryAndLabel(call, {
					gender,
					natureOfBussiness,
					employmentStatus,
					yearsOfService,
					positionIndex: position,
				}),
		},
		submit: {
			id: 'submitStep2',
			endpoint: 'POST /account/apply/step2/submit',
			name: 'Submit Personal Data',
			chinese: '提交个人资料',
			action: 'Submit the personal data of an applicant',
			description:
				'Submit step 2: employment, birth place, e-mail and home address (开户第二步提交)',
			fields: [
				token,
				{
					displayName: 'Employment Status',
					name: 'employmentStatus',
					chinese: '工作状态',
					type: 'options',
					options: employmentStatus,
					required: true,
					default: '',
					description: 'What the applicant does for a living',
				},
				{
					displayName: 'Unemployment Reason Code',
					name: 'reasonOfUnemployment',
					chinese: '待业原因',
					type: 'string',
					displayOptions: when('employmentStatus', UNEMPLOYED),
					default: '',
					placeholder: 'e.g. 1',
					description:
						'Whole number, sent only for an unemployed applicant. HSTong tells its partners which numbers it uses.',
					form: codeForm,
					check: integer,
				},
				{
					displayName: 'Business Detail',
					name: 'bussinessDetail',
					chinese: '所经营业务',
					type: 'string',
					displayOptions: when('employmentStatus', SOLE_TRADER),
					default: '',
					placeholder: 'e.g. 茶叶零售',
					description: 'The business that the sole trader runs, sent only for a sole trader',
				},
				{
					displayName: 'Gender',
					name: 'gender',
					chinese: '性别',
					type: 'options',
					options: gender,
					required: true,
					default: '',
					description: 'Gender of the applicant',
				},
				{
					displayName: 'Place of Birth',
					name: 'placeOfBirth',
					chinese: '出生地',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 湖南省',
					description: 'Province in which the applicant was born',
				},
				{
					displayName: 'Email',
					name: 'email',
					chinese: '邮箱',
					personal: 'email',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. name@email.com',
					description: 'Where HSTong writes to the applicant',
					form: codeForm,
					check: email,
				},
				regionCode('Province Code', 'cAddrProvince', 'province', '省', '430000'),
				regionCode('City Code', 'cAddrCity', 'city', '市', '430100'),
				regionCode('District Code', 'cAddrDistrict', 'county or district', '县/区', '430102'),
				{
					displayName: 'Region in Chinese',
					name: 'cAddrDivision',
					chinese: '省市区',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 湖南省长沙市芙蓉区',
					description: 'Province, city and district of the home address as text',
				},
				{
					displayName: 'Street Address',
					name: 'cAddrDetail',
					chinese: '详细地址',
					personal: 'address',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 八一路1号2栋301室',
					description: 'The rest of the home address',
				},
				additionalFields(
					{
						displayName: 'Nature of Business',
						name: 'natureOfBussiness',
						chinese: '业务性质',
						type: 'options',
						options: natureOfBussiness,
						default: 0,
						description: 'Industry in which the applicant works',
					},
					{
						displayName: 'Position',
						name: 'positionIndex',
						chinese: '职位',
						type: 'options',
						options: position,
						default: 0,
						description: 'Level of the job',
					},
					{
						displayName: 'School or Company',
						name: 'fullName',
						chinese: '学校或公司名称',
						type: 'string',
						default: '',
						placeholder: 'e.g. 湖南大学',
						description: 'Full name of the school or employer',
					},
					{
						displayName: 'Years of Service',
						name: 'yearsOfService',
						chinese: '工作年限',
						type: 'options',
						options: yearsOfService,
						default: 1,
						description: 'How long the applicant has worked',
					},
				),
			],
			effect: {
				submits:
					"Look with 'Get Personal Data' whether step 2 was saved before you submit it again.",
			},
			output: success,
			run: submit,
		},
	},
};
