import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { jpeg, newMobile } from '../support/applicant';
import { useHstong } from '../support/hstong';
import { opening, useHtouhui } from '../support/htouhui-node';
import { runNode } from '../support/n8n';
import { binaryFile } from '../support/n8n-file';
import { useQiancheng } from '../support/qiancheng';
import { person, riskData } from '../support/qiancheng-data';
import { type Stage } from '../support/stage';
import { useUserVerification } from '../support/user-verification-node';
import { useWebank } from '../support/webank-node';

/** What the provider got in a request, by the names on the wire. */
const received = async ({ control }: Stage, operation: string) =>
	(await control.journal()).filter((entry) => entry.operation === operation).at(-1)?.params;

/** The operation refuses the values with a sentence, and the provider hears nothing. */
async function refusal(
	stage: Stage,
	[resource, operation, values]: [string, string, IDataObject],
	items?: INodeExecutionData[],
): Promise<string> {
	const since = await stage.control.lastSeq();
	const run = stage.run(resource, operation, values, items && { items });
	const error = await run.then(
		() => new Error('nothing was refused'),
		(reason: Error) => reason,
	);
	expect(await stage.control.journal(since)).toEqual([]);
	return error.message;
}

describe('Qiancheng Credit', () => {
	const stage = useQiancheng();
	const search = (values: IDataObject): [string, string, IDataObject] => [
		'blacklist',
		'search',
		{ ...person(1), ...values },
	];

	test('a person whose name was spaced out to fit a list is the same person', async () => {
		const { normalized } = await stage.one(...search({ name: '张\u3000三' }));
		expect(await received(stage, 'searchBlacklist')).toMatchObject({ name: '张三' });
		expect(normalized).toEqual({ name: { from: '张\u3000三', to: '张三' } });
	});

	test('identifiers are sent in their form, and the item tells what was changed', async () => {
		const { id_card, mobile } = person(1);
		const [wide, grouped] = [
			'１３８００１３８０００',
			`${String(id_card).slice(0, 6)} ${String(id_card).slice(6)}`,
		];
		const { normalized } = await stage.one(
			...search({ mobile: `+86 ${wide}`, id_card: `'${grouped}` }),
		);
		const sent = String(id_card).toUpperCase();
		expect(await received(stage, 'searchBlacklist')).toMatchObject({
			id_card: sent,
			mobile: '13800138000',
		});
		expect(normalized).toEqual({
			id_card: { from: `'${grouped}`, to: sent },
			mobile: { from: `+86 ${wide}`, to: '13800138000' },
		});
		expect(await stage.one(...search({ id_card: sent, mobile }))).not.toHaveProperty('normalized');
	});

	test("'Version 2' as its label is version 2, in the request and among the fields", async () => {
		const items = [{ json: { version: ' version 2 ' } }];
		const values = { interfaceVersion: '={{ $json.version }}', ...person(1) };
		const { open_id } = await stage.one('ebank', 'create', values, { items });
		expect(open_id).toEqual(expect.any(String));
		expect(await received(stage, 'ebankV2Create')).toMatchObject({ name: person(1).name });
		expect(await received(stage, 'ebankCreate')).toBeUndefined();
	});

	test("'Specify Data' as its label is all data in one object", async () => {
		const items = [{ json: { how: '使用 JSON', way: 'using json', data: riskData() as never } }];
		const values = { ...person(1), phone: person(1).mobile, data: '={{ $json.data }}' };
		const audit = { ...values, specifyData: '={{ $json.way }}' };
		expect(await stage.one('riskAudit', 'apply', audit, { items })).toHaveProperty('open_id');
		const other = { ...values, specifyData: '={{ $json.how }}' };
		expect(await refusal(stage, ['riskAudit', 'apply', other], items)).toBe(
			"'Specify Data' must be one of its choices",
		);
	});

	test.each(['', ' ', '={{ $json.missing }}'])(
		'a picture in a field called %j is not asked for',
		async (binaryPropertyName) => {
			const values = { interfaceVersion: 'v2', open_id: '1', binaryPropertyName };
			expect(await refusal(stage, ['ebank', 'getState', values])).toBe(
				"'Put Picture Captcha in Field' is empty",
			);
		},
	);
});

describe('HSTong', () => {
	const stage = useHstong();

	test('a country code is sent as the document has it', async () => {
		const mobile = newMobile();
		const values = { countryCode: '+８６', mobile: `86${mobile}` };
		const { normalized } = await stage.one('authorization', 'sendSmsCode', values);
		expect(await received(stage, 'sendAuthCode')).toMatchObject({ countryCode: '0086', mobile });
		expect(normalized).toEqual({
			countryCode: { from: '+８６', to: '0086' },
			mobile: { from: `86${mobile}`, to: mobile },
		});
	});

	test.each(['constructor', '__proto__', 'toString'])('the item has no file %s', async (image) => {
		const items = [{ json: {}, binary: { data: binaryFile(jpeg(3000, 1), 'a.jpg') } }];
		const values = { token: 't', type: 'front', image };
		expect(await refusal(stage, ['identity', 'uploadPhoto', values], items)).toBe(
			`The item has no file '${image}'`,
		);
	});

	const photo = jpeg(3000, 1).toString('base64');
	const jpg = { mimeType: 'image/jpeg' };
	test.each<[what: string, file: object, error: string]>([
		['has no content', jpg, "The item has no file 'data'"],
		['has a number for content', { ...jpg, data: 5 }, "The item has no file 'data'"],
		['is empty', { ...jpg, data: '' }, "The file 'data' is empty"],
		['is a data URL', { ...jpg, data: `data:image/jpeg;base64,${photo}` }, 'holds a data URL'],
		['is gone', { ...jpg, data: 's3', id: 's3:gone' }, 'cannot be read from the storage'],
		// As an expression such as {{ $binary.photo }} hands on a file.
		['has its place alone', { ...jpg, id: 's3:gone' }, 'cannot be read from the storage'],
		['has no type', { data: photo }, ''],
		['has no type and a number for a name', { data: photo, mimeType: {}, fileName: 5 }, ''],
		['has line breaks', { ...jpg, data: photo.replace(/.{76}/g, '$&\r\n') }, ''],
	])('a file that %s', async (_what, file, error) => {
		const items = [{ json: {}, binary: { data: file } }] as INodeExecutionData[];
		const values = { token: 't', type: 'front', image: 'data', options: { checkOnly: true } };
		const run = stage.prepare('identity', 'uploadPhoto', values, { items, continueOnFail: true });
		const [{ json }] = await runNode(run);
		expect(json.checked).toBe(error === '' ? true : undefined);
		expect(String(json.error ?? '')).toContain(error);
	});

	test('a file has a name, and one that can be sent', async () => {
		const { token } = await stage.authorize();
		await stage.run('application', 'agree', { token });
		const upload = (fileName: string): [string, string, IDataObject, INodeExecutionData[]] => [
			'identity',
			'uploadPhoto',
			{ token, type: 'front', image: 'constructor' },
			[{ json: {}, binary: { constructor: binaryFile(jpeg(3000, 1), fileName) } as never }],
		];
		const [resource, operation, values, items] = upload('');
		const { success } = await stage.one(resource, operation, values, { items });
		expect(success).toBe(true);
		expect(await received(stage, 'uploadIdCard')).toMatchObject({ imageName: 'constructor.jpg' });
		for (const [name, fault] of [
			['a\r\nb.jpg', 'a line break U+000D'],
			['a\u0000.jpg', 'the invisible character U+0000'],
			['a\uD83D.jpg', 'the unreadable character U+D83D'],
		]) {
			const [, , , broken] = upload(name);
			expect(await refusal(stage, [resource, operation, values], broken)).toBe(
				`'constructor: File Name' holds ${fault}`,
			);
		}
	});
});

describe('WeBank', () => {
	const stage = useWebank();
	const call = (fields: IDataObject[], more: IDataObject = {}): [string, string, IDataObject] => [
		'business',
		'call',
		{
			...{ bizPath: 'yh', service_code: '10002', specifyBody: 'fields' },
			...{ bodyFields: { values: fields }, ...more },
		},
	];

	test.each<[unknown, string]>([
		[Number('6222020000000000054'), "'Fields 1: Value' lost digits on its way here"],
		[NaN, "'Fields 1: Value' is no number"],
		[undefined, "'Business Fields' has no value for 'CARD'"],
		[null, "'Business Fields' has no value for 'CARD'"],
		['王\uFFFD', "'Fields 1: Value' holds the unreadable character U+FFFD"],
		[{ a: [Infinity] }, "'Fields 1: Value: a[0]' is no number"],
		[new Date(NaN), "'Fields 1: Value' is no date"],
	])('a business field of %p is not sent', async (value, message) => {
		const items = [{ json: { value } as IDataObject }];
		expect(await refusal(stage, call([{ name: 'CARD', value: '={{ $json.value }}' }]), items)).toBe(
			message,
		);
	});

	test('a business field keeps its type and its name, whatever it is called', async () => {
		const json = { n: 1.5, yes: false, deep: { a: ['x'] }, born: new Date('1990-01-31') };
		const fields = ['n', 'yes', 'deep', 'born'].map((name) => ({
			name,
			value: `={{ $json.${name} }}`,
		}));
		const odd = ['constructor', '__proto__', 'toString'].map((name) => ({ name, value: 'x' }));
		await stage.run(...call([...fields, ...odd]), { items: [{ json: json as never }] });
		const { $body } = (await received(stage, 'callService')) ?? {};
		expect($body).toBe(
			'{"n":1.5,"yes":false,"deep":{"a":["x"]},"born":"1990-01-31T00:00:00.000Z","constructor":"x","__proto__":"x","toString":"x"}',
		);
	});

	test.each(['66590000，66590001', '66590000、00000000', '66590000\n66590001', ' 66590000；'])(
		'the expected codes %j are several',
		async (expectedCodes) => {
			const [resource, operation, values] = call([{ name: 'A', value: 'b' }]);
			const run = stage.one(resource, operation, {
				...values,
				additionalFields: { expectedCodes },
			});
			await expect(run).resolves.toMatchObject({ businessCode: '66590000' });
		},
	);
});

describe('User Verification', () => {
	const stage = useUserVerification();

	test('a date of birth is the day that an expression or a database means', async () => {
		const items = [{ json: { born: new Date('1990-01-31') as unknown as string } }];
		for (const birthDate of [
			"={{ DateTime.fromISO('1990-01-31T23:30', { zone: 'America/New_York' }) }}",
			"={{ '1990-01-31'.toDateTime() }}",
			'={{ $json.born }}',
			"={{ DateTime.fromISO('1990-01-31', { zone: 'Asia/Shanghai' }).toISO() }}",
		]) {
			await stage.submit('submitPersonalInformation', { birthDate }, { items });
			expect(await received(stage, 'submitStepOne')).toMatchObject({ birthDate: '1990-01-31' });
		}
	});

	test.each([
		[
			{ downloadPhotos: '={{ "yes" }}', photos: 'Face Photo、证件正面照' },
			['cardFront', 'faceAuth'],
		],
		[{ downloadPhotos: '={{ 1 }}', photos: ['handSign'] }, ['handSign']],
		[{ downloadPhotos: '={{ "否" }}', photos: ['handSign'] }, []],
	])('%j is what it means', async (values, names) => {
		await stage.submitTo(5);
		const [{ binary = {} }] = await stage.run('verification', 'get', values, {
			items: [{ json: {} }],
		});
		expect(Object.keys(binary).sort()).toEqual(names);
	});
});

describe('Htouhui', () => {
	const stage = useHtouhui();

	test.each(['constructor', 'toString', '__proto__'])(
		'a common field may be called %s',
		async (name) => {
			const furtherFields = { values: [{ name, value: '1' }] };
			const values = { ...opening(), furtherFields };
			const { fields, html } = await stage.one('user', 'openAccount', values);
			expect(Object.entries(fields as IDataObject)).toContainEqual([name, '1']);
			expect(html).toContain(`name="${name}" value="1"`);
		},
	);
});
