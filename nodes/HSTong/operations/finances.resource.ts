import type { INodePropertyOptions } from 'n8n-workflow';

import { additionalFields } from '../../shared/model/commonFields';
import type { Field, Resource } from '../../shared/model/operation';
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
import { postAndLabel, submit } from './requests';

const select = (
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
	description: string,
): Field => ({ displayName, name, type: 'options', options, default: '', description });

const choice = (...args: Parameters<typeof select>): Field => ({
	...select(...args),
	required: true,
});

const optionalChoice = (...args: Parameters<typeof select>): Field => ({
	...select(...args),
	default: args[2][0].value,
});

/** Sections 7.11 (first) and 7.11 (second). */
export const finances: Resource = {
	name: 'Step 3: Finances',
	description: 'Income, assets, aims and experience (财务状况)',
	operations: {
		get: {
			id: 'getStep3Info',
			endpoint: 'POST /account/apply/step3/info',
			name: 'Get Finances',
			action: 'Get the finances of an applicant',
			description:
				'Get what was submitted in step 3, with labels beside the codes (开户第三步查询)',
			fields: [token],
			effect: 'reads',
			run: async (call) =>
				await postAndLabel(call, {
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
			action: 'Submit the finances of an applicant',
			description: 'Submit step 3: income, investment plans and experience (开户第三步提交)',
			fields: [
				token,
				choice('Annual Income', 'annualIncome', annualIncome, 'Income in a year (年收入)'),
				choice(
					'Investment Period',
					'targetInvestmentPeriod',
					targetInvestmentPeriod,
					'How long the applicant expects to invest (预计投资时间)',
				),
				choice(
					'Investment Amount',
					'estimatedInvestmentAmount',
					estimatedInvestmentAmount,
					'How much the applicant expects to invest (预计投资金额)',
				),
				choice(
					'Experience With Shares',
					'sharesExperience',
					investmentExperience,
					'How long the applicant has traded shares (股票)',
				),
				choice(
					'Experience With Bull/Bear Contracts',
					'cbbcExperience',
					investmentExperience,
					'How long the applicant has traded callable bull/bear contracts (牛熊证)',
				),
				choice(
					'Experience With Warrants',
					'warrantsExperience',
					investmentExperience,
					'How long the applicant has traded warrants (窝轮)',
				),
				choice(
					'Experience With Futures',
					'futuresExperience',
					investmentExperience,
					'How long the applicant has traded futures (期货)',
				),
				choice(
					'Experience With Options',
					'optionsExperience',
					investmentExperience,
					'How long the applicant has traded options (期权)',
				),
				additionalFields(
					optionalChoice(
						'Home Ownership',
						'ownershipOfResidence',
						ownershipOfResidence,
						'How the applicant lives (住房产权)',
					),
					optionalChoice(
						'Investment Objective',
						'investmentObjective',
						investmentObjective,
						'What the applicant invests for (投资目的)',
					),
					optionalChoice(
						'Main Source of Wealth',
						'mainSourceOfWealth',
						mainSourceOfWealth,
						'Where most of the money comes from (主要财富来源)',
					),
					optionalChoice(
						'Net Assets',
						'totalNetValueOfAssets',
						totalNetValueOfAssets,
						'Value of what the applicant owns (资产净值)',
					),
					optionalChoice(
						'Other Source of Wealth',
						'sourceOfWealth',
						sourceOfWealth,
						'Where other money comes from (其他财富来源)',
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
