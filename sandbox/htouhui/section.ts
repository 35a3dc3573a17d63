import { newest } from '../core/view.ts';
import type { Button, Row, Section, View } from '../core/view.ts';
import { deliveriesSection, kindChoice } from '../core/view-notifications.ts';
import { kindsOfHtouhui } from './kinds.ts';
import type { Notice } from './notices.ts';
import { describeValue, spec } from './spec.ts';
import { outcomes } from './state.ts';
import type { BankPage, HtouhuiState, Outcome, User } from './state.ts';

const outcomeLabels: Readonly<Record<Outcome, string>> = {
	success: '开户成功 Succeeds',
	failOpen: '开户失败 Opening fails',
	failPassword: '密码失败 Password fails',
	failAuthorise: '授权失败 Authorisation fails',
};

const button = (label: string, path: string, body: object): Button => ({
	...{ button: label, post: `/htouhui/${path}`, body },
});

function rowOfUser(user: User): Row {
	const { bankCardNumber, htouhui_user_id, merchant, mobile, status, third_party_user_id } = user;
	return {
		key: `${merchant} ${third_party_user_id}`,
		cells: [
			{ text: merchant, tone: 'faded' },
			[
				{ text: htouhui_user_id, code: true },
				{ text: third_party_user_id, code: true },
			],
			mobile,
			describeValue('openAccountStatus', status),
			{ text: bankCardNumber, code: true },
		],
	};
}

const rowOfPage = ({ session, type, user }: BankPage): Row => ({
	key: session,
	cells: [
		[`${user.mobile}`, { text: user.third_party_user_id, code: true, tone: 'faded' }],
		describeValue('openAccountType', type),
		outcomes.map((outcome) => button(outcomeLabels[outcome], 'finish', { session, outcome })),
	],
});

const states: Readonly<Record<Notice['state'], string>> = {
	waiting: '等待 waiting',
	delivered: '已送达 delivered',
	'given up': '已放弃 given up',
};

function rowOfNotice({ attempts, fields, sent, state, url }: Notice): Row {
	const tries = attempts.map(({ accepted, body, error, httpStatus }) => {
		const tone = accepted ? ('ok' as const) : ('bad' as const);
		return { text: `${httpStatus ?? 'lost'} ${error ?? body.slice(0, 100)}`, tone };
	});
	const { third_party_user_id: thirdPartyUserId } = fields;
	return {
		key: sent,
		cells: [
			[
				{ text: thirdPartyUserId, code: true },
				{ text: url, code: true, tone: 'faded' },
			],
			describeValue('openAccountStatus', fields.status),
			states[state],
			[...tries, button('再发一次 Once more', 'resend', { thirdPartyUserId })],
		],
	};
}

/** A right notification of any status, for a trigger that waits for one. */
const addressSection = (url: string): Section => ({
	...{ id: 'tell', title: '发送到其他地址 To another address' },
	hint: '例如 Htouhui Trigger 的 Test URL 或 Production URL For example the Test URL or the Production URL of an Htouhui Trigger',
	controls: [
		[
			{ field: 'url', label: '接收地址 Address', value: url },
			{ field: 'thirdPartyUserId', label: '用户 third_party_user_id' },
			...(spec.dictionaries.openAccountStatus ?? []).map(({ value }) => {
				const status = String(value);
				const kind = status === '0' ? 'withoutCard' : 'right';
				return button(describeValue('openAccountStatus', status), 'notify', { kind, status });
			}),
		],
	],
});

/** Users, open bank pages, results with their notifications, and the sender of all kinds, for the page. */
export function viewOf(state: HtouhuiState): View {
	const { notices, sender } = state;
	// Whoever tries a forged notification sends it where a right one is awaited.
	const waiting = state.openPages().at(-1)?.notifyUrl ?? sender.lastUrl;
	const next: Section = {
		...{ id: 'next', title: '下一个银行页面的结果 How the next bank page ends' },
		hint: '无论按哪个按钮 Whatever button is pressed on it',
		controls: [outcomes.map((outcome) => button(outcomeLabels[outcome], 'outcome', { outcome }))],
	};
	return {
		sections: [
			{
				...{ id: 'users', title: '用户 Users' },
				heads: ['商户 Merchant', '编号 Ids', '手机号 Mobile', '状态 Status', '银行卡 Card'],
				rows: newest(state.users.values()).map(rowOfUser),
			},
			{
				...{ id: 'pages', title: '打开的银行页面 Open bank pages' },
				hint: '代替申请人在银行页面上的操作 Does what the applicant would do on the bank’s page',
				heads: ['用户 User', '业务 Type', '银行处理结果 The bank’s result'],
				rows: newest(state.openPages()).map(rowOfPage),
			},
			{
				...{ id: 'results', title: '结果通知 Results told to the partner' },
				heads: ['用户 User', '结果 Status', '状态 State', '发送 Attempts'],
				rows: newest(notices.list).map(rowOfNotice),
			},
			addressSection(sender.lastUrl),
			deliveriesSection(sender.deliveries, ({ merchant }) => merchant),
		],
		developer: [
			next,
			{
				...{ id: 'send', title: '发送任意通知 Send any notification' },
				controls: [
					[
						{ field: 'url', label: '接收地址 Address', value: waiting },
						{ field: 'merchant', label: '商户 merchant' },
						{ field: 'thirdPartyUserId', label: '用户 third_party_user_id' },
						kindChoice('/htouhui/notify', kindsOfHtouhui),
					],
				],
			},
		],
	};
}
