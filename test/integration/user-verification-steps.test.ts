import type { IDataObject } from 'n8n-workflow';

import { stepValues } from '../support/user-verification';
import { useUserVerification, STEPS, type Sent } from '../support/user-verification-node';
import { chineseFault } from '../support/chinese';

const stage = useUserVerification();

test('every step sends every value under the name of the document', async () => {
	for (const operation of STEPS) {
		const [output] = await stage.run('step', operation, stepValues[operation]);
		expect(output.json).toEqual({ success: true, warnings: [], warningsChinese: [] });
		const { additionalFields = {}, ...values } = stepValues[operation];
		const { params, files: parts } = (await stage.sent()).at(-1) as Sent;
		expect(params).toMatchObject({ ...values, ...(additionalFields as IDataObject) });
		const wanted: Record<string, unknown[]> = {
			submitDocument: [
				['cardFrontFile', '证件 正面.jpg', 3000],
				['handSignFile', 'sign.png', 2500],
			],
			submitFace: [['faceAuthFile', 'face.jpg', 3002]],
		};
		const named = parts.map(({ name, fileName, size }) => [name, fileName, size]);
		expect(named).toEqual(wanted[operation] ?? []);
	}
});

test('nobody is born tomorrow', async () => {
	const birthDate = '2099-01-01';
	await expect(stage.submit('submitPersonalInformation', { birthDate })).rejects.toThrow(
		"'Date of Birth' must be a date of",
	);
	expect(await stage.sent()).toEqual([]);
});

test('postcodes go out in the digits of ASCII', async () => {
	await stage.submitTo(1);
	const typed = { residencePostcode: '４１００００', permanentPostcode: "'６０００" };
	await stage.submit('submitAddress', { isIdentical: '2', ...typed });
	expect((await stage.sent()).at(-1)?.params).toMatchObject({
		...{ residencePostcode: '410000', permanentPostcode: '6000' },
	});
});

describe('what is probably needed is warned of (gap UV-17)', () => {
	/** The warnings; the person is told of each in Chinese. */
	const warnings = async (operation: string, values: IDataObject) => {
		const output = await stage.submit(operation, values);
		const [english, chinese] = [output.warnings, output.warningsChinese] as string[][];
		expect(chinese.map(chineseFault)).toEqual(english.map(() => ''));
		return english;
	};

	test('a permanent address that differs and is not complete', async () => {
		await stage.submitTo(1);
		const [warning] = await warnings('submitAddress', { permanentCity: '', permanentPostcode: '' });
		expect(warning).toMatch(
			/without 'Permanent City', 'Permanent Postcode'\. By its documentation/,
		);
		expect(await warnings('submitAddress', { isIdentical: '1', permanentCity: '' })).toEqual([]);
		// Hidden fields stay here.
		expect(JSON.stringify((await stage.sent()).at(-1)?.params)).not.toContain('permanent');
	});

	test('another source of income without its name, a tax number without its type', async () => {
		await stage.submitTo(2);
		expect(
			await warnings('submitIncome', { incomeSourceOther: '', additionalFields: { taxNo: '1' } }),
		).toEqual([
			expect.stringContaining("'Source of Income' is Other"),
			expect.stringContaining("'Tax Number' is sent without 'Tax Number Type'"),
		]);
		expect(await warnings('submitIncome', { additionalFields: { taxType: 'TIN' } })).toEqual([
			expect.stringContaining("'Tax Number Type' is sent without 'Tax Number'"),
		]);
	});

	test('photos that are left out, a document that has expired', async () => {
		await stage.submitTo(3);
		const values = { cardFrontFile: '', handSignFile: '', cardValidityPeriod: '2001-02-03' };
		expect(await warnings('submitDocument', values)).toEqual([
			expect.stringContaining('The identity document expired on 2001-02-03'),
			expect.stringContaining("'Document Photo Field Name' is empty"),
			expect.stringContaining("'Signature Photo Field Name' is empty"),
		]);
		expect(await warnings('submitFace', { faceAuthFile: '' })).toHaveLength(1);
	});
});

describe('a name', () => {
	const [operation] = STEPS;
	const submit = async (name: string) =>
		(await stage.run('step', operation, { ...stepValues[operation], lastName: name }))[0].json;

	test.each(['王2', 'Santos (maiden name)', 'Santos【本人】', '13800138000王'])(
		'such as %p is sent with a warning',
		async (name) => {
			const { success, warnings, warningsChinese } = await submit(name);
			expect({ success, warnings }).toEqual({
				success: true,
				warnings: [expect.stringMatching(/^'Last Name' has characters that are in no name/)],
			});
			expect(warningsChinese).toEqual([expect.stringMatching(/^姓氏含有姓名中没有的字符/)]);
			expect((await stage.sent()).at(-1)).toMatchObject({ params: { lastName: name } });
		},
	);

	test.each(["de la Cruz-O'Neil, Jr.", '欧阳', 'Ñuñez', '阿卜杜·热合曼'])(
		'such as %p is one',
		async (name) => expect(await submit(name)).toMatchObject({ warnings: [] }),
	);

	test('with a sign for what was lost is not sent', async () => {
		await expect(stage.submit(operation, { lastName: '王?' })).rejects.toThrow(
			"'Last Name' must be a name",
		);
		expect(await stage.sent()).toEqual([]);
	});
});
