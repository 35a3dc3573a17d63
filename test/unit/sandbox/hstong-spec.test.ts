import spec from '../../../spec/hstong.json';
import { conditions } from '../../../sandbox/hstong/conditions.ts';
import { createHstong, operations } from '../../../sandbox/hstong/provider.ts';
import { isIdCardNo, recognise } from '../../../sandbox/hstong/id-card.ts';
import { Trace } from '../../../sandbox/core/trace.ts';
import type { Answer, Fields, SimulatedProvider } from '../../../sandbox/core/types.ts';
import { interfaces, signPairs, toTexts } from '../../reference/hstong.ts';
import type { Value } from '../../reference/hstong.ts';
import { idCardNo } from '../../reference/hstong-people.ts';

describe('The sandbox and the reference client', () => {
	test('know every operation of the spec, and no other', () => {
		const ids = spec.operations.map(({ id }) => id).sort();
		expect(Object.keys(operations).sort()).toEqual(ids);
		expect(Object.keys(interfaces).sort()).toEqual(ids);
	});

	test.each(
		spec.operations.map(
			({ id, method, path, contentType }) => [id, method, path, contentType] as const,
		),
	)('agree with the spec on the path of %s', (id, method, path, contentType) => {
		const kind = contentType === 'multipart/form-data' ? 'UPLOAD' : method;
		expect(interfaces[id as keyof typeof interfaces]).toEqual([kind, path]);
		expect(createHstong().match(method, path.replace(/\{\w+\}/g, '1'))?.operation).toBe(id);
	});

	test('have a rule for every conditional parameter', () => {
		const names = spec.operations.flatMap(({ id, params }) =>
			params
				.filter(({ required }) => required === 'conditional')
				.map(({ name }) => `${id}.${name}`),
		);
		const rules = Object.entries(conditions).flatMap(([id, byName]) =>
			Object.keys(byName).map((name) => `${id}.${name}`),
		);
		expect(rules.sort()).toEqual(names.sort());
	});

	test('know every documented code', () => {
		const { codes } = createHstong();
		for (const { code } of spec.errorCodes) expect(codes.has(code)).toBe(true);
	});
});

describe('Identity numbers', () => {
	test.each([
		['11010519491231002X', true],
		['110105194912310021', false],
		['11010519491231002x', false],
		['1101051949123100', false],
	])('%s is well formed: %s', (text, right) => expect(isIdCardNo(text)).toBe(right));

	test('of the synthetic people are well formed and differ', () => {
		const numbers = Array.from({ length: 1000 }, (_unused, index) => idCardNo(index));
		expect(numbers.every(isIdCardNo)).toBe(true);
		expect(new Set(numbers).size).toBe(1000);
	});

	test('given a malformed one in the name of an image, are not read by OCR', () => {
		expect(recognise('110105194912310021.jpg', '')).toMatchObject({
			idCardNo: '11010519491231002X',
		});
	});
});

describe('A token', () => {
	let now = Date.UTC(2026, 0, 1);
	let provider: SimulatedProvider;

	function fields(values: Record<string, string>): Fields {
		return { values, duplicates: [] };
	}

	function call(path: string, params: Record<string, Value>): Answer {
		const texts = toTexts({ ...params, sign_time: Math.floor(now / 1000) });
		const { pairs } = signPairs(texts, [], 'sandbox-hstong', 'hstong-sandbox-secret');
		const contentType = 'application/x-www-form-urlencoded';
		const request = { method: 'POST', path, headers: {}, contentType, query: fields({}) };
		const body = { form: fields(pairs), files: [], raw: Buffer.alloc(0) };
		return provider.handle({ ...request, ...body }, provider.match('POST', path), new Trace());
	}

	function authorise(): string {
		const mobile = '13900000001';
		call('/account/auth-code/send', { mobile });
		const mobileCode = String(provider.view().messages?.[0].code);
		const answer = call('/account/authByMobile', { mobile, mobileCode });
		return (JSON.parse(String(answer.body)) as { result: { token: string } }).result.token;
	}

	beforeEach(() => {
		provider = createHstong(() => now);
	});

	test('lives 30 minutes from its issue, however it is used', () => {
		const token = authorise();
		now += 29 * 60_000;
		expect(call('/account/apply/agree-license', { token }).code).toBe('00000');
		now += 60_000 - 1;
		expect(call('/account/apply/index', { token }).code).toBe('00000');
		now += 1;
		expect(call('/account/apply/index', { token }).code).toBe('10106');
	});
});
