import type { Resource } from '../../shared/model/operation';
import { applyStep, openStatus } from '../dictionaries';
import { success, token } from './fields';
import { queryAndLabel, submit } from './requests';

/** Sections 7.3, 7.4 and 7.24: the application as a whole. */
export const application: Resource = {
	name: 'Application',
	chinese: '开户申请',
	description: 'Start an application and follow it (开户申请)',
	operations: {
		agree: {
			id: 'agreeLicense',
			endpoint: 'POST /account/apply/agree-license',
			name: 'Agree to Documents',
			chinese: '同意开户文件',
			action: 'Agree to the account opening documents',
			description:
				'Confirm that the applicant agrees to the account-opening documents, which starts the application (申请开户)',
			fields: [token],
			effect: { submits: "'Get Progress' shows whether the application was started." },
			output: success,
			run: submit,
		},
		getProgress: {
			id: 'getApplyIndex',
			endpoint: 'POST /account/apply/index',
			name: 'Get Progress',
			chinese: '查询开户进度',
			action: 'Get the progress of an account opening',
			description:
				'Get the furthest step that the applicant has completed, to go on from there (开户首页)',
			fields: [token],
			effect: 'reads',
			output: { nextStep: 'string|null', done: 'boolean|null' },
			run: async (call) => {
				const { json } = await queryAndLabel(call, { step: applyStep });
				return { json: { ...json, ...whatComesAfter(Number(json.step)) } };
			},
		},
		getStatus: {
			id: 'getOpenStatus',
			endpoint: 'POST /account/apply/open/status',
			name: 'Get Review Status',
			chinese: '查询审核状态',
			action: 'Get the review status of an application',
			description:
				'Get whether the application is under review, returned (msg tells why), approved or opened (获取用户开户的进度)',
			fields: [token],
			effect: 'reads',
			run: async (call) => await queryAndLabel(call, { status: openStatus }),
		},
	},
};

/** The resource that comes after each completed step (dictionary applyStep; both 8 and 9 belong to step 7, gap HST-25). */
const NEXT_STEPS: Record<number, string> = {
	1: 'Step 1: Identity',
	2: 'Step 2: Personal Data',
	3: 'Step 3: Finances',
	4: 'Step 4: Declarations',
	5: 'Step 5: Accounts',
	6: 'Step 6: Risk Disclosure',
	7: 'Step 7: Liveness',
	8: 'Step 7: Liveness',
	9: 'Step 8: Signature',
};

const SIGNED = 10;

/** The step to go on with, and whether nothing is left to do; both are null for a step that the dictionary lacks. */
function whatComesAfter(step: number) {
	if (step === SIGNED) return { nextStep: null, done: true };
	const nextStep = NEXT_STEPS[step] ?? null;
	return { nextStep, done: nextStep === null ? null : false };
}
