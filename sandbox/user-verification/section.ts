import { newest } from '../core/view.ts';
import type { Row, View } from '../core/view.ts';
import { describeStatus } from './spec.ts';
import { status } from './state.ts';
import type { User, VerificationState } from './state.ts';

const reviews: ReadonlyArray<[status: string, label: string]> = [
	[status.verified, '通过 Approve'],
	[status.rejected, '拒绝 Reject'],
	[status.secondReview, '复审 Second review'],
	[status.pending, '待审核 Pending'],
];

function rowOf(user: User): Row {
	const { apiKey, submitted, verifiedDesc, verifiedEnDesc } = user;
	const { firstName = '', lastName = '' } = submitted[1] ?? {};
	const { cardNo = '', cardType = '' } = submitted[4] ?? {};
	const steps = [1, 2, 3, 4, 5].map((step) => {
		return { text: step, tone: submitted[step] ? ('ok' as const) : ('faded' as const) };
	});
	const buttons = reviews.map(([next, button]) => {
		return { button, post: '/user-verification/review', body: { apiKey, status: next } };
	});
	return {
		key: apiKey,
		cells: [
			[`${firstName} ${lastName}`, { text: apiKey, code: true, tone: 'faded' }],
			steps,
			[cardType, { text: cardNo, code: true }],
			[
				describeStatus(user.status),
				{ text: `${verifiedDesc} ${verifiedEnDesc}`.trim(), tone: 'faded' },
			],
			[
				...buttons,
				{ field: 'verifiedDesc', label: '中文备注 Remark in Chinese' },
				{ field: 'verifiedEnDesc', label: '英文备注 Remark in English' },
			],
		],
	};
}

/** Users with their steps and review buttons, for the page. */
export function viewOf(state: VerificationState): View {
	return {
		sections: [
			{
				...{ id: 'users', title: '用户和审核 Users and their review' },
				heads: ['用户 User', '步骤 Steps', '证件 Document', '状态 State', '审核 Review'],
				rows: newest(state.users.values()).map(rowOf),
			},
		],
	};
}
