import { mustBeTrue } from '../../shared/values/checks';
import type { Resource } from '../../shared/model/operation';
import { success, token } from './fields';
import { query, submit } from './requests';
import { statement, statements } from './statements';

/** Sections 7.14 and 7.15. */
export const accounts: Resource = {
	name: 'Step 5: Accounts',
	chinese: '选择账户',
	description: 'Which accounts to open, knowledge of derivatives (选择账户)',
	operations: {
		get: {
			id: 'getStep5Info',
			endpoint: 'POST /account/apply/step5/info',
			name: 'Get Accounts',
			chinese: '查询账户选择',
			action: 'Get the accounts that an applicant chose',
			description: 'Get what was submitted in step 5 (开户第五步查询)',
			fields: [
				{
					...token,
					hint: 'In the output q3Disabled excludes the value of q3 (q3的值互斥); the document says no more of it',
				},
			],
			effect: 'reads',
			run: query,
		},
		submit: {
			id: 'submitStep5',
			endpoint: 'POST /account/apply/step5/submit',
			name: 'Submit Accounts',
			chinese: '提交账户选择',
			action: 'Submit the accounts that an applicant chose',
			description: 'Submit step 5: accounts and questions on derivatives (开户第五步提交)',
			fields: [
				token,
				{
					displayName: 'Open HK Stock Account',
					name: 'acHK',
					chinese: '开港股现金账户',
					type: 'boolean',
					required: true,
					default: true,
					description:
						'Whether to open a cash account for Hong Kong stocks; HSTong opens no account without it',
					check: mustBeTrue,
				},
				{
					displayName: 'Open US Stock Account',
					name: 'acUS',
					chinese: '开美股现金账户',
					type: 'boolean',
					required: true,
					default: false,
					description: 'Whether to open a cash account for US stocks as well',
				},
				statement('Trained in Derivatives', 'q1', '衍生产品培训声明', statements.step5.q1),
				statement('Traded Derivatives', 'q2', '衍生产品交易经验声明', statements.step5.q2),
				statement('No Politically Exposed Person', 'q3', '非政治人物声明', statements.step5.q3),
				statement('Understands Trading Terms', 'q4', '明白证券交易声明', statements.step5.q4),
			],
			effect: {
				submits: "Look with 'Get Accounts' whether step 5 was saved before you submit it again.",
			},
			output: success,
			run: submit,
		},
	},
};
