import type { IDataObject, INodeExecutionData, INodePropertyOptions } from 'n8n-workflow';

import type { Field, Group } from '../../nodes/shared/model/field';
import { GENERAL } from '../../nodes/shared/run/outcome';
import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { placesOf, loadProvider, type Place } from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { bankCardNumber, jpeg, png } from '../support/applicant';
import { chineseFault } from '../support/chinese';
import { runNode } from '../support/n8n';
import { binaryFile } from '../support/n8n-file';
import { credentialsOf, providers, type ProviderCase } from '../support/providers';

/** What a person, a spreadsheet or an expression puts into a field. */
const ODD = [
	...['', '王\uFFFD志', '王\u200B志', '长沙市\n岳麓区', 'x'.repeat(300), '1.10105E+17'],
	...[{ a: 1 }, '{', '[12345678901234567890]', 'none of these', '三万', '-1', 'false'],
	...['110105194902310025', '6222020000000000001', '1990-13-01', '2999-01-01', '12345', 'a/b'],
];

/** A value that the field takes. */
function goodValue(field: Field): unknown {
	const { type, options, placeholder, default: preset, hint, name } = field;
	const example = name === 'bankCardNo' ? bankCardNumber(1) : placeholder?.replace('e.g. ', '');
	switch (type) {
		case 'boolean':
			return true;
		case 'number':
			return preset === '' ? 1000 : preset;
		case 'options':
			return preset === '' ? (options as INodePropertyOptions[])[0].value : preset;
		case 'json':
			return hint?.replace('Such as ', '') ?? preset;
		case 'fixedCollection': {
			const [group] = options as Group[];
			return field.required ? { [group.name]: [goodValues(group.values)] } : {};
		}
		case 'collection':
			return {};
		default:
			return field.file ? 'data' : (example ?? (String(preset).startsWith('=') ? '1' : 'Abc12345'));
	}
}

const goodValues = (fields: Field[]): IDataObject =>
	Object.fromEntries(fields.map((field) => [field.name, goodValue(field) as IDataObject]));

/** A field of an operation, and the parameters with which it alone has the value of the item. */
interface Probe {
	field: Field;
	parameters: IDataObject;
}

const VALUE = '={{ $json.value }}';

/** What must be chosen for a field to be shown. */
const conditionsOf = ({ displayOptions }: Field): IDataObject =>
	Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name,
			values?.[0] as string,
		]),
	);

function probesOf({ resource, name, operation: { fields } }: Place): Probe[] {
	const base = { resource, operation: name, options: { checkOnly: true }, ...goodValues(fields) };
	const askable = fields.filter(({ type }) => type !== 'notice');
	return askable.flatMap((field): Probe[] => {
		const parameters = { ...base, ...conditionsOf(field) };
		if (field.type !== 'collection') {
			return [{ field, parameters: { ...parameters, [field.name]: VALUE } }];
		}
		return (field.options as Field[]).map((option) => ({
			field: option,
			parameters: { ...parameters, [field.name]: { [option.name]: VALUE } },
		}));
	});
}

const file = binaryFile(jpeg(), 'a.jpg');

async function run(
	provider: ProviderCase,
	parameters: IDataObject,
	items: INodeExecutionData[],
): Promise<IDataObject[]> {
	const changes = { riskPublicKey, merchantId: 'm1', queryUserPath: '/openapi/user/query' };
	const outputs = await runNode({
		...provider,
		credentials: credentialsOf(provider, 'http://127.0.0.1:9', changes),
		parameters,
		items: items.map((item) => ({ binary: { data: file }, ...item })),
		continueOnFail: true,
	});
	return outputs.map(({ json }) => json);
}

describe.each(providers)('$name', (one) => {
	const entry = PROVIDERS.find(({ node }) => node === one.node.constructor.name);
	const places = placesOf(
		loadProvider(entry as (typeof PROVIDERS)[number], process.cwd()).resources,
	);
	// n8n takes no expression for a whole list of entries.
	const isAsked = ({ field }: Probe) =>
		!field.technical && !field.file && field.type !== 'fixedCollection';
	const probes = places.flatMap((place) =>
		probesOf(place)
			.filter(isAsked)
			.map((probe) => ({ place: `${place.resource}.${place.name}`, ...probe })),
	);

	test.each(probes)('$place: $field.name', async ({ field, parameters }) => {
		const good = await run(one, parameters, [{ json: { value: goodValue(field) as IDataObject } }]);
		expect(good).toEqual([expect.objectContaining({ checked: true })]);

		const items = ODD.map((value) => ({ json: { value: value as IDataObject } }));
		const failed = (await run(one, parameters, items)).filter(({ error }) => error !== undefined);
		expect(failed.length).toBeGreaterThan(0);
		for (const { details, error } of failed) {
			const { outcome, messageChinese } = details as IDataObject;
			expect([error, outcome, messageChinese]).toEqual([
				...[error, 'notSent', expect.stringContaining(field.chinese as string)],
			]);
			expect(chineseFault(messageChinese)).toBe('');
		}
	});

	const uploads = places.flatMap((place) =>
		probesOf(place)
			.filter(({ field }) => field.file)
			.map(({ field }) => ({ place, field, parameters: probesOf(place)[0].parameters })),
	);
	if (uploads.length === 0) return;

	test.each(uploads)('$place.name: the file of $field.name', async ({ place, field }) => {
		const { maxBytes, images } = field.file ?? {};
		const parameters = {
			...{ resource: place.resource, operation: place.name, options: { checkOnly: true } },
			...goodValues(place.operation.fields),
			[field.name]: 'photo',
		};
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
			const binary = { data: file, ...(photo && { photo }) };
			const [{ details }] = await run(one, parameters, [{ json: {}, binary }]);
			const { outcome, messageChinese } = details as IDataObject;
			expect([outcome, messageChinese]).toEqual([
				...['notSent', expect.stringContaining(`${field.chinese}${words}`)],
			]);
			expect(chineseFault(messageChinese)).toBe('');
		}
	});
});

test('what the workflow sets is no matter of the person', async () => {
	const [hstong] = providers;
	const parameters = { resource: 'identity', operation: 'get', token: '' };
	const [{ error, details }] = await run(hstong, parameters, [{ json: {} }]);
	expect(error).toBe("'User Token' is empty");
	expect(details).toMatchObject({ outcome: 'notSent', messageChinese: GENERAL.notSent });
});
