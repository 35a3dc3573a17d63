import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { Field, Group } from '../../nodes/shared/model/field';
import type { Operation } from '../../nodes/shared/model/operation';
import type { Personal } from '../../nodes/shared/model/personal';
import type { SpecField } from '../../spec/types.ts';
import { bankCardNumber, idCardNumber } from './applicant';

const spaced = (number: string) => `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`;

/** Values of a kind that belong to nobody, another one for each n; each field takes one of them. */
const VALUES: Record<Personal, (n: number) => string[]> = {
	account: (n) => [`user_of_nobody_${n}`],
	address: (n) => [`湖南省长沙市芙蓉区无人路${n}号${n}栋`],
	bankCard: (n) => [bankCardNumber(n)],
	birthDate: (n) => [`19${String(10 + (n % 80))}-03-17`],
	email: (n) => [`nobody${n}@example.com`],
	idCard: (n) => [idCardNumber(n), `A${n}23456`],
	mobile: (n) => [`1390000${String(n).padStart(4, '0')}`],
	// No Chinese name is a part of another text, and the Latin ones are words of nothing.
	name: (n) => [
		`龘靐${String.fromCharCode(0x9f00 + n)}`,
		`Qxzv${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`,
	],
};

/** As people type it, where a field brings it to its form. */
const TYPED: Partial<Record<Personal, (value: string) => string>> = {
	idCard: (value) => ` ${value.toLowerCase()}`,
	mobile: (value) => `+86 ${spaced(value)}`,
};

/** Makes up people, and keeps what must not be seen of them. */
export class People {
	/** Each value in each of its forms. */
	readonly secrets: string[] = [];
	private count = 0;
	private readonly isTyped: boolean;

	/** @param isTyped whether values are as people type them, where a field brings them to its form */
	constructor(isTyped = true) {
		this.isTyped = isTyped;
	}

	of(kind: Personal, isTaken: (value: string) => boolean = () => true, hasForm = false): string {
		const value = VALUES[kind](++this.count).find(isTaken);
		if (value === undefined) throw new Error(`No value of the kind ${kind} is taken`);
		const typed = (hasForm && this.isTyped && TYPED[kind]?.(value)) || value;
		this.secrets.push(value, typed.trim());
		return typed;
	}

	/** The values of the fields that an operation shows; `choices` are those of the fields that choose among the others. */
	parameters({ fields }: Pick<Operation, 'fields'>, choices: IDataObject): IDataObject {
		const valuesOf = (some: Field[]) =>
			Object.fromEntries(some.filter(isShown).map((field) => [field.name, valueOf(field)]));
		const isShown = ({ type, displayOptions: { show = {} } = {} }: Field) =>
			type !== 'notice' &&
			Object.entries(show).every(([name, allowed]) =>
				(allowed as unknown[]).includes(choices[name.replace('/', '')]),
			);
		const valueOf = (field: Field): IDataObject[string] => {
			const { name, type, options, personal, check, form, placeholder, maxLength = 99 } = field;
			if (choices[name] !== undefined) return choices[name];
			const example = placeholder?.replace(/^e\.g\. |\{\{.*/g, '') || 'secret';
			if (personal) {
				const isTaken = (value: string) =>
					check?.(value, {}) === undefined && value.length <= maxLength;
				return this.of(personal, isTaken, form !== undefined);
			}
			switch (type) {
				case 'boolean':
					return check?.('false', {}) !== undefined;
				case 'collection':
					return valuesOf(options as Field[]);
				case 'fixedCollection': {
					const [{ name: group, values }] = options as Group[];
					const entry = valuesOf(values);
					return { [group]: field.typeOptions?.multipleValues ? [entry] : entry };
				}
				case 'json':
					return field.default as string;
				case 'number':
					return field.typeOptions?.minValue ?? 1;
				case 'options':
					return (options as INodePropertyOptions[])[0].value;
				case 'multiOptions':
					return [];
				default:
					return field.file || String(field.default).startsWith('={{') ? 'data' : example;
			}
		};
		return valuesOf(fields);
	}

	/** An answer with all the fields of the document. */
	answer(fields: SpecField[]): IDataObject {
		return Object.fromEntries(
			fields.map((field): [string, IDataObject[string]] => [field.name, this.field(field)]),
		);
	}

	private field({ type, personal, children }: SpecField): IDataObject[string] {
		if (personal) return type === 'array' ? [this.of(personal)] : this.of(personal);
		if (children) return type === 'array' ? [this.answer(children)] : this.answer(children);
		const VALUE: Partial<Record<SpecField['type'], IDataObject[string]>> = {
			...{ integer: 1, number: 1.5, boolean: true, array: [], object: {}, any: {} },
		};
		return VALUE[type] ?? '3';
	}

	/** What a carrier or a bank tells, whose names no document has. */
	report(): IDataObject {
		return {
			basic: { name: this.of('name'), id_card: this.of('idCard'), mobile: this.of('mobile') },
			calls: [1, 2, 3].map((talk_cnt) => ({ peer_num: this.of('mobile'), talk_cnt })),
			cards: [{ card_no: this.of('bankCard'), bank_name: '招商银行', balance: '12.50' }],
			contact_list: [{ phone: Number(this.of('mobile')), contact_name: this.of('name') }],
			mails: `${this.of('email')}, ${this.of('email')}`,
			raw: JSON.stringify({ home_addr: this.of('address'), months: 3 }),
		};
	}
}
