import type { IDataObject } from 'n8n-workflow';

import { bankCardNumber, jpeg, steps } from '../support/applicant';
import { chineseFault } from '../support/chinese';
import { providerOf, runExample, type ProviderCase } from '../support/providers';
import { useServers } from '../support/servers';
import { stepValues } from '../support/user-verification';

// What a document allows and what is still unlikely is sent, and said.

const servers = useServers();

/** Runs an operation against a provider that answers so. */
async function run(
	[name, resource, operation]: string[],
	values: IDataObject,
	file: Buffer,
	answer: (provider: ProviderCase) => unknown,
) {
	const provider = providerOf(name);
	const address = await servers.answering({ body: answer(provider) });
	return (await runExample(provider, { resource, operation, values }, address, { file })).json;
}

const identity = { token: 't', ...steps.identity(1) };
const submit = ['HSTong', 'identity', 'submit'];
const mistyped = (n: number) =>
	bankCardNumber(n).replace(/.$/, (digit) => String((+digit + 1) % 10));
const wrongDigit =
	/^'Bank Card Number' has a last digit that does not fit .* It goes out as it is\.$/;
const marks = /^'(Family|Given) Name in Pinyin' has letters with marks/;

test.each([
	[{}, []],
	[{ bankCardNo: mistyped(1) }, [wrongDigit]],
	[{ bankCardNo: ` ${mistyped(77).replace(/(.{4})/g, '$1 ')}` }, [wrongDigit]],
	[{ bankCardNo: '123456789012' }, [wrongDigit]],
	[{ enameFirst: 'Lü' }, [marks]],
	[
		{ enameFirst: 'Lu\u0308', enameLast: 'Xiǎomíng', bankCardNo: mistyped(2) },
		[marks, marks, wrongDigit],
	],
	[{ enameFirst: "Ou-Yang O'Brien" }, []],
])('HSTong: %j is submitted with as many warnings as it needs', async (values, warnings) => {
	const card = jpeg();
	const done = await run(submit, { ...identity, ...values }, card, ({ success }) =>
		success(undefined),
	);
	expect(done.success).toBe(true);
	expect(done.warnings).toEqual(
		warnings.length > 0 ? warnings.map((one) => expect.stringMatching(one)) : undefined,
	);
	expect(servers.received.join()).toContain('enameFirst=');
	const chinese = (done.warningsChinese ?? []) as string[];
	expect(chinese).toHaveLength(warnings.length);
	for (const text of chinese) {
		expect(text).toMatch(/^(银行卡号的校验位不符|[姓名]的拼音含有带声调)/);
		expect(chineseFault(text)).toBe('');
	}

	const refused = await run(submit, { ...identity, ...values }, card, ({ refusal }) =>
		refusal?.('60012', '银行卡号错误'),
	);
	const { description, outcome } = refused.details as IDataObject;
	expect(outcome).toBe('refused');
	for (const one of warnings)
		expect(description).toMatch(new RegExp(one.source.replace(/^\^|\$$/g, '')));
	expect(String(description).endsWith('银行卡号错误')).toBe(warnings.length === 0);
});

test.each([
	{ bankCardNo: '12345678901' },
	{ bankCardNo: '6222O20000000000' },
	{ bankCardNo: '1'.repeat(20) },
])('HSTong: %j is no card number', async (values) => {
	const json = await run(submit, { ...identity, ...values }, jpeg(), () => ({}));
	expect(json.error).toBe("'Bank Card Number' must have 12 to 19 digits without spaces");
	expect(servers.received).toEqual([]);
});

const bytes = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(200, 7)]);
const kinds: Array<[kind: string, file: Buffer, warning: RegExp | undefined]> = [
	['JPEG', jpeg(), undefined],
	['PNG', bytes('\x89PNG\r\n\x1a\n'), undefined],
	['GIF', bytes('GIF89a'), /of the type GIF, which the provider may refuse/],
	['BMP', bytes('BM\x36\x0c\0\0\0\0\0\0\x36\0\0\0'), /type BMP/],
	['WebP', bytes('RIFF\x24\0\0\0WEBPVP8 '), /type WEBP/],
];
const uploads: Array<[operation: string[], values: IDataObject, data: unknown]> = [
	[['HSTong', 'identity', 'uploadPhoto'], { token: 't', type: 'back', image: 'data' }, 123],
	[['HSTong', 'liveness', 'uploadPhoto'], { token: 't', type: 1, image: 'data' }, { applyId: 1 }],
	[['HSTong', 'signature', 'submit'], { token: 't', signature: 'data' }, undefined],
	[
		['User Verification', 'step', 'submitFace'],
		{ ...stepValues.submitFace, faceAuthFile: 'data' },
		undefined,
	],
];

describe.each(uploads)('%j', (operation, values, data) => {
	test.each(kinds)('sends a %s, and says when it is not usual', async (_kind, file, warning) => {
		const json = await run(operation, values, file, ({ success }) => success(data));
		const [said, ...others] = (json.warnings ?? []) as string[];
		expect(others).toEqual([]);
		if (warning) {
			expect(said).toMatch(/^The file 'data' is an image/);
			expect(said).toMatch(warning);
			expect(said).toMatch(/JPEG or PNG is usual\.$/);
			const [chinese] = json.warningsChinese as string[];
			expect(chinese).toMatch(/^(身份证照片|活体照片|签名|人脸).*是(GIF|BMP|WEBP)格式的图片/);
			expect(chineseFault(chinese)).toBe('');
		} else expect(said).toBeUndefined();
		expect(json.success).toBe(true);
	});

	test.each([
		['HEIC', bytes('\0\0\0\x18ftypheic')],
		['TIFF', bytes('II*\0')],
		['PDF', bytes('%PDF-1.7')],
		['text', Buffer.from('a photo')],
		['MP4', bytes('\0\0\0\x18ftypisom')],
		['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
	])('does not send another file: %s', async (_kind, file) => {
		const json = await run(operation, values, file, () => ({}));
		expect(json.error).toBe("The file 'data' is not a JPEG or PNG file");
		expect(json.details).toMatchObject({
			outcome: 'notSent',
			description: expect.stringContaining('Convert it first'),
		});
		expect(servers.received).toEqual([]);
	});

	test('does not send an empty one', async () => {
		const json = await run(operation, values, Buffer.alloc(0), () => ({}));
		expect(json.error).toBe("The file 'data' is empty");
		expect(servers.received).toEqual([]);
	});
});

describe('HSTong: a name that must be in Latin letters', () => {
	test.each(['enameFirst', 'enameLast'])('%s', async (name) => {
		const label = { enameFirst: 'Family', enameLast: 'Given' }[name];
		for (const value of [
			'王',
			'王 Wang',
			'Wang王',
			'Wang2',
			'Wang.',
			'Wang·Li',
			'Ван',
			'-',
			"-'",
			'わん',
			'Wang_',
		]) {
			const json = await run(submit, { ...identity, [name]: value }, jpeg(), () => ({}));
			expect([value, json.error]).toEqual([
				value,
				expect.stringMatching(
					new RegExp(`^'${label} Name in Pinyin' (must be in Latin letters|is empty)`),
				),
			]);
			expect(servers.received).toEqual([]);
		}
		for (const [value, sent] of [
			['Wang', 'Wang'],
			['Ｗａｎｇ', 'Wang'],
			['ＯＵ－ＹＡＮＧ', 'OU-YANG'],
			['Xi’an', "Xi'an"],
			['ou‐yang', 'ou-yang'],
			['Mary\u3000Ann', 'Mary Ann'],
			["'Wang ", 'Wang'],
		]) {
			const json = await run(submit, { ...identity, [name]: value }, jpeg(), ({ success }) =>
				success(null),
			);
			const body = new URLSearchParams(servers.received.at(-1));
			expect([value, body.get(name)]).toEqual([value, sent]);
			const changed = sent === value ? undefined : { [name]: { from: value, to: sent } };
			expect(json.normalized).toEqual(changed);
		}
	});
});
