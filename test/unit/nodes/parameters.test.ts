import type { IDataObject } from 'n8n-workflow';

import { dictionary, labelOf } from '../../../nodes/shared/model/dictionary';
import type { InputProblem } from '../../../nodes/shared/model/errors';
import type { Field } from '../../../nodes/shared/model/field';
import { passedOn, readValues } from '../../../nodes/shared/values/values';
import { problemIn, textField } from '../../support/values';

const jobs = dictionary([1, 'Employed', '受雇'], [8, 'Unemployed', '待业']);

const text = textField({ displayName: 'Text', name: 'text' });
const job: Field = { ...text, displayName: 'Job', name: 'job', type: 'options', options: jobs };
const reason = textField({
	...{ displayName: 'Reason', name: 'reason', required: true },
	displayOptions: { show: { job: [8] } },
});
const list = textField({
	...{ displayName: 'List', name: 'list', default: [] },
	typeOptions: { multipleValues: true },
});
const more: Field = {
	displayName: 'More',
	name: 'more',
	technical: true,
	type: 'collection',
	default: {},
	options: [text, job, { ...text, name: 'own', local: true }],
};

const readAll = (fields: Field[], values: IDataObject) =>
	readValues(fields, (name) => values[name]);
const read = (fields: Field[], values: IDataObject) => readAll(fields, values).wire;

const complaint = (fields: Field[], values: IDataObject): InputProblem => {
	const problem = problemIn(() => read(fields, values));
	if (!problem) throw new Error('nothing was refused');
	return problem;
};

describe('a required field', () => {
	test('is not asked for while its condition does not hold', () => {
		expect(read([job, reason], { job: 1, reason: '5' })).toEqual({ job: 1 });
	});
	test('is asked for when its condition holds, by the value and not by the label', () => {
		expect(complaint([job, reason], { job: '待业' }).message).toBe("'Reason' is empty");
		expect(read([job, reason], { job: 'Unemployed', reason: '5' })).toEqual({
			job: 8,
			reason: '5',
		});
	});
});

describe('an optional field', () => {
	test('that is empty is left out', () => expect(read([text], { text: '' })).toEqual({}));
	test('that was added and left blank is left out', () => {
		expect(read([more], { more: { text: '' } })).toEqual({});
	});
	test('that was added with a choice missing is left out', () => {
		expect(read([more], { more: { job: '' } })).toEqual({});
	});
	test('that serves the node only is never sent', () => {
		expect(read([more], { more: { own: 'x', text: 'y' } })).toEqual({ text: 'y' });
	});
});

describe('a dictionary', () => {
	test('labels codes given as number or text', () => {
		expect([labelOf(jobs, 8), labelOf(jobs, '8'), labelOf(jobs, 9)]).toEqual([
			'Unemployed (待业)',
			'Unemployed (待业)',
			undefined,
		]);
	});
	test('refuses another value and names the choices', () => {
		const { message, remedy } = complaint([job], { job: 7 });
		expect(message).toBe("'Job' must be one of its choices");
		expect(remedy).toContain('8: Unemployed (待业)');
	});
});

describe('a list', () => {
	test.each([
		[
			['日本', ' US '],
			['日本', 'US'],
		],
		['["a","b"]', ['a', 'b']],
		['a', ['a']],
	])('%p becomes %p', (value, expected) => {
		expect(read([list], { list: value as IDataObject[string] })).toEqual({ list: expected });
	});
	test('without values is left out', () => expect(read([list], { list: ['', ' '] })).toEqual({}));
	test('that is broken is refused', () => {
		expect(complaint([list], { list: '["a"' }).message).toBe("'List' must be a list");
	});
});

test('a collection with a name on the wire is sent as an object, without it among the others', () => {
	const info: Field = { ...more, name: 'info', sendAs: 'user_info' };
	expect(read([more, info], { more: { text: 'a' }, info: { text: 'b', job: '受雇' } })).toEqual({
		text: 'a',
		user_info: { text: 'b', job: 1 },
	});
	expect(read([info], { info: { text: '' } })).toEqual({});
});

describe('entries', () => {
	const people: Field = {
		displayName: 'People',
		name: 'people',
		technical: true,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		options: [
			{
				name: 'person',
				displayName: 'Person',
				chinese: '联系人',
				values: [{ ...text, required: true }, job],
			},
		],
	};

	test('are sent as a list of objects, and not at all when there is none', () => {
		const person = [{ text: ' a ', job: 8 }, { text: 'b' }];
		expect(read([people], { people: { person } })).toEqual({
			people: [{ text: 'a', job: 8 }, { text: 'b' }],
		});
		expect(read([people], { people: {} })).toEqual({});
	});

	test.each([[['a']], [[null]], [[[]]], ['a'], [{ text: 'a' }]])(
		'are objects: %j is refused',
		(person) => {
			const given = { people: { person } as unknown as IDataObject };
			expect(complaint([people], given).message).toBe("'People' must be a list of entries");
		},
	);

	const helpers = (entry: IDataObject, required?: true) => {
		const tel = { ...text, name: 'tel', displayName: 'Tel' };
		const values = [{ ...text, required }, tel, { ...job, default: 1 }];
		const field: Field = {
			...people,
			options: [{ name: 'p', displayName: 'Person', chinese: '人', values }],
		};
		return read([field], { people: { p: [entry, { tel: '1' }] } });
	};
	test.each([{}, { text: ' ', tel: null }, { job: 1 }, { text: '', job: '受雇' }])(
		'that are as they open are not sent: %j',
		(entry) => {
			expect(helpers(entry as IDataObject)).toEqual({ people: [{ tel: '1' }] });
			expect(() => helpers(entry as IDataObject, true)).toThrow("'Person 1: Text' is empty");
		},
	);
	test('of which only a choice was changed are refused', () => {
		expect(() => helpers({ job: 8 })).toThrow("'Person 1' has nothing but its 'Job'");
	});
	test('say which of them is wrong', () => {
		const person = [{ text: 'a' }, { text: '' }];
		expect(complaint([people], { people: { person } }).message).toBe("'Person 2: Text' is empty");
	});
});

test('a JSON field takes a text and a value, and refuses a text that is no JSON', () => {
	const json: Field = { ...text, displayName: 'Data', name: 'data', type: 'json' };
	expect(read([json], { data: '[{"a": 1}]' })).toEqual({ data: [{ a: 1 }] });
	expect(read([json], { data: { a: 1 } as IDataObject })).toEqual({ data: { a: 1 } });
	expect(read([json], { data: ' ' })).toEqual({});
	expect(complaint([json], { data: '{a}' }).message).toBe(
		"'Data' must be JSON, but is none at line 1, column 2",
	);
});

test('a condition on a field that is not sent decides as well', () => {
	const version: Field = { ...text, name: 'version', local: true };
	const old: Field = { ...text, name: 'old', displayOptions: { show: { version: ['v1'] } } };
	expect(read([version, old], { version: 'v1', old: 'x' })).toEqual({ old: 'x' });
	expect(read([version, old], { version: 'v2', old: 'x' })).toEqual({});
});

test('a text is refused when it is longer than the provider takes, also in a collection', () => {
	const short: Field = { ...text, displayName: 'Remark', maxLength: 3 };

	expect(read([short], { text: ' 三个字 ' })).toEqual({ text: '三个字' });
	for (const [fields, values] of [
		[[short], { text: '四个字了' }],
		[[{ ...more, options: [short] }], { more: { text: 1234 } }],
	] as Array<[Field[], IDataObject]>) {
		expect(complaint(fields, values).message).toBe("'Remark' must have at most 3 characters");
	}
});

test('a field that stands in the path is not sent otherwise, and others may depend on it', () => {
	const fields: Field[] = [{ ...job, inPath: true }, reason];

	expect(readAll(fields, { job: 'Unemployed', reason: 'x' })).toEqual({
		wire: { reason: 'x' },
		path: { job: 8 },
		local: {},
		normalized: {},
		warnings: [],
	});
});

test('what an operation passes on comes out again when it was given', () => {
	const fields: Field[] = [
		{ ...text, passedOn: true },
		{ ...list, passedOn: true },
		{ ...job, name: 'other' },
	];

	expect(passedOn(fields, readAll(fields, { text: 't', other: 1 }))).toEqual({ text: 't' });
});

describe('a field that serves the node only', () => {
	const own = (field: Partial<Field>): Field => ({ ...text, local: true, ...field });
	const seconds = own({ type: 'number', typeOptions: { minValue: 1, maxValue: 600 } });

	test.each([
		[own({ type: 'boolean' }), 'yes', true],
		[own({ type: 'boolean' }), 0, false],
		[own({ type: 'options', options: jobs }), '受雇', 1],
		[own({ type: 'multiOptions', options: jobs }), 'employed、待业', [1, 8]],
		[own({ type: 'multiOptions', options: jobs }), [], []],
		[own({ type: 'multiOptions', options: jobs }), '["受雇", 8]', [1, 8]],
		[seconds, ' 2.5 ', 2.5],
		[own({ type: 'json' }), '{"a": 1}', { a: 1 }],
		[own({ type: 'json', as: 'jsonText' }), ' {"a": 1} ', '{"a": 1}'],
		[own({ type: 'json', as: 'received' }), ' a=1 ', ' a=1 '],
		[own({}), ' data ', 'data'],
		[own({ file: {}, local: undefined }), ' photo ', 'photo'],
		[own({ file: {}, list: true }), 'a, b，c\nd', ['a', 'b', 'c', 'd']],
	])('%#: is read by its type', (field, value, expected) => {
		expect(readAll([field], { text: value as IDataObject[string] })).toEqual({
			wire: {},
			path: {},
			local: { text: expected },
			normalized: {},
			warnings: [],
		});
	});

	test.each([
		[own({ type: 'boolean' }), 'perhaps', 'must be true or false'],
		[own({ type: 'boolean' }), 'constructor', 'must be true or false'],
		[own({ type: 'options', options: jobs }), 'jobless', 'must be one of its choices'],
		[own({ type: 'multiOptions', options: jobs }), [1, 9], 'must be one of its choices'],
		[seconds, 0, 'must be a number from 1 to 600'],
		[seconds, -1, 'must be a number from 1 to 600'],
		[seconds, 601, 'must be a number from 1 to 600'],
		[seconds, 'soon', 'must be a number from 1 to 600'],
		[seconds, [5], 'must be a single value'],
		[
			own({ type: 'number', typeOptions: { minValue: 1, numberPrecision: 0 } }),
			1.5,
			'must be a whole number of at least 1',
		],
		[own({ type: 'json' }), '{a}', 'must be JSON'],
		[own({ required: true }), '  ', 'is empty'],
		[own({ file: {}, required: true }), null, 'is empty'],
		[own({ type: 'collection', options: [] }), 'x', 'must be an object'],
		[
			own({
				type: 'fixedCollection',
				options: [{ name: 'a', displayName: 'A', chinese: '甲', values: [] }],
			}),
			'x',
			'must be a list',
		],
	])('%#: is checked by its type', (field, value, fault) => {
		expect(complaint([field], { text: value as IDataObject[string] }).message).toContain(
			`'Text' ${fault}`,
		);
	});

	test('decides with its value, not with its label, whether others are shown or hidden', () => {
		const version = own({ type: 'options', options: jobs });
		const fields: Field[] = [
			version,
			{ ...text, name: 'shown', displayOptions: { show: { text: [8] } } },
			{ ...text, name: 'hidden', displayOptions: { hide: { text: [8] } } },
		];
		expect(read(fields, { text: '待业', shown: 'a', hidden: 'b' })).toEqual({ shown: 'a' });
		expect(read(fields, { text: 1, shown: 'a', hidden: 'b' })).toEqual({ hidden: 'b' });
	});
});
