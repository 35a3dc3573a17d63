import type { Resource } from '../../shared/model/operation';
import { success, token } from './fields';
import { post, submit } from './requests';
import { statement, statements } from './statements';

/** Sections 7.16 and 7.17. d1 to d4 share their names with step 4 but not their meaning (gap HST-35). */
export const riskDisclosure: Resource = {
	name: 'Step 6: Risk Disclosure',
	chinese: '风险披露',
	description: 'What the applicant acknowledges before trading (风险披露)',
	operations: {
		get: {
			id: 'getStep6Info',
			endpoint: 'POST /account/apply/step6/info',
			name: 'Get Risk Disclosure',
			chinese: '查询风险披露',
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
			chinese: '提交风险披露',
			action: 'Submit the risk disclosure of an applicant',
			description: 'Submit step 6: what the applicant acknowledges (开户第六步提交)',
			fields: [
				token,
				{
					displayName:
						'All four are acknowledgements: HSTong probably refuses the step when one of them is off',
					name: 'acknowledgementNotice',
					technical: true,
					type: 'notice',
					default: '',
				},
				statement('Prices Rise and Fall', 'd1', '股价可升可跌的风险声明', statements.step6.d1),
				statement('Electronic Trading Risk', 'd2', '电子交易风险声明', statements.step6.d2),
				statement('US Regulation', 'd3', '美股监管声明', statements.step6.d3),
				statement(
					'Agreement, Risks and Fees Read',
					'd4',
					'已阅读协议、风险和收费的声明',
					statements.step6.d4,
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
