import type { Field, Resource } from '../../shared/model/operation';
import { post, submit, success, token } from './common';

const acknowledgement = (displayName: string, name: string, text: string): Field => ({
	displayName,
	name,
	type: 'boolean',
	required: true,
	default: false,
	description: 'Whether the applicant acknowledges this',
	hint: text,
});

/** Sections 7.16 and 7.17. d1 to d4 share their names with step 4 but not their meaning (gap HST-35). */
export const riskDisclosure: Resource = {
	name: 'Step 6: Risk Disclosure',
	description: 'What the applicant acknowledges before trading (风险披露)',
	operations: {
		get: {
			id: 'getStep6Info',
			endpoint: 'POST /account/apply/step6/info',
			name: 'Get Risk Disclosure',
			action: 'Get the risk disclosure of an applicant',
			description:
				'Ask HSTong about step 6 (开户第六步查询). Its document promises only success; the answer is passed on.',
			fields: [token],
			effect: 'reads',
			run: post,
		},
		submit: {
			id: 'submitStep6',
			endpoint: 'POST /account/apply/step6/submit',
			name: 'Submit Risk Disclosure',
			action: 'Submit the risk disclosure of an applicant',
			description: 'Submit step 6: what the applicant acknowledges (开户第六步提交)',
			fields: [
				token,
				{
					displayName:
						'All four are acknowledgements: HSTong probably refuses the step when one of them is off',
					name: 'acknowledgementNotice',
					type: 'notice',
					default: '',
				},
				acknowledgement(
					'Prices Rise and Fall',
					'd1',
					'Prices rise and fall, and derivatives carry more risk (股票价格可升可跌,衍生产品风险更大。)',
				),
				acknowledgement(
					'Electronic Trading Risk',
					'd2',
					'Losses from risks of electronic trading are not compensated (华盛不会赔偿因电子交易风险而导致的损失。)',
				),
				acknowledgement(
					'US Regulation',
					'd3',
					'US trading is under the US SEC, not the Hong Kong SFC (美股交易受美国证监会严格监管,并不在香港证监会的监管之内。)',
				),
				acknowledgement(
					'Agreement, Risks and Fees Read',
					'd4',
					'I have read the client agreement, the risk disclosure and the fees (我已详细阅读《客户协议》、《风险披露声明》、《华盛资本证券收费表》)',
				),
			],
			effect: {
				submits: "'Get Progress' shows whether step 6 was saved; look before you submit it again.",
			},
			output: success,
			run: submit,
		},
	},
};
