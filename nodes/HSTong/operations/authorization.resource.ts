import { countryCode, mobileNumber } from '../../shared/values/checks';
import { codeForm, countryCodeForm } from '../../shared/values/normalize';
import { mobileField } from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Resource } from '../../shared/model/operation';
import { asObject } from '../../shared/values/json';
import { answeredText } from '../../shared/values/answered';
import { success } from './fields';

const country: Field = {
	displayName: 'Country Code',
	name: 'countryCode',
	chinese: '手机区号',
	type: 'string',
	default: '0086',
	placeholder: 'e.g. 0086',
	description: 'Telephone country code; 0086 is mainland China',
	form: countryCodeForm,
	check: countryCode,
};

const mobile: Field = {
	...mobileField('mobile'),
	description: "The applicant's mobile number without country code",
	check: mobileNumber,
};

/** Sections 7.1 and 7.2: an applicant proves by SMS who they are and gets a token. */
export const authorization: Resource = {
	name: 'Authorization',
	chinese: '短信认证',
	description: 'Get the token of an applicant by SMS code (认证管理)',
	operations: {
		sendSmsCode: {
			id: 'sendAuthCode',
			endpoint: 'POST /account/auth-code/send',
			name: 'Send SMS Code',
			chinese: '发送短信验证码',
			action: 'Send an SMS code to an applicant',
			description: 'Send the verification code to the mobile number of an applicant (验证码下发)',
			fields: [country, mobile],
			effect: {
				submits: 'Ask the applicant whether the SMS has arrived before you send another one.',
			},
			output: { ...success, countryCode: 'string', mobile: 'string' },
			run: async (call) => {
				const fields = call.values().wire;
				const data = await call.request({ body: fields });
				return { json: { success: true, ...asObject(data), ...fields } };
			},
		},
		authorize: {
			id: 'authByMobile',
			endpoint: 'POST /account/authByMobile',
			name: 'Authorize by SMS Code',
			chinese: '短信验证码认证',
			action: 'Authorize an applicant by SMS code',
			description:
				'Exchange the SMS code for the token that all other operations need (开户认证); a new number is registered',
			fields: [
				country,
				mobile,
				{
					displayName: 'SMS Code',
					name: 'mobileCode',
					chinese: '手机验证码',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 123456',
					hint: 'In the output hasKh tells whether the applicant already has an account (用户是否开户)',
					description: 'The code that the applicant received by SMS',
					form: codeForm,
				},
			],
			effect: {
				submits:
					"Send a new code with 'Send SMS Code' and authorize with it: each code can be used once.",
			},
			output: { tokenExpiresAt: 'string' },
			run: async (call) => ({
				json: asToken(await call.request({ body: call.values().wire })),
			}),
		},
	},
};

/** The answer with the moment until which the token is valid: 30 minutes, fixed (gap HST-11). */
function asToken(data: unknown) {
	const answer = asObject(data);
	return {
		...answer,
		token: answeredText(answer.token, 'token'),
		tokenExpiresAt: new Date(Date.now() + 30 * 60_000).toISOString(),
	};
}
