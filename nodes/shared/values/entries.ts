import type { IDataObject } from 'n8n-workflow';

import { fault, problemWith, type Subject } from '../model/fault';
import type { Field } from '../model/field';

/**
 * Whether an entry is as it opens: its drop-downs and switches say nothing by themselves.
 *
 * @param title what the entry is called
 * @throws InputProblem when one of them was changed, and there is nothing to which it belongs
 */
export function isBlank(title: Subject, fields: Field[], values: IDataObject): boolean {
	const isChoice = ({ type }: Field) => type === 'options' || type === 'boolean';
	const own = fields.filter((field) => !isChoice(field));
	if (own.length === 0) return Object.keys(values).length === 0;
	if (own.some(({ name }) => values[name] !== undefined)) return false;
	const changed = fields.find(
		({ name, default: initial }) => (values[name] ?? initial) !== initial,
	);
	if (changed === undefined) return true;
	throw problemWith(
		title,
		fault(
			`has nothing but its '${changed.displayName}'`,
			'只选择了选项，没有填写其他内容，请补充后重新提交。',
		),
		`Nothing was sent. Fill in ${own.map(({ displayName }) => `'${displayName}'`).join(' or ')}, or remove it.`,
	);
}
