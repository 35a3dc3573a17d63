import { encodeForm, signFields } from './crypto.ts';
import type { Notice } from './notices.ts';
import type { BankPage, HtouhuiState, Outcome } from './state.ts';

/** What follows when a person has ended the bank's page. */
export interface Finished {
	status: string;
	/** return_url with the result in its query (gap HTH-07). */
	redirect: string;
	notice: Notice;
}

/** Moves the user on, tells the partner in the background and says where the browser goes. */
export function finishPage(
	state: HtouhuiState,
	page: BankPage,
	outcome: Outcome,
	bankCardNumber: string,
): Finished {
	const { notifyUrl, returnUrl, user } = page;
	const account = state.account(user.merchant);
	if (!account) throw new Error(`There is no account ${user.merchant}`);
	const status = state.finish(page, outcome, bankCardNumber);
	const { htouhui_user_id, third_party_user_id } = user;
	const fields = { htouhui_user_id, third_party_user_id, status };
	const card: Record<string, string> =
		status === '0' ? {} : { bank_card_number: user.bankCardNumber };
	const notice = state.notices.add(account, notifyUrl, { ...fields, ...card });
	const query = encodeForm(signFields({ ...account.commonFields, ...fields }, account));
	const [address = '', ...fragment] = returnUrl.split('#');
	const joined = `${address}${address.includes('?') ? '&' : '?'}${query}`;
	return { status, redirect: [joined, ...fragment].join('#'), notice };
}
