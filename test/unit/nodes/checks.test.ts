import * as checks from '../../../nodes/shared/values/checks';
import { bankCardNumber, idCardNumber } from '../../support/applicant';

describe('an ID card number', () => {
	test.each([idCardNumber(1), idCardNumber(2), '11010519491231002X', '11010519491231002x'])(
		'%s is right',
		(value) => expect(checks.idCardNumber(value, {})).toBeUndefined(),
	);
	test('with a wrong check character is refused', () => {
		expect(checks.idCardNumber('110105194912310021', {})?.english).toContain('mistyped');
	});
	test.each(['1101051949123100', '11010519491231002XX', '１1010519491231002X', ''])(
		'%p has the wrong form',
		(value) => expect(checks.idCardNumber(value, {})?.english).toContain('17 digits'),
	);
	test.each(['110105194902310025', '110105194913310020', '110105220001010010'])(
		'%s has no real birth date',
		(value) => expect(checks.idCardNumber(value, {})?.english).toContain('date of birth'),
	);
	test('of which any one digit is changed is refused', () => {
		const right = idCardNumber(7);
		for (let i = 0; i < 17; i++) {
			const wrong = right.slice(0, i) + ((Number(right[i]) + 1) % 10) + right.slice(i + 1);
			expect(checks.idCardNumber(wrong, {})).toBeDefined();
		}
	});
});

describe('a bank card number', () => {
	test.each([bankCardNumber(1), bankCardNumber(123456), '4111111111111111'])(
		'%s is right',
		(value) => expect(checks.bankCardNumber(value, {})).toBeUndefined(),
	);
	test('with a mistyped digit is doubted', () => {
		expect(checks.bankCardNumber('4111111111111112', {})).toBeUndefined();
		expect(checks.luhnDigit('4111111111111112', {})?.english).toContain('mistyped');
	});
	test.each(['41111111111', '41111111111111111111', '4111 1111 1111 1111'])(
		'%s has the wrong form',
		(value) => expect(checks.bankCardNumber(value, {})?.english).toContain('12 to 19 digits'),
	);
});

describe('a mobile number', () => {
	test.each([
		['13800138000', undefined],
		['13800138000', '0086'],
		['13800138000', '+86'],
		['91234567', '00852'],
	])('%s with country code %s is right', (value, countryCode) =>
		expect(checks.mobileNumber(value, { countryCode })).toBeUndefined(),
	);
	test.each([
		['12800138000', '0086'],
		['1380013800', ''],
		['1234', '00852'],
		['+85291234567', '00852'],
	])('%s with country code %s is refused', (value, countryCode) =>
		expect(checks.mobileNumber(value, { countryCode })).toBeDefined(),
	);
	test.each(['12800138000', '1380013800', '91234567', '008613800138000', ''])(
		'where there is no country code, that of %j is not asked for',
		(value) => expect(checks.mainlandMobile(value, {})?.english).not.toMatch(/country/),
	);
});

test.each([
	[checks.countryCode, '0086', 'china'],
	[checks.email, 'a@b.cn', 'a@b'],
	[checks.integer, '-12', '1.5'],
	[checks.mustBeTrue, 'true', 'false'],
])('%p accepts %s, not %s', (check, right, wrong) => {
	expect(check(right, {})).toBeUndefined();
	expect(check(wrong, {})?.english).toMatch(/^(must|has) /);
});
