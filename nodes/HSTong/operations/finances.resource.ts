import type { INodePropertyOptions } from 'n8n-workflow';

import { additionalFields } from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Resource } from '../../shared/model/operation';
import {
	annualIncome,
	employmentStatus,
	estimatedInvestmentAmount,
	investmentExperience,
	investmentObjective,
	mainSourceOfWealth,
	ownershipOfResidence,
	sourceOfWealth,
	targetInvestmentPeriod,
	totalNetValueOfAssets,
} from '../dictionaries';
import { success, token } from './fields';
import { queryAndLabel, submit } from './requests';

/** Gap HST-41. */
const AMOUNT = 'The document names no currency.';

const select = (
	displayName: string,
	name: string,
	chinese: string,
	options: INodePropertyOptions[],
	description: string,
): Field => ({
	displayName,
	name,
	chinese,
	type: 'options',
	options,
	default: '',
	description,
});

const choice = (...args: Parameters<typeof select>): Field => ({
	...select(...args),
	required: true,
});

const optionalChoice = (...args: Parameters<typeof select>): Field => ({
	...select(...args),
	default: args[3][0].value,
});

/** Sections 7.11 (first) and 7.11 (second). */
export const finances: Resource = {
	name: 'Step 3: Finances',
	chinese: '财务状况',
	description: 'Income, assets, aims and experience (财务状况)',
	operations: {
		get: {
			id: 'getStep3Info',
			endpoint: 'POST /account/apply/step3/info',
			name: 'Get Finances',
			chinese: '查询财务状况',
			action: 'Get the finances of an applicant',
			description:
				'Get what was submitted in step 3, with labels beside the codes (开户第三步查询)',
			fields: [token],
			effect: 'reads',
			run: async (call) =>
				await queryAndLabel(call, {
					annualIncome,
					totalNetValueOfAssets,
					ownershipOfResidence,
					mainSourceOfWealth,
					sourceOfWealth,
					investmentObjective,
					targetInvestmentPeriod,
					estimatedInvestmentAmount,
					employmentStatus,
					sharesExperience: investmentExperience,
					cbbcExperience: investmentExperience,
					warrantsExperience: investmentExperience,
					futuresExperience: investmentExperience,
					optionsExperience: investmentExperience,
				}),
		},
		submit: {
			id: 'submitStep3',
			endpoint: 'POST /account/apply/step3/submit',
			name: 'Submit Finances',
			chinese: '提交财务状况',
			action: 'Submit the finances of an applicant',
			description: 'Submit step 3: income, investment plans and experience (开户第三步提交)',
			fields: [
				token,
				choice(
					'Annual Income',
					'annualIncome',
					'年收入',
					annualIncome,
					`Income in a year. ${AMOUNT}`,
				),
				choice(
					'Investment Period',
					'targetInvestmentPeriod',
					'预计投资时间',
					targetInvestmentPeriod,
					'How long the applicant expects to invest',
				),
				choice(
					'Investment Amount',
					'estimatedInvestmentAmount',
					'预计投资金额',
					estimatedInvestmentAmount,
					`How much the applicant expects to invest. ${AMOUNT}`,
				),
				choice(
					'Experience With Shares',
					'sharesExperience',
					'股票投资经验',
					investmentExperience,
					'How long the applicant has traded shares',
				),
				choice(
					'Experience With Bull/Bear Contracts',
					'cbbcExperience',
					'牛熊证投资经验',
					investmentExperience,
					'How long the applicant has traded callable bull/bear contracts',
				),
				choice(
					'Experience With Warrants',
					'warrantsExperience',
					'窝轮投资经验',
					investmentExperience,
					'How long the applicant has traded warrants',
				),
				choice(
					'Experience With Futures',
					'futuresExperience',
					'期货投资经验',
					investmentExperience,
					'How long the applicant has traded futures',
				),
				choice(
					'Experience With Options',
					'optionsExperience',
					'期权投资经验',
					investmentExperience,
					'How long the applicant has traded options',
				),
				additionalFields(
					optionalChoice(
						'Home Ownership',
						'ownershipOfResidence',
						'住房产权',
						ownershipOfResidence,
						'How the applicant lives',
					),
					optionalChoice(
						'Investment Objective',
						'investmentObjective',
						'投资目的',
						investmentObjective,
						'What the applicant invests for',
					),
					optionalChoice(
						'Main Source of Wealth',
						'mainSourceOfWealth',
						'主要财富来源',
						mainSourceOfWealth,
						'Where most of the money comes from',
					),
					optionalChoice(
						'Net Assets',
						'totalNetValueOfAssets',
						'资产净值',
						totalNetValueOfAssets,
						`Value of what the applicant owns. ${AMOUNT}`,
					),
					optionalChoice(
						'Other Source of Wealth',
						'sourceOfWealth',
						'其他财富来源',
						sourceOfWealth,
						'Where other money comes from',
					),
				),
			],
			effect: {
				submits: "Look with 'Get Finances' whether step 3 was saved before you submit it again.",
			},
			output: success,
			run: submit,
		},
	},
};
