import { readParameters } from '../../../sandbox/core/parameters.ts';
import { FaultList, readObject } from '../../../sandbox/qiancheng-credit/read-values.ts';
import type { SpecField } from '../../../spec/types.ts';

const remark: SpecField = {
	...{ name: 'remark', in: 'form', type: 'string', maxLength: 20 },
	...{ description: 'A remark.', descriptionZh: '备注' },
};

const faultsOf = (text: string, param = remark): string[] =>
	readParameters({ [param.name]: text }, new Set(), {
		...{ params: [param], conditions: {}, dictionaries: {}, booleanStyle: 'word' },
	}).faults;

test('a text is refused when it is longer than the specification allows', () => {
	expect(faultsOf('一'.repeat(20))).toEqual([]);
	expect(faultsOf('一'.repeat(21))).toEqual(['remark is longer than 20 characters']);
});

test('a cipher text may be longer than what it hides', () => {
	expect(faultsOf('x'.repeat(21), { ...remark, encrypted: true })).toEqual([]);
});

test('in a nested object as well', () => {
	const faults = new FaultList();
	const params: SpecField[] = [{ ...remark, name: 'options', type: 'object', children: [remark] }];
	readObject({ options: { remark: 'x'.repeat(21) } }, params, 'form', faults);

	expect(faults.list).toEqual(['options.remark is longer than 20 characters']);
});
