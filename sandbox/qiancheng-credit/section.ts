import { clock, newest } from '../core/view.ts';
import type { Button, Message, Row, View } from '../core/view.ts';
import type { Audit } from './audits.ts';
import type { Collection } from './collection.ts';
import type { ChallengeKind, CollectionKind } from './rules.ts';
import { describeState } from './spec.ts';
import type { QianchengState } from './state.ts';

const shown = 30;
const underReview = 2;

const button = (label: string, path: string, body: object = {}): Button => ({
	...{ button: label, post: `/qiancheng-credit/${path}`, body },
});

const kinds: Readonly<Record<CollectionKind, string>> = {
	telecom: '运营商 Carrier',
	degree: '学历 Degree',
	ebank: '网银 E-bank',
	ebankV2: '网银 E-bank v2',
};

const asked: Readonly<Record<ChallengeKind | 'servicePassword', string>> = {
	servicePassword: '服务密码 Service password',
	sms: '短信验证码 SMS captcha',
	queryPassword: '查询密码 Query password',
	dynamicPassword: '动态密码 Dynamic password',
	picture: '图片验证码 Picture captcha',
};

/** What the person of a query is asked at this moment, on the phone or in a picture. */
function messageOf(query: Collection, ahead: number): Message[] {
	const { asks, history, person } = query;
	const code = query.rightAnswer();
	if (asks === undefined || asks === 'servicePassword' || code === undefined) return [];
	const at = (history.at(-1)?.at ?? query.createdAt) - ahead;
	return [{ at, kind: asked[asks], to: person.mobile, code }];
}

function rowOfQuery(query: Collection): Row {
	const { asks, createdAt, history, kind, openId, person, username } = query;
	const answer = query.rightAnswer();
	return {
		key: openId,
		cells: [
			{ text: clock(createdAt), tone: 'faded' },
			[kinds[kind], { text: username, tone: 'faded' }],
			[`${person.mobile} ${person.name}`, { text: openId, code: true, tone: 'faded' }],
			[query.description, { text: history.map(({ state }) => state).join(' → '), tone: 'faded' }],
			asks === undefined ? '' : [asked[asks], ...(answer === undefined ? [] : [{ copy: answer }])],
		],
	};
}

function rowOfAudit(audit: Audit, now: number): Row {
	const { decidedAt, name, openId, orderId, phone, reason = '', receivedAt, verdict } = audit;
	const state = decidedAt > now ? underReview : verdict;
	const { en, zh } = describeState('auditState', state);
	return {
		key: openId,
		cells: [
			{ text: clock(receivedAt), tone: 'faded' },
			[orderId, { text: openId, code: true, tone: 'faded' }],
			`${phone} ${name}`,
			[`${state} ${en} ${zh}`, { text: reason, tone: 'faded' }],
			[
				button('通过 Approve', 'decide', { open_id: openId, state: 0, reason: '' }),
				button('拒绝 Reject', 'decide', { open_id: openId, state: 1 }),
				{ field: 'reason', label: '原因 Reason', value: '人工审核拒绝' },
			],
		],
	};
}

/** Tokens, queries with what is asked and answered right, and risk audits, for the page. */
export function viewOf(state: QianchengState): View {
	const { audits, tokens } = state;
	const now = state.now();
	const queries = state.listQueries(shown);
	return {
		messages: queries.flatMap((query) => messageOf(query, state.advancedMs)),
		sessions: newest(tokens.all()).map((token) => {
			const isAlive = tokens.isAlive(token);
			const note = isAlive
				? `至 until ${clock(token.endsAt)}`
				: token.ended
					? `已结束 ${token.ended}`
					: '已过期 past its time';
			const { username: owner, value } = token;
			return { kind: '令牌 Token', owner, value, isAlive, note };
		}),
		sections: [
			{
				...{ id: 'queries', title: '采集查询 Queries' },
				heads: [
					'时间 Time',
					'种类 Kind',
					'人员 Person',
					'状态 State',
					'正在询问和正确答案 Asks, right answer',
				],
				rows: queries.map(rowOfQuery),
			},
			{
				...{ id: 'audits', title: '风控审核 Risk audits' },
				heads: ['时间 Time', '订单 Order', '人员 Person', '状态 State', '决定 Decide'],
				rows: audits.list(shown).map((audit) => rowOfAudit(audit, now)),
			},
		],
		developer: [
			{
				...{ id: 'time', title: '令牌和时间 Tokens and time' },
				controls: [
					[
						button('全部令牌过期 Expire tokens', 'expire'),
						button('被其他系统顶替 Another system ends the tokens', 'kick-out'),
						button('一分钟后 A minute later', 'clock', { advanceSeconds: 60 }),
						button('十分钟后 Ten minutes later', 'clock', { advanceSeconds: 600 }),
						button('一天后 A day later', 'clock', { advanceSeconds: 86_400 }),
					],
				],
			},
		],
	};
}
