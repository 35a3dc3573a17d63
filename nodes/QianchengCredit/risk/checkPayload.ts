import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { labelOf } from '../../shared/model/dictionary';
import { InputProblem } from '../../shared/model/errors';
import { fault } from '../../shared/model/fault';
import type { Field } from '../../shared/model/field';
import type { Values } from '../../shared/model/operation';
import { addValue, type Report } from '../../shared/values/convert';
import { EMPTY, NO_ENTRIES } from '../../shared/values/faults';
import { trimmed } from '../../shared/values/text';
import { loanOrderState } from '../dictionaries';
import { payload, type Rule, type Rules } from './payload';
import { Problems } from './problems';
import { isSentAsList, settingLabel } from './rows';

/** Rows between two looks at other work: a few milliseconds. */
const ROWS_AT_A_TIME = 1000;

/** How the data came, and how it is sent. */
interface Way {
	/** They are those of the operation that have names of these values. */
	fields: Field[];
	/** Whether it came as a whole, in the field 'Data'. */
	inJson: boolean;
	/** It has the settings for one object or a list. */
	credential?: ICredentialDataDecryptedObject;
}

/**
 * Checks the data of a risk audit before it is encrypted, and brings it into the types of the document, by
 * the rules of n8n's parameters: numbers that came as text, texts that came as numbers, one object or a list
 * as the credential says (gap QC-22), `mobile` for `moblie` (gap QC-04).
 *
 * @param data as the user gives it; it is left as it is
 * @returns the data to send, and the values in it that were brought to another form, by their paths
 * @throws InputProblem that names each value that must not be sent
 */
export async function checkPayload(
	data: unknown,
	{ fields, inJson, credential = {} }: Way,
): Promise<{ data: IDataObject; normalized: Values['normalized'] }> {
	const problems = new Problems(fields, inJson);
	const checker = new Checker(problems, credential);
	const checked = await checker.object(data, payload, '');
	problems.throwIfAny();
	return { data: checked, normalized: checker.normalized };
}

/** One walk over the data; a class for the state that all its steps share. */
class Checker {
	readonly normalized: Values['normalized'] = {};

	private readonly problems: Problems;
	private readonly credential: ICredentialDataDecryptedObject;
	private rows = 0;

	constructor(problems: Problems, credential: ICredentialDataDecryptedObject) {
		this.problems = problems;
		this.credential = credential;
	}

	/** The values of an object that are given; empty ones are left out. */
	async object(value: unknown, rules: Rules, path: string): Promise<IDataObject> {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			this.problems.add(path, NO_OBJECT);
			return {};
		}
		const given = value as IDataObject;
		const checked: IDataObject = {};
		for (const [name, rule] of Object.entries(rules)) {
			const at = path ? `${path}.${name}` : name;
			const value = this.givenFor(given, name, rule, path);
			const own = GROUPS.includes(rule.type)
				? await this.group(value, rule, at, name)
				: this.single(value, rule, at);
			if (own !== undefined) checked[name] = own;
		}
		this.checkNames(given, rules, path);
		return rules === payload.user_loan_orders.fields ? this.loan(checked, path) : checked;
	}

	private givenFor(given: IDataObject, name: string, { alias }: Rule, path: string): unknown {
		if (alias === undefined || isEmpty(given[alias])) return given[name];
		if (!isEmpty(given[name]) && String(given[name]) !== String(given[alias])) {
			this.problems.add(path, differing(name, alias), 'Give one of them.');
		}
		return isEmpty(given[name]) ? given[alias] : given[name];
	}

	private async group(
		value: unknown,
		rule: Rule,
		path: string,
		name: string,
	): Promise<IDataObject[string]> {
		const { type, fields = {}, required } = rule;
		if (isEmpty(value)) {
			if (required) this.problems.add(path, EMPTY.typed);
			return undefined;
		}
		if (type === 'list') return await this.list(value, rule, path);
		if (type === 'row') return await this.row(value, rule, path, name);
		const object = await this.object(value, fields, path);
		return required || !isBare(object) ? object : undefined;
	}

	/** A single value, read as a field of the node is. */
	private single(value: unknown, rule: Rule, path: string): IDataObject[string] {
		const { type, required } = rule;
		if (type === 'any') return isEmpty(value) ? undefined : (value as IDataObject[string]);
		// There can be hundreds of thousands of these.
		if (type === 'text' && typeof value === 'string' && !isEmpty(value)) return trimmed(value);
		if (!required && isEmpty(value)) return undefined;
		const values: IDataObject = {};
		try {
			addValue(values, unnamed(rule), value, this.reportOf(path));
		} catch {
			this.tell(value, rule, path);
		}
		return values[VALUE];
	}

	/** The value is read once more under its name, which takes its time to find. */
	private tell(value: unknown, rule: Rule, path: string): void {
		try {
			const named: Field = { ...fieldOf(rule), ...this.problems.subject(path) };
			addValue({}, named, value, this.reportOf(path));
		} catch (error) {
			this.problems.take(problemIn(error));
		}
	}

	/** None of these values is one that is doubted. */
	private readonly reportOf = (path: string): Report => ({
		change: (_name, from, to) => (this.normalized[path] = { from, to }),
		warning: () => undefined,
	});

	/** Rows without content say nothing, and are not sent. */
	private async list(value: unknown, { fields }: Rule, path: string): Promise<IDataObject[string]> {
		const entries = (Array.isArray(value) ? value : [value]) as unknown[];
		if (!fields) return entries as IDataObject[];
		const checked: IDataObject[] = [];
		for (const [i, entry] of entries.entries()) {
			const row = await this.object(entry, fields, Array.isArray(value) ? `${path}[${i}]` : path);
			if (!isBare(row)) checked.push(row);
			if (++this.rows % ROWS_AT_A_TIME === 0) await sleep(0);
		}
		return checked;
	}

	private async row(
		value: unknown,
		rule: Rule,
		path: string,
		name: string,
	): Promise<IDataObject[string]> {
		const asList = isSentAsList(this.credential, name);
		const rows = (await this.list(value, rule, path)) as IDataObject[];
		if (rows.length === 0) {
			if (rule.required) this.problems.add(path, NO_ENTRY);
			return asList && Array.isArray(value) ? rows : undefined;
		}
		if (asList || rows.length === 1) return asList ? rows : rows[0];
		this.problems.add(
			path,
			tooMany(rows.length),
			`Give one. If Qiancheng takes several, choose 'As a List' under '${settingLabel(name)}' in the special settings of the credential.`,
		);
		return undefined;
	}

	/** A misspelt name would be lost without a word. */
	private checkNames(given: IDataObject, rules: Rules, path: string): void {
		for (const name of Object.keys(given)) {
			const isKnown =
				Object.hasOwn(rules, name) || Object.values(rules).some(({ alias }) => alias === name);
			if (!isKnown) this.problems.add(path ? `${path}.${name}` : name, NOT_KNOWN);
		}
	}

	/** Days overdue go with states 0 and 2, the repayment with 0; otherwise both are 0 (gap QC-30). */
	private loan(loan: IDataObject, path: string): IDataObject {
		const { state } = loan;
		if (state === undefined) return loan;
		const label = labelOf(loanOrderState, state) ?? '';
		const applying = { overdue_day: [REPAID, OVERDUE], repayment_time: [REPAID] };
		const zeros = { overdue_day: 0, repayment_time: '0' };
		for (const name of ['overdue_day', 'repayment_time'] as const) {
			const isGiven = loan[name] !== undefined && (name === 'overdue_day' || loan[name] !== '0');
			const applies = applying[name].includes(Number(state));
			if (applies && !isGiven) this.problems.add(`${path}.${name}`, missingFor(label));
			if (!applies && isGiven && loan[name] !== zeros[name]) {
				this.problems.add(`${path}.${name}`, notFor(label), 'Check which of the two is right.');
			}
			if (!applies) loan[name] = zeros[name];
		}
		return loan;
	}
}

const NO_OBJECT = fault('must be an object', NO_ENTRIES.chinese);
const NO_ENTRY = fault('has no entry', '至少要有一项，请补充后重新提交。');
const NOT_KNOWN = fault('is not known', '不在需要填写的内容之内，请核对后重新提交。');

const differing = (name: string, alias: string) =>
	fault(`has ${name} and ${alias}, and they differ`, '有两个不同的手机号，请只填写一个。');
const tooMany = (count: number) =>
	fault(
		`has ${count} entries, of which the document takes one (一维数组)`,
		'只能填写一项，请删除其余的内容后重新提交。',
	);
const missingFor = (state: string) =>
	fault(`is empty, although state is ${state}`, EMPTY.typed.chinese);
const notFor = (state: string) =>
	fault(`must be 0 or left out, as state is ${state}`, '与借款的状态不符，请核对后重新填写。');

/** Only what is wrong with a value is told among the others. */
function problemIn(error: unknown): InputProblem {
	if (error instanceof InputProblem) return error;
	throw error;
}

const REPAID = 0;
const OVERDUE = 2;

/** Under this name a single value is read. */
const VALUE = 'value';

/** The field of the node that a single value is read as, but for its names. */
const fieldOf = ({ type, required, form, check, typeOptions, options }: Rule) => ({
	...{ name: VALUE, type: FIELD_TYPES[type] ?? ('string' as const), default: '' },
	...{ required, form, check, typeOptions, options },
});

const knownFields = new Map<Rule, Field>();

function unnamed(rule: Rule): Field {
	const known = knownFields.get(rule) ?? { ...fieldOf(rule), displayName: '', technical: true };
	knownFields.set(rule, known);
	return known;
}

const GROUPS: Array<Rule['type']> = ['list', 'object', 'row'];

const FIELD_TYPES: Partial<Record<Rule['type'], Field['type']>> = {
	choice: 'options',
	integer: 'number',
	number: 'number',
};

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && trimmed(value) === '');

const isBare = (object: IDataObject): boolean => Object.keys(object).length === 0;
