import { additionalFields } from '../../../shared/model/commonFields';
import type { Check, Operation } from '../../../shared/model/operation';
import { day } from '../../../shared/values/checks';
import { codeForm, dayForm } from '../../../shared/values/normalize';
import { sex } from '../../dictionaries';
import { latestToday, locale, submitted, text } from '../fields';
import { submit } from '../requests';

const birthDate: Check = (value, values) =>
	day(value, values) ??
	(value > latestToday() ? 'must be a date of birth, not a day in the future' : undefined);

/** 认证第一步 - 个人信息. */
export const submitPersonalInformation: Operation = {
	id: 'submitStepOne',
	endpoint: 'POST /openapi/v1/verified/userVerifiedStepOne.do',
	name: 'Submit Step 1: Personal Information',
	action: 'Submit step 1 personal information',
	description: 'Submit name, sex, birth and country of the user (认证第一步 - 个人信息)',
	fields: [
		text(
			'First Name',
			'firstName',
			'Given name exactly as on the document of step 4 (名字)',
			'Maria',
		),
		text(
			'Last Name',
			'lastName',
			'Family name exactly as on the document of step 4 (姓氏)',
			'Santos',
		),
		{
			displayName: 'Sex',
			name: 'sex',
			type: 'options',
			options: sex,
			required: true,
			default: '',
			description: 'Sex of the user (性别)',
		},
		{
			displayName: 'Date of Birth',
			name: 'birthDate',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1990-01-31',
			description: 'Date of birth as year-month-day (出生日期)',
			form: dayForm,
			check: birthDate,
		},
		text('Place of Birth', 'birthAddr', 'Where the user was born (出生地)', 'Quezon City'),
		{
			...text(
				'Country Code',
				'countryCode',
				'Country of the user (国家代码). The provider does not say which codes it knows; two letters such as PH are usual. Some documents of step 4 are for Philippine nationals only.',
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
