import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../nodes/shared/model/field';
import type { Operation } from '../../nodes/shared/model/operation';
import { GENERAL } from '../../nodes/shared/run/outcome';
import { ALL_OPERATIONS, type Case } from '../support/all-operations';
import { jpeg, png } from '../support/applicant';
import { chineseFault } from '../support/chinese';
import { binaryFile } from '../support/n8n-file';
import { People } from '../support/people';
import { rightCall, runCallAt } from '../support/right-calls';

/** What a person, a spreadsheet or an expression puts into a field. */
const ODD = [
	...['', '王\uFFFD志', '王\u200B志', '长沙市\n岳麓区', 'x'.repeat(300), '1.10105E+17'],
	...[{ a: 1 }, '{', '[12345678901234567890]', 'none of these', '三万', '-1', 'false'],
	...['110105194902310025', '6222020000000000001', '1990-13-01', '2999-01-01', '12345', 'a/b'],
];

/** A field that an operation shows, and the values with which it alone has another one. */
interface Probe {
	title: string;
	one: Case;
	field: Field;
	good: IDataObject[string];
	valuesWith(value: IDataObject[string]): IDataObject;
}

/** Each field of each operation once, under the first choices that show it. */
const seen = new Map<Operation, Set<Field>>();
const probes = ALL_OPERATIONS.flatMap((one): Probe[] => {
	const { values } = rightCall(one, new People(false));
	const { fields } = one.operation;
	const known = seen.get(one.operation) ?? new Set();
	seen.set(one.operation, known);
	const isNew = (field: Field) => !known.has(field) && Boolean(known.add(field));
	return fields
		.filter(({ name }) => name in values)
		.flatMap((field): Probe[] => {
			const given = values[field.name] as IDataObject;
			const title = (name: string) => `${one.title}: ${name}`;
			if (field.type !== 'collection') {
				const valuesWith: Probe['valuesWith'] = (value) => ({ ...values, [field.name]: value });
				return isNew(field)
					? [{ one, field, title: title(field.name), good: given, valuesWith }]
					: [];
			}
			const shown = (field.options as Field[]).filter(({ name }) => name in given);
			return shown.filter(isNew).map((option) => ({
				...{ one, field: option, title: title(option.name), good: given[option.name] },
				valuesWith: (value) => ({ ...values, [field.name]: { ...given, [option.name]: value } }),
			}));
		});
});

const check = async (
	{ one, valuesWith }: Probe,
	value: IDataObject[string],
	more: Parameters<typeof runCallAt>[3] = {},
): Promise<IDataObject[]> => {
	const call = { values: valuesWith(value) };
	const options = { checkOnly: true };
	const outputs = await runCallAt('http://127.0.0.1:9', one, call, { options, ...more });
	return outputs.map(({ json }) => json);
};

// n8n takes no expression for a whole list of entries.
const asked = probes.filter(
	({ field }) => !field.technical && !field.file && field.type !== 'fixedCollection',
);

test.each(asked)('$title', async (probe) => {
	const { field, good } = probe;
	expect(await check(probe, good)).toEqual([expect.objectContaining({ checked: true })]);

	const items = ODD.map((value) => ({ value: value as IDataObject[string] }));
	const failed = (await check(probe, '={{ $json.value }}', { items })).filter(
		({ error }) => error !== undefined,
	);
	expect(failed.length).toBeGreaterThan(0);
	for (const { details, error } of failed) {
		const { outcome, messageChinese } = details as IDataObject;
		expect([error, outcome, messageChinese]).toEqual([
			...[error, 'notSent', expect.stringContaining(field.chinese as string)],
		]);
		expect(chineseFault(messageChinese)).toBe('');
	}
});

test.each(probes.filter(({ field }) => field.file))('$title, a file', async (probe) => {
	const { maxBytes, images } = probe.field.file ?? {};
	const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic', 'latin1'), Buffer.alloc(500)]);
	const cases: Array<[photo: ReturnType<typeof binaryFile> | undefined, words: string]> = [
		[undefined, '没有收到，请上传后再提交。'],
		[binaryFile(png(), 'a\nb.png', 'image/png'), '的文件名含有换行'],
	];
	if (maxBytes) {
		cases.push([binaryFile(jpeg(3_000_000), 'a.jpg'), '太大（2.9 MB），不能超过100 KB，请']);
	}
	if (images) {
		cases.push([binaryFile(heic, 'a.heic', 'image/heic'), '是苹果手机的HEIC格式']);
		cases.push([binaryFile(Buffer.from('%PDF-1.7'), 'a.jpg'), '不是JPEG或PNG格式的图片']);
	}
	for (const [photo, words] of cases) {
		const [{ details }] = await check(probe, 'photo', { binary: photo && { photo } });
		const { outcome, messageChinese } = details as IDataObject;
		expect([outcome, messageChinese]).toEqual([
			...['notSent', expect.stringContaining(`${probe.field.chinese}${words}`)],
		]);
		expect(chineseFault(messageChinese)).toBe('');
	}
});

test('what the workflow sets is no matter of the person', async () => {
	const one = ALL_OPERATIONS.find(({ id }) => id === 'getStep1Info') as Case;
	const [{ json }] = await runCallAt('http://127.0.0.1:9', one, { values: { token: '' } });
	expect(json.error).toBe("'User Token' is empty");
	expect(json.details).toMatchObject({ outcome: 'notSent', ...GENERAL.notSent });
});
