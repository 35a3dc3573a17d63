import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { riskAudit } from '../../../nodes/QianchengCredit/operations/riskAudit.resource';
import { InputProblem } from '../../../nodes/shared/model/errors';
import type { Call } from '../../../nodes/shared/model/operation';
import { readValues } from '../../../nodes/shared/values/values';
import { riskPublicKey } from '../../../sandbox/qiancheng-credit/risk-key.ts';
import { person, riskData, riskFields } from '../../support/qiancheng-data';

// What 'Using Fields Below' and 'Using JSON' make of the same value: one set of rules for both.

const { apply } = riskAudit.operations;

/** The data that an application would be encrypted from, or why it is refused, without the field's name. */
async function outcome(given: IDataObject): Promise<unknown> {
	let sent: unknown;
	const values = { ...person(0), phone: '13800138000', ...given } as IDataObject;
	try {
		const read = readValues(apply.fields, (name) => values[name]);
		await apply.run({
			credential: { riskPublicKey } as ICredentialDataDecryptedObject,
			values: () => read,
			request: async ({ body }: { body: IDataObject }) => {
				sent = JSON.parse(String(body.data));
				return await Promise.resolve({ open_id: '1' });
			},
		} as unknown as Call);
		return sent;
	} catch (error) {
		expect(error).toBeInstanceOf(InputProblem);
		return (error as InputProblem).message.replace(/^'[^']*'/, 'It');
	}
}

type Place = [field: string, path: string, give: (value: unknown) => IDataObject];

const alone = (name: string): Place[2] => {
	return (value) => ({ [name]: value }) as IDataObject;
};
const inside = (name: string, field: string): Place[2] => {
	return (value) => ({ [name]: { [field]: value } }) as IDataObject;
};
const contact = { name: '李四', moblie: '13900139000', relation: 3 };
const photo = { url: 'https://img.example.com/1.jpg', type: 1 };
const entry = (name: string, group: string, whole: IDataObject, field: string): Place[2] => {
	return (value) => ({ [name]: { [group]: [{ ...whole, [field]: value }] } }) as IDataObject;
};

const PLACES: Place[] = [
	...['order_id', 'amount', 'loan_term', 'order_time'].map(
		(name): Place => [name, `order_detail.${name}`, alone(name)],
	),
	...Object.keys(contact).map(
		(name): Place => [
			...([name, `basic_info.user_contact.${name}`] as const),
			entry('user_contact', 'contact', contact, name),
		],
	),
	...Object.keys(photo).map(
		(name): Place => [
			...([name, `user_proof_materia.${name}`] as const),
			entry('user_proof_materia', 'photo', photo, name),
		],
	),
	['real_name_status', 'telecom_data.real_name_status', alone('real_name_status')],
	...['real_name_name', 'real_name_id_card', 'real_name_time'].map(
		(name): Place => [name, `telecom_data.${name}`, inside('registration', name)],
	),
	...['company_name', 'company_address', 'company_phone', 'cur_address', 'perm_address'].map(
		(name): Place => [name, `basic_info.${name}`, inside('basic_info', name)],
	),
];

const VALUES: unknown[] = [
	...[undefined, null, '', ' ', '\u3000', '\u200B', true, false, [], ['x'], {}, { a: 1 }],
	...[0, 1, -1, 1.5, 1e15, 1e18, NaN, Infinity, -0, 13900139001],
	...['0', '1', '-1', '1.5', '+5', '５', "'7", ' 7 ', '007', '1e3', '1.10105E+17', '1,000'],
	...['9223372036854775807', '9223372036854775808', '1'.repeat(20)],
	...[
		'x',
		'王大志',
		'a\nb',
		'a\u200Bb',
		'x\uFFFD',
		'a\u0000',
		'😀',
		'Father',
		'父亲',
		'Father (父亲)',
	],
	...['138 0013 8001', '+8613800138001', '１３８００１３８００１', '91234567', '12345678901'],
	...['2026-01-31', '2026-01-31 09:30:00', '2026-01-31T09:30:00Z', '2026-02-30 09:30:00', 'soon'],
	...[new Date('2026-01-31T01:30:00Z'), new Date(NaN)],
	...['http://a.example/1.jpg', 'ftp://a.example/1', 'a.example', 'https://a b'],
	...['11010519491231002x', '1101 0519 4912 31002X'],
];

test.each(PLACES)('%s is the same in fields and in JSON', async (_field, path, give) => {
	const met = new Set<string>();
	for (const value of VALUES) {
		const data = riskData(1);
		const names = path.split('.');
		const last = names.pop() as string;
		const target = names.reduce((at, name) => at[name] as IDataObject, data);
		target[last] = value as IDataObject;
		const [fields, json] = [
			await outcome({ ...riskFields(1), specifyData: 'fields', ...give(value) }),
			await outcome({ specifyData: 'json', data }),
		];
		// What is refused may be refused for another reason: JSON is looked through as a whole first.
		const isRefused = typeof json === 'string' && typeof fields === 'string';
		expect([value, isRefused ? fields : json]).toEqual([value, fields]);
		met.add(typeof json);
	}
	// Each is refused for some value, and sent for another.
	expect([...met].sort()).toEqual(['object', 'string']);
});
