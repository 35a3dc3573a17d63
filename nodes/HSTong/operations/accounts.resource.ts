import { mustBeTrue } from '../../shared/values/checks';
import type { Field, Resource } from '../../shared/model/operation';
import { post, submit, success, token } from './common';

const answer = (displayName: string, name: string, text: string): Field => ({
	displayName,
	name,
	type: 'boolean',
	required: true,
	default: false,
	description: `Whether this is so: ${text}`,
	hint: text,
});

/** Sections 7.14 and 7.15. */
export const accounts: Resource = {
	name: 'Step 5: Accounts',
	description: 'Which accounts to open, knowledge of derivatives (选择账户)',
	operations: {
		get: {
			id: 'getStep5Info',
			endpoint: 'POST /account/apply/step5/info',
			name: 'Get Accounts',
			action: 'Get the accounts that an applicant chose',
			description: 'Get what was submitted in step 5 (开户第五步查询)',
			fields: [token],
			effect: 'reads',
			run: post,
		},
		submit: {
			id: 'submitStep5',
			endpoint: 'POST /account/apply/step5/submit',
			name: 'Submit Accounts',
			action: 'Submit the accounts that an applicant chose',
			description: 'Submit step 5: accounts and questions on derivatives (开户第五步提交)',
			fields: [
				token,
				{
					displayName: 'Open HK Stock Account',
					name: 'acHK',
					type: 'boolean',
					required: true,
					default: true,
					description:
						'Whether to open a cash account for Hong Kong stocks (港股现金账户); HSTong opens no account without it',
					check: mustBeTrue,
				},
				answer(
					'Open US Stock Account',
					'acUS',
					'Open a cash account for US stocks as well (美股现金账户)',
				),
				answer(
					'Trained in Derivatives',
					'q1',
					'The applicant has had training or courses on derivatives (本人曾接受过衍生产品的培训或修读相关教程。)',
				),
				answer(
					'Traded Derivatives',
					'q2',
					'The applicant made five or more trades in derivatives in the past three years (本人于过去3年执行5次或以上有关衍生产品的交易)',
				),
				answer(
					'No Politically Exposed Person',
					'q3',
					'The applicant declares that neither they nor close family are politically exposed (本人或本人直系亲属没有政治人物或与其有关联的人士)',
				),
				answer(
					'Understands Trading Terms',
					'q4',
					'The applicant has read and understood the terms of securities trading (本人确认已详细阅读及完全明白在证券交易…)',
				),
			],
			effect: {
				submits: "Look with 'Get Accounts' whether step 5 was saved before you submit it again.",
			},
			output: success,
			run: submit,
		},
	},
};
