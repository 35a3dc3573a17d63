import type { INodePropertyOptions } from 'n8n-workflow';

import {
	cardType,
	contactRelation,
	loanOrderState,
	proofType,
	realNameStatus,
} from '../dictionaries';

/** What a value of the risk audit's data must be. */
export interface Rule {
	type: 'text' | 'integer' | 'number' | 'any' | 'object' | 'list' | 'dateTime' | 'url';
	required?: true;
	choices?: INodePropertyOptions[];
	/** An object has these, or each object in a list; an `any` list has none. */
	fields?: Rules;
	/** A text that has a form, or in which nothing may be hidden. */
	kind?: 'mobile' | 'idCard' | 'bankCard' | 'name';
	/** Another name that is understood for this one. */
	alias?: string;
}

export type Rules = Record<string, Rule>;

const text: Rule = { type: 'text' };
/** This is the name of a person whom others look for; what a telephone holds may have whatever characters there are. */
const name: Rule = { ...text, kind: 'name' };
const integer: Rule = { type: 'integer' };
const number: Rule = { type: 'number' };
const any: Rule = { type: 'any' };
const must = (rule: Rule): Rule => ({ ...rule, required: true });
const choice = (choices: INodePropertyOptions[]): Rule => ({ type: 'integer', choices });
const object = (fields: Rules): Rule => ({ type: 'object', fields });
const list = (fields: Rules): Rule => ({ type: 'list', fields });

const person = { name: text, account: text };

/** Section 7.1: the content of `data` before encryption, in the document's order (gap QC-22). */
export const payload: Rules = {
	order_detail: must(
		object({
			order_id: must(integer),
			amount: must(integer), // in fen
			loan_term: must(integer),
			order_time: must({ type: 'dateTime' }),
		}),
	),
	basic_info: must(
		object({
			cur_address: text,
			perm_address: text,
			company_name: text,
			company_phone: text,
			company_address: text,
			user_contact: must(
				list({
					moblie: must({ ...text, kind: 'mobile', alias: 'mobile' }), // sic (gap QC-04)
					name: must(name),
					relation: choice(contactRelation),
				}),
			),
		}),
	),
	// sic (gap QC-03)
	user_proof_materia: must(list({ url: must({ type: 'url' }), type: must(choice(proofType)) })),
	user_mobile_contacts: must(list({ mobile: must(text), name: must(text) })),
	telecom_data: must(
		object({
			real_name_status: must(choice(realNameStatus)),
			real_name_time: text,
			real_name_name: name,
			real_name_id_card: { ...text, kind: 'idCard' },
			bill_list: must(list({ month: must(text), amount: must(text) })),
			contact_list: must(
				list({
					phone: must(text),
					last_contact_date: must(text),
					talk_seconds: must(text),
					talk_cnt: must(text),
					call_seconds: text,
					call_cnt: text,
					called_seconds: text,
					called_cnt: text,
					first_contact_date: text,
					msg_cnt: integer,
					send_cnt: integer,
					receive_cnt: integer,
					unknown_cnt: integer,
					contact_1w: integer,
					contact_1m: integer,
				}),
			),
		}),
	),
	zm_data: object({ zm_score: integer, watch_info: any }),
	user_loan_orders: list({
		amount: integer,
		state: choice(loanOrderState),
		order_time: text,
		overdue_day: integer,
		repayment_time: text,
	}),
	zfb_data: object({
		ants_lines: object({
			ants_lines_total: number,
			ants_lines_usable: number,
			ants_arrears: number,
		}),
		real_name: text,
		real_name_status: text,
		create_time: text,
		wealth: number,
		balance: number,
		balance_bao: number,
		fortune_bao: number,
		deposit_bao: number,
		taobao_financial: number,
		fund: number,
		bank_cards: { type: 'list' },
		email: text,
		mobile: text,
		register_time: text,
		taobao_name: text,
		friends_contact: list(person),
		trade_contact: list(person),
		deal_record: list({
			deal_time: text,
			deal_amount: number,
			trade_no: text,
			order_no: text,
			log_no: text,
			name: text,
			status: integer,
			other_party: text,
		}),
	}),
	user_login_upload_logs: list({ time: text, device_id: text }),
	card_info: list({ type: choice(cardType), card_no: { ...text, kind: 'bankCard' } }),
	app_info: list({ app_name: text, app_market: text, client_type: text, os_version: text }),
};
