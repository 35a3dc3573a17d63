import { clock, newest } from '../core/view.ts';
import type { Cell, Row, View } from '../core/view.ts';
import { describeValue } from './spec.ts';
import { furthestStep, isStepDone, livenessActionOf } from './state.ts';
import type { HstongState, User } from './state.ts';

const reviews: ReadonlyArray<[status: number, label: string]> = [
	[4, '通过 Approve'],
	[3, '退回 Return'],
	[6, '开通港股和美股 Open HK + US'],
	[7, '开通港股 Open HK'],
	[5, '删除 Delete'],
];

function rowOf(user: User): Row {
	const { application, countryCode, mobile } = user;
	const key = countryCode + mobile;
	const who: Cell = { copy: mobile, label: `${countryCode} ${mobile}` };
	if (!application)
		return { key, cells: [who, { text: '没有申请 no application', tone: 'faded' }] };
	const { applyId, msg, status } = application;
	const steps = [1, 2, 3, 4, 5, 6, 7, 8].map((step) => {
		const tone = isStepDone(application, step) ? ('ok' as const) : ('faded' as const);
		return { text: step, tone };
	});
	const action = describeValue('livenessPhotoType', livenessActionOf(application));
	const at = `第${furthestStep(application)}步 step, 动作 action ${action}`;
	const buttons = reviews.map(([next, button]) => {
		return { button, post: '/hstong/review', body: { applyId, status: next } };
	});
	const reason = { field: 'msg', label: '退回原因 Reason of a return' };
	return {
		key,
		cells: [
			[who, { text: applyId, code: true, tone: 'faded' }],
			[...steps, { text: at, tone: 'faded' }],
			[describeValue('openStatus', status), { text: msg, tone: 'faded' }],
			[...buttons, reason],
		],
	};
}

/** SMS codes, tokens, and applications with their review, for the page. */
export function viewOf(state: HstongState): View {
	return {
		messages: newest(state.sms.values()).map(({ code, countryCode, mobile, sentAt, used }) => ({
			...{ at: sentAt, kind: '短信验证码 SMS code', code, isUsed: used },
			to: `${countryCode} ${mobile}`,
		})),
		sessions: newest(state.sessions()).map((token) => ({
			...{ kind: '用户令牌 User token', value: token.value, isAlive: state.isAlive(token) },
			owner: `${token.user.mobile} ${token.appId}`,
			note: token.expiresAt === 0 ? '已结束 ended' : `至 until ${clock(token.expiresAt)}`,
		})),
		sections: [
			{
				...{ id: 'users', title: '开户申请和审核 Applications and their review' },
				heads: ['手机号 Mobile', '步骤 Steps', '状态 Status', '审核 Review'],
				rows: newest(state.users.values()).map(rowOf),
			},
		],
	};
}
