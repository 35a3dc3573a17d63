import type { IDataObject } from 'n8n-workflow';

import { additionalFields, asTextHint } from '../../../shared/model/commonFields';
import type { Operation } from '../../../shared/model/operation';
import { matching } from '../../../shared/values/checks';
import { codeForm } from '../../../shared/values/normalize';
import {
	employmentStatus,
	fundSource,
	incomeSource,
	natureBusiness,
	taxType,
} from '../../dictionaries';
import { locale, submitted } from '../fields';
import { submit } from '../requests';
import { type Warning } from '../../../shared/model/warning';
import { mayBeRefused } from '../warnings';

const OTHER = '4';

const amount = matching(
	/^\d{1,15}(\.\d{1,2})?$/,
	'must be an amount in digits without separators, for example 50000',
	'只能填写数字（单位：美元），不要带逗号、单位或文字，例如50000。',
);

/** 认证第三步 - 收入信息. A row of the document is empty, so a parameter may be lost (gap UV-20). */
export const submitIncome: Operation = {
	id: 'submitStepThree',
	endpoint: 'POST /openapi/v1/verified/userVerifiedStepThree.do',
	name: 'Submit Step 3: Income',
	chinese: '提交收入信息',
	action: 'Submit step 3 income',
	description:
		'Submit employment, income and tax number of the user, after step 2 (认证第三步 - 收入信息)',
	fields: [
		{
			displayName: 'Employment Status',
			name: 'employmentStatus',
			chinese: '就业状态',
			type: 'options',
			options: employmentStatus,
			required: true,
			default: '',
			description:
				"What the user does for a living. For who works, add 'Company Name', 'Industry or Occupation' and 'Position' below.",
		},
		{
			displayName: 'Annual Income',
			name: 'income',
			chinese: '年收入',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 50000',
			hint: 'In US dollars, without separators',
			description: 'Income of a year in US dollars',
			form: codeForm,
			check: amount,
		},
		{
			displayName: 'Source of Income',
			name: 'incomeSource',
			chinese: '收入来源',
			type: 'options',
			options: incomeSource,
			required: true,
			default: '',
			description:
				"Where the income comes from. With 'Other' the field for another source appears.",
		},
		{
			displayName: 'Other Source of Income',
			name: 'incomeSourceOther',
			chinese: '其他收入来源',
			type: 'string',
			displayOptions: { show: { incomeSource: [OTHER] } },
			default: '',
			placeholder: 'e.g. Rent of an apartment',
			description:
				"The other source in words. Fill it in: the provider may refuse 'Other' without it.",
		},
		additionalFields(
			{
				displayName: 'Company Name',
				name: 'companyName',
				chinese: '公司名称',
				type: 'string',
				default: '',
				placeholder: 'e.g. Manila Trading Corporation',
				description: 'Name of the employer or of the own business',
			},
			{
				displayName: 'Industry or Occupation',
				name: 'natureBusiness',
				chinese: '行业',
				type: 'options',
				options: natureBusiness,
				default: '1',
				description: 'In what the user works',
			},
			locale,
			{
				displayName: 'Position',
				name: 'position',
				chinese: '职位',
				type: 'string',
				default: '',
				placeholder: 'e.g. Accountant',
				description: 'Position in the company',
			},
			{
				displayName: 'Source of Funds',
				name: 'fundSource',
				chinese: '资金来源',
				type: 'options',
				options: fundSource,
				default: '1',
				description: 'Where the money comes from that the user brings in',
			},
			{
				displayName: 'Tax Number',
				name: 'taxNo',
				chinese: '税号',
				personal: 'idCard',
				type: 'string',
				default: '',
				placeholder: 'e.g. 123456789000',
				hint: asTextHint,
				description:
					"Number of the kind that 'Tax Number Type' says; add both. When the document of step 4 is a TIN, SSS or GSIS card, both numbers should be the same.",
				form: codeForm,
			},
			{
				displayName: 'Tax Number Type',
				name: 'taxType',
				chinese: '税号类型',
				type: 'options',
				options: taxType,
				default: '1',
				description:
					"Kind of the number in 'Tax Number': TIN for taxpayers, SSS for employees of private companies and the self-employed, GSIS for government employees",
			},
		),
	],
	effect: {
		submits:
			"Look with 'Get Verification' whether the values were saved; submitting step 3 again probably replaces them, about which the document says nothing.",
	},
	output: submitted,
	run: async (call) => {
		const fields = call.values().wire;
		return await submit(call, fields, warningsOf(fields));
	},
};

function warningsOf({ incomeSource: source, ...fields }: IDataObject): Warning[] {
	const lacksOther = source === OTHER && fields.incomeSourceOther === undefined;
	const [number, type] = [fields.taxNo !== undefined, fields.taxType !== undefined];
	return [
		...(lacksOther
			? [
					mayBeRefused(
						"'Source of Income' is Other, and no other source is named",
						'收入来源选择了“其他”，但没有填写其他收入来源',
					),
				]
			: []),
		...(number && !type
			? [
					mayBeRefused(
						"'Tax Number' is sent without 'Tax Number Type'",
						'填写了税号，但没有选择税号类型',
					),
				]
			: []),
		...(type && !number
			? [
					mayBeRefused(
						"'Tax Number Type' is sent without 'Tax Number'",
						'选择了税号类型，但没有填写税号',
					),
				]
			: []),
	];
}
