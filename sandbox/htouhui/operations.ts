import { Rejection } from '../core/rejection.ts';
import { renderBankPage } from './bank-page.ts';
import { nextTypeOf } from './spec.ts';
import type { OpenType } from './spec.ts';
import type { BankPage, HtouhuiState, User } from './state.ts';
import { refusedAs } from './verify.ts';
import type { VerifiedCall } from './verify.ts';

/** A verified request together with the provider's memory: what an operation works with. */
interface IncomingCall extends VerifiedCall {
	state: HtouhuiState;
}

/** What an operation answers: fields, or the page that the browser shows. */
type Result = { fields: Readonly<Record<string, string>> } | { html: string };

export type Handler = (call: IncomingCall) => Result;

/** The card that the page offers; a person may write another. */
export const cardOf = ({ bankCardNumber, htouhui_user_id: id }: User): string =>
	bankCardNumber || `6222020${id.padStart(12, '0')}`;

const textOf = ({ values }: IncomingCall, name: string): string => values[name] ?? '';

/** Answers without htouhui_user_id where it did not succeed (注册成功时必须返回); message is the sandbox's own. */
const registerUser: Handler = (call): Result => {
	const id = textOf(call, 'third_party_user_id');
	const user = call.state.register(call.account.merchant, textOf(call, 'mobile'), id);
	if (!user) return { fields: { third_party_user_id: id, message: '手机号或商户用户id已注册' } };
	return { fields: { htouhui_user_id: user.htouhui_user_id, third_party_user_id: id } };
};

/** The stages run in their order, so a page begins at the one that comes next (gap HTH-19). */
const openAccount: Handler = (call) => {
	const { account, state } = call;
	const refuse = (reason: string): never => {
		throw new Rejection(refusedAs.input, reason);
	};
	const found = state.find(account.merchant, textOf(call, 'third_party_user_id'));
	const user = found ?? refuse('there is no such third_party_user_id');
	if (user.htouhui_user_id !== textOf(call, 'htouhui_user_id'))
		refuse(`htouhui_user_id of this user is ${user.htouhui_user_id}`);
	const type = textOf(call, 'type');
	const next = nextTypeOf(user.status);
	if (next === null) refuse('everything is done already');
	if (type !== next) refuse(`the status is ${user.status}, so type must be ${String(next)}`);
	const idCard = textOf(call, 'id_card');
	if (user.idCard !== '' && user.idCard !== idCard)
		refuse('id_card is not the one that the account was opened with');
	if (state.isTaken(idCard, user)) refuse('another user has this id_card');
	const page: BankPage = state.openPage({
		...{ user, type: type as OpenType, idCard },
		realName: textOf(call, 'real_name') || user.realName,
		notifyUrl: textOf(call, 'notify_url'),
		returnUrl: textOf(call, 'return_url'),
	});
	return { html: renderBankPage(page, cardOf(user)) };
};

/** A user who is not registered has no htouhui_user_id, and the status 0 like one who only is (HTH-10). */
const queryUser: Handler = (call): Result => {
	const { account, state } = call;
	const id = textOf(call, 'third_party_user_id');
	const user = state.find(account.merchant, id);
	if (!user) return { fields: { third_party_user_id: id, status: '0', borrower: '0' } };
	if (user.idCard !== '' && user.idCard !== textOf(call, 'id_card'))
		throw new Rejection(refusedAs.input, 'id_card is not the one of this user');
	const { bankCardNumber, borrower, htouhui_user_id, status } = user;
	const card: Record<string, string> = status === '0' ? {} : { bank_card_number: bankCardNumber };
	return { fields: { htouhui_user_id, third_party_user_id: id, status, borrower, ...card } };
};

/** Every operation of the document by its id. */
export const operations: Readonly<Record<string, Handler>> = {
	registerUser,
	openAccount,
	queryUser,
};
