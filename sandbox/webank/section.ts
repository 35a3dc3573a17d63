import { clock, newest } from '../core/view.ts';
import type { Button, Field, Part, Row, Section, View } from '../core/view.ts';
import { deliveriesSection, kindChoice } from '../core/view-notifications.ts';
import type { StoredFile, UploadNotice } from './files.ts';
import { kindsOfWebank } from './kinds.ts';
import type { Session, SessionKind } from './sessions.ts';
import type { Application, WebankState } from './state.ts';

const button = (label: string, path: string, body: object = {}): Button => ({
	...{ button: label, post: `/webank/${path}`, body },
});

const sessionKinds: Readonly<Record<SessionKind, string>> = {
	accessToken: '访问令牌 Access token',
	signTicket: '签名票据 Sign ticket',
	userTicket: '用户票据 User ticket',
};

function noteOf({ ended, endsAt, replaced, used }: Session, isAlive: boolean, now: number): string {
	if (used) return '已使用 used';
	if (!isAlive) return ended ? `已结束 ${ended}` : `已过期 past its time since ${clock(endsAt)}`;
	const left = `${Math.round((endsAt - now) / 1000)} s left, until 至 ${clock(endsAt)}`;
	return replaced ? `${left}, 已被替换 replaced` : left;
}

/** What the bank decides on an application, with the content that the example of a credit application reads. */
const decisions: ReadonlyArray<[key: string, label: string, content: object]> = [
	['yes', '银行批准 The bank approves', { APS_STATUS: 'SUCC', CREDIT_LIMIT: '60000.00' }],
	['no', '银行拒绝 The bank rejects', { APS_STATUS: 'FAIL', DESC: '额度不足' }],
];

const right = { kind: 'right', transName: 'CreditResult' };
const contentField = (content: string): Field => ({
	...{ field: 'content', label: '内容 Content', value: content, long: true },
});

/** The bank's decisions, one click each. */
const decisionsFor = (address: { url: string } | readonly Field[]): Part[] =>
	decisions.map(([group, label, content]) => {
		const isTyped = Array.isArray(address);
		const decide = button(label, 'notify', { ...right, ...(!isTyped && address) });
		const fields = [...(isTyped ? address : []), contentField(JSON.stringify(content))];
		return { group, parts: [...fields, decide] };
	});

/** The same for an address that a person types, and any other right notification. */
function addressSection(url: string): Section {
	const address: Field = { field: 'url', label: '接收地址 Address', value: url };
	const other: Part = {
		group: 'other',
		parts: [
			address,
			{ field: 'transName', label: '交易 transName' },
			contentField(''),
			button('发送其他通知 Send another notification', 'notify', { kind: 'right' }),
		],
	};
	return {
		...{ id: 'decide', title: '发送到其他地址 To another address' },
		hint: '例如 WeBank Trigger 的 Test URL 或 Production URL For example the Test URL or the Production URL of a WeBank Trigger',
		controls: [[...decisionsFor([address]), other]],
	};
}

const rowOfApplication = ({ at, body, id, serviceCode, url }: Application): Row => ({
	key: String(id),
	cells: [
		[
			{ text: clock(at), tone: 'faded' },
			{ text: serviceCode, code: true },
		],
		[
			{ text: body, code: true },
			{ text: url, code: true, tone: 'faded' },
		],
		decisionsFor({ url }),
	],
});

const rowOfFile = (file: StoredFile): Row => ({
	key: file.fileId,
	cells: [
		{ text: clock(file.storedAt), tone: 'faded' },
		file.fileName,
		`${file.fileType} ${file.fileFormat}, ${file.content.length} bytes`,
		[
			{ text: file.fileId, code: true },
			{ text: file.hashValue, code: true, tone: 'faded' },
		],
	],
});

const rowOfNotice = ({ at, bizContent, bizPath, files }: UploadNotice, index: number): Row => ({
	key: `${at}-${index}`,
	cells: [
		{ text: clock(at), tone: 'faded' },
		bizPath,
		{ text: bizContent.slice(0, 500), code: true },
		files.map(({ fileName }) => fileName).join(', '),
	],
});

/** Notifications of any kind, for those who try a receiver. */
function sendSection(url: string): Section {
	const order: readonly Field[] = [
		{ field: 'url', label: '接收地址 Address', value: url },
		{ field: 'transName', label: '交易 transName' },
		{ field: 'seqNo', label: '流水号 SeqNo' },
		{ field: 'content', label: '内容 Content, JSON', long: true },
	];
	return {
		...{ id: 'send', title: '发送任意通知 Send any notification' },
		controls: [[...order, kindChoice('/webank/notify', kindsOfWebank)]],
	};
}

const timeSection: Section = {
	...{ id: 'time', title: '会话和时间 Sessions and time' },
	controls: [
		[
			button('访问令牌过期 Expire access tokens', 'expire', { kind: 'accessToken' }),
			button('签名票据过期 Expire sign tickets', 'expire', { kind: 'signTicket' }),
			button('用户票据过期 Expire user tickets', 'expire', { kind: 'userTicket' }),
			button('其他系统取了令牌和票据 Another system fetches a token and a ticket', 'kick-out'),
			button('其他系统取了令牌 Another system fetches a token', 'kick-out', { ticket: false }),
			button('五分钟后 Five minutes later', 'clock', { advanceSeconds: 300 }),
			button('一小时后 An hour later', 'clock', { advanceSeconds: 3600 }),
		],
	],
};

/** Applications to decide on, sessions, files, and notifications with their replies, for the page. */
export function viewOf(state: WebankState): View {
	const { applications, files, sender, sessions } = state;
	return {
		sessions: sessions
			.all()
			.slice(0, 30)
			.map((session) => {
				const { appId, kind, used, user, value } = session;
				const isAlive = sessions.isAlive(session) && !used;
				const owner = `${appId} ${user?.userId ?? ''}`;
				const note = noteOf(session, isAlive, state.now());
				return { kind: sessionKinds[kind], owner, value, isAlive, note };
			}),
		sections: [
			{
				...{ id: 'applications', title: '授信申请 Applications to decide on' },
				hint: '业务请求里带有回调地址的申请 Business calls whose body has an address for the result',
				heads: ['申请 Application', '请求 Request', '银行的决定 The bank’s decision'],
				rows: newest(applications, 5).map(rowOfApplication),
			},
			addressSection(sender.lastUrl),
			deliveriesSection(sender.deliveries, ({ seqNo, signatureOk, transName }) => ({
				text: `${transName} ${seqNo} ${signatureOk ? '已签名 signed' : '未签名 not signed'}`,
			})),
			{
				...{ id: 'files', title: '文件 Files' },
				heads: ['时间 Time', '名称 Name', '类型 Type', '编号 FILE_ID, HASH_VALUE'],
				rows: newest(files.list()).map(rowOfFile),
			},
		],
		developer: [
			timeSection,
			// Whoever tries a forged notification sends it where a right one is awaited.
			sendSection(applications.at(-1)?.url ?? sender.lastUrl),
			{
				...{
					id: 'notices',
					title: '上传后通知的业务系统 Told to business systems after an upload',
				},
				heads: ['时间 Time', '路径 bizPath', '内容 bizContent', '文件 Files'],
				rows: newest(files.notices).map(rowOfNotice),
			},
		],
	};
}
