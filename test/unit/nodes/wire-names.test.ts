import type { Field, Names } from '../../../nodes/shared/model/field';
import type { Operation, Resources } from '../../../nodes/shared/model/operation';
import { Refusal } from '../../../nodes/shared/model/errors';
import { explain } from '../../../nodes/shared/run/explain';
import { fieldsNamedIn } from '../../../nodes/shared/run/wireNames';
import { loadProvider, placesOf } from '../../../scripts/shared/providers.ts';
import { slotsOf } from '../../../scripts/coverage/slots.ts';
import { PROVIDERS } from '../../../spec/providers.ts';
import { chineseFault } from '../../support/chinese';

const field = (
	name: string,
	displayName: string,
	more: Partial<Omit<Field, keyof Names>> = {},
): Field => ({
	...{ displayName, name, technical: true, type: 'string', default: '' },
	...more,
});

const fields: Field[] = [
	field('enameFirst', 'Family Name in Pinyin'),
	field('name', 'Chinese Name'),
	field('type', 'Side', { inPath: true }),
	field('image', 'Input Data Field Name', { file: {} }),
	field('decryptNumbers', 'Decrypt Numbers', { local: true }),
	field('mobile', 'Mobile Number'),
	field('additionalFields', 'Additional Fields', {
		type: 'collection',
		options: [field('imageName', 'File Name')],
	}),
	field('extra', 'Extra', {
		type: 'collection',
		sendAs: 'order_detail',
		options: [field('amount', 'Amount')],
	}),
	field('user_contact', 'Contacts', {
		type: 'fixedCollection',
		options: [
			{
				name: 'contact',
				displayName: 'Contact',
				chinese: '联系人',
				values: [field('moblie', 'Telephone'), field('mobile', 'Second Telephone')],
			},
		],
	}),
];

const labelsIn = (words: string, of = fields) => fieldsNamedIn(words, of).map(({ label }) => label);

test.each([
	['enameFirst格式不正确', "'Family Name in Pinyin' (enameFirst)"],
	['参数[enameFirst]错误', "'Family Name in Pinyin' (enameFirst)"],
	["Field error on field 'enameFirst'", "'Family Name in Pinyin' (enameFirst)"],
	['enameFirst=王', "'Family Name in Pinyin' (enameFirst)"],
	['enameFirst, enameFirst', "'Family Name in Pinyin' (enameFirst)"],
	['name不能为空', "'Chinese Name' (name)"],
	['参数 name 不能为空', "'Chinese Name' (name)"],
	['missing parameter name', "'Chinese Name' (name)"],
	['name is empty', "'Chinese Name' (name)"],
	['type:参数错误', "'Side' (type)"],
	['imageName过长', "'File Name' (imageName)"],
	['image过大', "'Input Data Field Name' (image)"],
	['order_detail.amount错误', "'Amount' (order_detail.amount)"],
	['amount must be positive', "'Amount' (amount)"],
	['user_contact[0].moblie错误', "'Contact: Telephone' (user_contact[0].moblie)"],
	['data.user_contact[2].mobile', "'Contact: Second Telephone' (data.user_contact[2].mobile)"],
	['moblie错误', "'Contact: Telephone' (moblie)"],
	['mobile错误', "'Mobile Number' (mobile)"],
	['user_contact为空', "'Contacts' (user_contact)"],
	['request.enameFirst.length', "'Family Name in Pinyin' (request.enameFirst.length)"],
])('%j names %s', (words, label) => expect(labelsIn(words)).toEqual([label]));

test('several are told in their order', () => {
	expect(labelsIn('mobile与enameFirst错误')).toEqual([
		"'Mobile Number' (mobile)",
		"'Family Name in Pinyin' (enameFirst)",
	]);
});

test.each([
	['', '系统未知错误', 'ename', 'enameFirstX', 'xenameFirst', 'enameFirst1', '_enameFirst'],
	['userName', 'file_name', 'the type is wrong', 'file type not supported', 'your mobile phone'],
	['decryptNumbers', 'contact', 'additionalFields', 'constructor', '__proto__', 'ENAMEFIRST'],
])('%j, %j, … name no field', (...words) => {
	for (const text of words) expect([text, fieldsNamedIn(text, fields)]).toEqual([text, []]);
});

test('two fields of one name are both told', () => {
	const twice = [
		field('first', 'First', { type: 'collection', sendAs: 'a', options: [field('no', 'One')] }),
		field('other', 'Other', { type: 'collection', sendAs: 'b', options: [field('no', 'Two')] }),
	];
	expect(labelsIn('no错误', twice)).toEqual(["'One' or 'Two' (no)"]);
	expect(labelsIn('b.no错误', twice)).toEqual(["'Two' (b.no)"]);
});

describe.each(PROVIDERS)('$node', (entry) => {
	const { resources, provider } = loadProvider(entry, process.cwd()) as {
		resources: Resources;
		provider: Parameters<typeof explain>[0];
	};
	const operations = placesOf(resources).map(
		({ resource, name, operation }): [string, Operation] => [`${resource} ${name}`, operation],
	);

	test.each(operations)('%s: a refusal that names a parameter tells its field', (_, operation) => {
		const explained = (words: string) =>
			explain(provider, operation, new Refusal('4711', words), true);
		for (const {
			field: { displayName, name, local, file },
			path,
		} of slotsOf(operation.fields)) {
			if (local && !file) continue;
			for (const wire of [name, path.join('.'), path.join('[0].')]) {
				for (const words of [`参数${wire}错误`, `[${wire}] 不能为空`, `${wire}: illegal`]) {
					const { description, providerMessage } = explained(words);
					expect(description).toContain(`It names '`);
					expect(description).toContain(`${displayName}'`);
					expect(description).toContain(`(${wire})`);
					expect(providerMessage).toBe(words);
				}
			}
			for (const words of [`x${name}`, `${name}X`, `${name}_1`, `1${name}`])
				expect([words, explained(words).description]).toEqual([
					words,
					expect.not.stringContaining(`'${displayName}'`),
				]);
		}
	});
});

describe('what the person at the form reads', () => {
	const hstong = PROVIDERS.find(({ node }) => node === 'HSTong') as (typeof PROVIDERS)[number];
	const { resources, provider } = loadProvider(hstong, process.cwd());
	const { submit } = resources.identity.operations;
	const told = (code: string, words: string) =>
		explain(provider, submit, new Refusal(code, words), true).messageChinese;

	test.each([
		['enameFirst错误', '请先检查：姓的拼音。'],
		['enameLast, idCardNo', '请先检查：名的拼音、身份证号。'],
		['enameFirst enameFirst', '请先检查：姓的拼音。'],
		['token错误', ''],
		['参数错误', ''],
		['name, enameFirst, enameLast, idCardNo', ''],
	])('of a value that %j names', (words, further) => {
		const text = told('10003', words);
		expect(text).toBe(`${told('10003', '')}${further}`);
		expect(chineseFault(text)).toBe('');
	});

	test('names nothing where they can do nothing about it', () => {
		for (const code of ['10001', '4711', '10105'])
			expect(told(code, 'enameFirst错误')).toBe(told(code, ''));
	});
});
