import { additionalFields, personNameRules } from '../../../shared/model/commonFields';
import { fault } from '../../../shared/model/fault';
import type { Check } from '../../../shared/model/field';
import type { Operation } from '../../../shared/model/operation';
import { day } from '../../../shared/values/checks';
import { latestToday } from '../../../shared/values/dates';
import { codeForm, dayForm } from '../../../shared/values/normalize';
import { sex } from '../../dictionaries';
import { locale, submitted, text } from '../fields';
import { submit } from '../requests';

const birthDate: Check = (value, values) =>
	day(value, values) ?? (value > latestToday() ? IN_THE_FUTURE : undefined);

const IN_THE_FUTURE = fault(
	'must be a date of birth, not a day in the future',
	'不能是将来的日期，请核对后重新填写。',
);

/** 认证第一步 - 个人信息. */
export const submitPersonalInformation: Operation = {
	id: 'submitStepOne',
	endpoint: 'POST /openapi/v1/verified/userVerifiedStepOne.do',
	name: 'Submit Step 1: Personal Information',
	chinese: '提交个人信息',
	action: 'Submit step 1 personal information',
	description: 'Submit name, sex, birth and country of the user (认证第一步 - 个人信息)',
	fields: [
		{
			...text(
				'First Name',
				'firstName',
				'名字',
				'Given name exactly as on the document of step 4',
				'Maria',
			),
			...personNameRules,
		},
		{
			...text(
				'Last Name',
				'lastName',
				'姓氏',
				'Family name exactly as on the document of step 4',
				'Santos',
			),
			...personNameRules,
		},
		{
			displayName: 'Sex',
			name: 'sex',
			chinese: '性别',
			type: 'options',
			options: sex,
			required: true,
			default: '',
			description: 'Sex of the user',
		},
		{
			displayName: 'Date of Birth',
			name: 'birthDate',
			chinese: '出生日期',
			personal: 'birthDate',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1990-01-31',
			description: 'Date of birth as year-month-day',
			form: dayForm,
			check: birthDate,
		},
		text(
			'Place of Birth',
			'birthAddr',
			'出生地',
			'Where the user was born',
			'Quezon City',
			'address',
		),
		{
			...text(
				'Country Code',
				'countryCode',
				'国家代码',
				'Country of the user. The provider does not say which codes it knows; two letters such as PH are usual. Some documents of step 4 are for Philippine nationals only.',
				'PH',
			),
			form: codeForm,
		},
		additionalFields(locale),
	],
	effect: {
		submits:
			"Look with 'Get Verification' whether the values were saved; submitting step 1 again probably replaces them, about which the document says nothing.",
	},
	output: submitted,
	run: async (call) => await submit(call, call.values().wire),
};
