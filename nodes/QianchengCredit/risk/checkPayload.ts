import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { toCode } from '../../shared/model/dictionary';
import { mobileRules } from '../../shared/model/commonFields';
import { fault, type ValueFault } from '../../shared/model/fault';
import type { Field, Values } from '../../shared/model/operation';
import { visible } from '../../shared/values/checks';
import {
	EMPTY,
	LOST_DIGITS,
	NO_CHOICE,
	NO_ENTRIES,
	NOT_SINGLE,
	notInRange,
} from '../../shared/values/faults';
import { digitsForm, idCardForm } from '../../shared/values/normalize';
import { isExact, isSafe } from '../../shared/values/numbers';
import { trimmed } from '../../shared/values/text';
import { toShanghaiTime } from './time';
import { payload, type Rule, type Rules } from './payload';
import { Problems } from './problems';

/** Rows between two looks at other work: a few milliseconds. */
const ROWS_AT_A_TIME = 1000;

/**
 * Checks the data of a risk audit before it is encrypted, and brings it into the types of the document:
 * numbers that came as text, texts that came as numbers, a single object where a list is wanted
 * (gap QC-22), `mobile` for `moblie` (gap QC-04).
 *
 * @param data as the user gives it; it is left as it is
 * @param fields of the operation that have names of these values
 * @returns the data to send, and the identifiers in it that were brought to another form, by their paths
 * @throws InputProblem that names the path of each value that must not be sent
 */
export async function checkPayload(
	data: unknown,
	fields: Field[],
): Promise<{ data: IDataObject; normalized: Values['normalized'] }> {
	const problems = new Problems(fields);
	const checker = new Checker(problems);
	const checked = await checker.object(data, payload, '');
	checkLoans(checked, problems);
	problems.throwIfAny();
	return { data: checked, normalized: checker.normalized };
}

/** One walk over the data; a class for the state that all its steps share. */
class Checker {
	readonly normalized: Values['normalized'] = {};

	private rows = 0;
	private readonly problems: Problems;

	constructor(problems: Problems) {
		this.problems = problems;
	}

	async object(value: unknown, rules: Rules, path: string): Promise<IDataObject> {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			this.problems.add(path || 'Data', NO_OBJECT);
			return {};
		}
		const given = value as IDataObject;
		const checked: IDataObject = {};
		for (const [name, rule] of Object.entries(rules)) {
			const at = path ? `${path}.${name}` : name;
			const own = given[name] ?? (rule.alias ? given[rule.alias] : undefined);
			if (own === undefined || own === null || (typeof own === 'string' && trimmed(own) === '')) {
				if (rule.required) this.problems.add(at, EMPTY.typed);
			} else if (rule.type === 'list') {
				checked[name] = await this.list(own, rule, at);
			} else if (rule.type === 'object') {
				checked[name] = await this.object(own, rule.fields as Rules, at);
			} else {
				checked[name] = this.value(own, rule, at) as IDataObject[string];
			}
		}
		this.checkNames(given, rules, path);
		return checked;
	}

	private async list(value: unknown, { fields, required }: Rule, path: string) {
		const entries = (Array.isArray(value) ? value : [value]) as unknown[];
		if (required && entries.length === 0) this.problems.add(path, NO_ENTRY);
		if (!fields) return entries as IDataObject[];
		const checked: IDataObject[] = [];
		for (const [i, entry] of entries.entries()) {
			checked.push(await this.object(entry, fields, `${path}[${i}]`));
			if (++this.rows % ROWS_AT_A_TIME === 0) await sleep(0);
		}
		return checked;
	}

	/** A misspelt name would be lost without a word. */
	private checkNames(given: IDataObject, rules: Rules, path: string): void {
		for (const name of Object.keys(given)) {
			const isKnown =
				Object.hasOwn(rules, name) || Object.values(rules).some(({ alias }) => alias === name);
			if (!isKnown) this.problems.add(path ? `${path}.${name}` : name, NOT_KNOWN);
		}
	}

	private value(value: unknown, rule: Rule, path: string): unknown {
		if (rule.type === 'any') return value;
		if (typeof value === 'object' || typeof value === 'boolean') {
			this.problems.add(path, rule.type === 'text' ? NO_SINGLE_TEXT : NOT_SINGLE);
			return undefined;
		}
		if (typeof value === 'number' && !isSafe(value)) {
			this.problems.add(path, {
				...LOST_DIGITS,
				english: `${LOST_DIGITS.english}, give it as text`,
			});
			return undefined;
		}
		const converted = rule.choices ? toCode(rule.choices, value) : CONVERSIONS[rule.type]?.(value);
		if (converted === undefined) this.problems.add(path, expectation(rule));
		return rule.type === 'text' ? this.text(String(converted), rule, path) : converted;
	}

	private text(text: string, { kind }: Rule, path: string): string {
		if (kind === undefined) return text;
		const { form, check }: Pick<Field, 'form' | 'check'> = KINDS[kind];
		const value = form ? form(text, {}) : text;
		const wrong = check?.(value, {});
		if (wrong !== undefined) this.problems.add(path, wrong);
		if (value !== text) this.normalized[path] = { from: text, to: value };
		return value;
	}
}

/** Numbers that carriers and shops have masked are not checked. */
const KINDS = {
	mobile: mobileRules,
	idCard: { form: idCardForm },
	bankCard: { form: digitsForm },
	name: { check: visible },
};

const CONVERSIONS: Partial<Record<Rule['type'], (value: unknown) => unknown>> = {
	text: (value) => trimmed(String(value)),
	number: (value) => {
		const text = String(value).trim();
		return /^-?\d+(\.\d+)?$/.test(text) && isExact(text) ? Number(text) : undefined;
	},
	// What a number cannot hold stays text (gap QC-41).
	integer: (value) => {
		const text = String(value).trim();
		if (!/^-?\d{1,19}$/.test(text)) return undefined;
		return Number.isSafeInteger(Number(text)) ? Number(text) : text;
	},
	url: (value) => (/^https?:\/\/\S+$/.test(String(value)) ? value : undefined),
	dateTime: toShanghaiTime,
};

const NO_OBJECT = fault('must be an object', NO_ENTRIES.chinese);
const NO_ENTRY = fault('has no entry', '至少要有一项，请补充后重新提交。');
const NOT_KNOWN = fault('is not known', '不在需要填写的内容之内，请核对后重新提交。');
const NO_SINGLE_TEXT = fault('must be a single text', NOT_SINGLE.chinese);

function expectation({ type, choices }: Rule): ValueFault {
	if (choices) {
		const list = choices.map(({ name, value }) => `${value}: ${name}`).join(', ');
		return { ...NO_CHOICE, english: `must be one of ${list}` };
	}
	if (type === 'integer') return notInRange(true, -Infinity, Infinity);
	if (type === 'number') return notInRange(false, -Infinity, Infinity);
	return type === 'url' ? NO_WEB_ADDRESS : NO_TIME;
}

const NO_WEB_ADDRESS = fault(
	'must be a web address that begins with http',
	'必须是完整的网址，请核对后重新填写。',
);
const NO_TIME = fault(
	'must be a date and time such as 2026-01-31 09:30:00',
	'必须是真实的日期和时间，例如2026-01-31 09:30:00，请核对后重新填写。',
);

const REPAID = 0;
const OVERDUE = 2;

/** Days overdue go with states 0 and 2, the repayment with 0; otherwise zeros are sent (gap QC-30). */
function checkLoans(checked: IDataObject, problems: Problems): void {
	const loans = (checked.user_loan_orders ?? []) as IDataObject[];
	for (const [i, loan] of loans.entries()) {
		if (loan.state === undefined) continue;
		const hasDays = loan.state === REPAID || loan.state === OVERDUE;
		if (hasDays && loan.overdue_day === undefined) {
			problems.add(`user_loan_orders[${i}].overdue_day`, {
				...EMPTY.typed,
				english: `is empty, although state is ${loan.state}`,
			});
		}
		if (loan.state === REPAID && loan.repayment_time === undefined) {
			problems.add(`user_loan_orders[${i}].repayment_time`, {
				...EMPTY.typed,
				english: 'is empty, although state is 0',
			});
		}
		if (!hasDays) loan.overdue_day = 0;
		if (loan.state !== REPAID) loan.repayment_time = '0';
	}
}
