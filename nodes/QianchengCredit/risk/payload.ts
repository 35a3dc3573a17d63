import type { Field } from '../../shared/model/field';
import { mobileRules } from '../../shared/model/commonFields';
import { fault } from '../../shared/model/fault';
import { matching } from '../../shared/values/checks';
import { codeForm, digitsForm, idCardForm } from '../../shared/values/normalize';
import {
	cardType,
	contactRelation,
	loanOrderState,
	proofType,
	realNameStatus,
} from '../dictionaries';
import { toShanghaiTime } from './time';

/**
 * What a value of the risk audit's data must be. A single value has the keys of a field by which n8n's
 * parameters are read, so that the node's fields and the same in JSON cannot differ.
 */
export interface Rule extends Pick<Field, 'form' | 'check' | 'typeOptions'> {
	type:
		| 'any'
		| 'choice'
		| 'integer'
		/** A text of one line, in which nothing is hidden. */
		| 'line'
		| 'list'
		| 'number'
		| 'object'
		/** One object, or a list of them when the credential says so (gap QC-22). */
		| 'row'
		/** A text that a telephone or a shop holds, with whatever characters there are. */
		| 'text';
	required?: true;
	options?: Field['options'];
	/** An object has these, or each object in a list; a list of anything has none. */
	fields?: Rules;
	/** Another name that is understood for this one. */
	alias?: string;
}

export type Rules = Record<string, Rule>;

const text: Rule = { type: 'text' };
const line: Rule = { type: 'line' };
const number: Rule = { type: 'number' };
const any: Rule = { type: 'any' };
const must = (rule: Rule): Rule => ({ ...rule, required: true });
const whole = (minValue?: number): Rule => ({
	type: 'integer',
	typeOptions: { numberPrecision: 0, ...(minValue !== undefined && { minValue }) },
});
const count = whole(0);
const choice = (options: Field['options']): Rule => ({ type: 'choice', options });
const object = (fields: Rules): Rule => ({ type: 'object', fields });
const list = (fields: Rules): Rule => ({ type: 'list', fields });
const row = (fields: Rules): Rule => ({ type: 'row', fields });

const LARGEST_ORDER_ID = '9223372036854775807';
const ORDER_ID = fault(
	`must be a whole number from 1 to ${LARGEST_ORDER_ID}, without zeros in front`,
	'必须是数字，最多19位，前面不能有0，请核对后重新填写。',
);

/** It has up to 64 bits, so that it stays a text until it is written (gap QC-41). */
const orderId: Rule = {
	type: 'line',
	form: codeForm,
	check: (value) =>
		/^[1-9]\d{0,18}$/.test(value) && value.padStart(19, '0') <= LARGEST_ORDER_ID
			? undefined
			: ORDER_ID,
};

const NO_TIME = fault(
	'must be a date and time such as 2026-01-31 09:30:00',
	'必须是真实的日期和时间，例如2026-01-31 09:30:00，请核对后重新填写。',
);

const time: Rule = {
	type: 'line',
	form: (value) => toShanghaiTime(value) ?? value,
	check: (value) => (toShanghaiTime(value) === undefined ? NO_TIME : undefined),
};

const url: Rule = {
	type: 'line',
	check: matching(
		/^https?:\/\/\S+$/,
		'must be a web address that begins with http',
		'必须是完整的网址，请核对后重新填写。',
	),
};

const person = { name: text, account: text };

/** Section 7.1: the content of `data` before encryption, in the document's order. */
export const payload: Rules = {
	order_detail: must(
		object({
			order_id: must(orderId),
			amount: must(whole(1)), // in fen
			loan_term: must(whole(1)),
			order_time: must(time),
		}),
	),
	basic_info: must(
		object({
			cur_address: line,
			perm_address: line,
			company_name: line,
			company_phone: line,
			company_address: line,
			user_contact: must(
				row({
					moblie: must({ ...line, ...mobileRules, alias: 'mobile' }), // sic (gap QC-04)
					name: must(line),
					relation: choice(contactRelation),
				}),
			),
		}),
	),
	// The document spells it so (gap QC-03).
	user_proof_materia: must(row({ url: must(url), type: must(choice(proofType)) })),
	user_mobile_contacts: must(list({ mobile: must(text), name: must(text) })),
	telecom_data: must(
		object({
			real_name_status: must(choice(realNameStatus)),
			real_name_time: line,
			real_name_name: line,
			real_name_id_card: { ...line, form: idCardForm },
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
					msg_cnt: count,
					send_cnt: count,
					receive_cnt: count,
					unknown_cnt: count,
					contact_1w: count,
					contact_1m: count,
				}),
			),
		}),
	),
	zm_data: row({ zm_score: count, watch_info: any }),
	user_loan_orders: list({
		amount: count,
		state: choice(loanOrderState),
		order_time: text,
		overdue_day: count,
		repayment_time: text,
	}),
	zfb_data: object({
		ants_lines: row({
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
			status: whole(),
			other_party: text,
		}),
	}),
	user_login_upload_logs: row({ time: text, device_id: text }),
	// Numbers that a shop has masked are not checked.
	card_info: row({ type: choice(cardType), card_no: { ...line, form: digitsForm } }),
	app_info: list({ app_name: text, app_market: text, client_type: text, os_version: text }),
};
