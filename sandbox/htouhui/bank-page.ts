import { escapeHtml } from '../core/html.ts';
import { describeValue } from './spec.ts';
import type { BankPage, Outcome } from './state.ts';

/** The path to which the page's form is sent; the page itself is the answer of openAccount. */
export const bankPath = '/bank/openAccount';

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:2rem auto;max-width:36rem;padding:0 1rem}
label{display:block;margin:.8rem 0}input{font:inherit;padding:.3rem}
fieldset{margin:1rem 0;border:1px solid #8886;border-radius:.4rem}
button{font:inherit;padding:.4rem .8rem;margin:.2rem .4rem .2rem 0}
.fault{color:#d33;font-weight:600}.faded{opacity:.7}
`;

const document = (title: string, content: string): string =>
	`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>${style}</style></head>
<body><h1>${escapeHtml(title)}</h1>${content}</body></html>`;

const masked = (text: string, shown: number): string =>
	text.slice(0, shown) + '*'.repeat(Math.max(0, text.length - shown));

const failures: ReadonlyArray<[outcome: Outcome, fromType: string, label: string]> = [
	['failOpen', '0', '开户失败 Account opening fails'],
	['failPassword', '1', '设置交易密码失败 Setting the password fails'],
	['failAuthorise', '2', '缴费授权失败 Fee authorisation fails'],
];

const idOf = (outcome: Outcome): string =>
	outcome.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The page of the depository bank: the stages that are still to do, in their order, as one form. */
export function renderBankPage(page: BankPage, bankCardNumber: string, fault = ''): string {
	const { idCard, realName, session, type } = page;
	const open = `<fieldset id="stage-open"><legend>1 开户 Open account</legend>
<label>银行卡号 Bank card <input name="bank_card_number" required pattern="\\d{12,19}" maxlength="19" inputmode="numeric" value="${escapeHtml(bankCardNumber)}"></label></fieldset>`;
	const password = `<fieldset id="stage-password"><legend>2 设置交易密码 Set trading password</legend>
<label>交易密码 (6位数字) Trading password, 6 digits <input type="password" name="password" required pattern="\\d{6}" maxlength="6" autocomplete="new-password" inputmode="numeric"></label>
<label>确认密码 Repeat it <input type="password" name="password_confirm" required pattern="\\d{6}" maxlength="6" autocomplete="new-password" inputmode="numeric"></label></fieldset>`;
	const authorise = `<fieldset id="stage-authorise"><legend>3 缴费授权 Fee authorisation</legend>
<label><input type="checkbox" name="authorise" value="1" required> 同意缴费授权 I authorise the fees</label></fieldset>`;
	const buttons = failures
		.filter(([, stage]) => stage >= type)
		.map(
			([outcome, , label]) =>
				`<button name="outcome" value="${outcome}" id="${idOf(outcome)}" formnovalidate>${label}</button>`,
		)
		.join('<br>');
	return document(
		'江西银行 (沙盒) Depository bank, sandbox',
		`${fault && `<p class="fault" id="fault">${escapeHtml(fault)}</p>`}
<p>${escapeHtml(masked(realName, 1))} <code>${escapeHtml(masked(idCard, 6))}</code><br>
<span class="faded">业务类型 type ${escapeHtml(describeValue('openAccountType', type))}</span></p>
<form method="post" action="${bankPath}" id="bank-form"><input type="hidden" name="session" value="${session}">
${type === '0' ? open : ''}${type <= '1' ? password : ''}${authorise}
<p><button name="outcome" value="success" id="success">确认 Confirm</button></p>
<p class="faded">沙盒 For tests, without filling in anything:<br>${buttons}</p></form>`,
	);
}

/** The page of a request that cannot be done; a person sees it in the browser. */
export const renderFaultPage = (reason: string): string =>
	document('请求错误 Bad request', `<p class="fault" id="fault">${escapeHtml(reason)}</p>`);

/** What is wrong with a filled-in form; undefined when it can be done. */
export function formFault(
	{ type }: BankPage,
	form: Readonly<Record<string, string>>,
): string | undefined {
	const { authorise, bank_card_number: card = '', password = '' } = form;
	if (type === '0' && !/^\d{12,19}$/.test(card)) return '银行卡号错误 No bank card number';
	if (type <= '1' && !/^\d{6}$/.test(password)) return '密码须为6位数字 The password has 6 digits';
	if (type <= '1' && form.password_confirm !== password)
		return '两次密码不一致 The passwords differ';
	return authorise === '1' ? undefined : '请同意缴费授权 The fees are not authorised';
}
