import type { Account } from '../../sandbox/user-verification/accounts.ts';
import type { SpecOperation } from '../../spec/types.ts';
import type { Draft, Params } from '../reference/client.ts';
import { photo } from '../reference/samples.ts';
import { jpeg } from '../support/applicant.ts';
import { spoilt, testRefusals, without, wrongAddresses } from '../support/sandboxes/refusals.ts';
import type { AroundMistake } from '../support/sandboxes/refusals.ts';
import {
	accounts,
	stepIds,
	stepOf,
	submitUntil,
	useVerification,
} from '../support/sandboxes/use-user-verification.ts';

const verification = useVerification();
const { call, codeOf, connect, control, failedChecks } = verification;
const strict = accounts[2] as Account;

async function right({ id }: SpecOperation, n: number) {
	// The last step hands everything to the review.
	if (n > 1) await control('/reset', {});
	await submitUntil(Math.max(stepIds.indexOf(id), 0), { call, close: () => undefined });
	return { params: stepOf(id) };
}

function around(operation: SpecOperation): AroundMistake[] {
	const header = (
		what: string,
		[code, says]: [string, string],
		after: ReturnType<typeof without>,
	): AroundMistake => ({ what, code, says, extra: { after } });
	const asText: AroundMistake['extra'] = {
		after: ({ headers }) => void (headers['content-type'] = 'text/plain'),
	};
	// The texts of a form that says to be something else are not read, and then not those that were signed.
	const isForm = operation.id === 'submitStepFour';
	const type = isForm
		? { what: 'another type', code: '401004', says: 'expected', extra: asText }
		: { what: 'another type', code: '400001', says: 'content-type is text', extra: asText };
	return [
		...wrongAddresses(operation, '404001', '400001').filter(({ what }) => what !== type.what),
		type,
		...['timestamp', 'apiKey', 'sign'].map((name) =>
			header(`no ${name}`, ['401001', `missing ${name}`], without(name)),
		),
		header('no type', ['401001', 'missing content-type'], (draft) => {
			Object.assign(draft, { contentType: null, body: '' });
		}),
		header(
			'another key',
			['401002', "no key 'x'"],
			spoilt('apiKey', () => 'x'),
		),
		header(
			'seconds',
			['401003', 'no number of milliseconds'],
			spoilt('timestamp', () => '1566322200'),
		),
		{
			what: 'ten minutes ago',
			code: '401003',
			says: 'off the clock',
			extra: { now: Date.now() - 600_000 },
		},
		{
			what: 'ten minutes ahead',
			code: '401003',
			says: 'off the clock',
			extra: { now: Date.now() + 600_000 },
		},
		header(
			'another time',
			['401004', 'expected'],
			spoilt('timestamp', (text) => String(Number(text) - 1)),
		),
		header(
			'upper case',
			['401004', 'expected'],
			spoilt('sign', (text) => text.toUpperCase()),
		),
		header(
			'another signature',
			['401004', 'expected'],
			spoilt('sign', () => '0'),
		),
		{
			what: 'another secret',
			code: '401004',
			says: 'expected',
			client: connect({ secretKey: 'x' }),
		},
		{ what: 'a stopped key', code: '403001', says: 'is stopped', client: connect(accounts[3]) },
	];
}

testRefusals({
	...{ sandbox: verification, provider: 'user-verification', right, around },
	...{ code: () => '400001', success: () => '000000' },
	special: [[/File (empty|no image)/, '400004']],
});

/** The code of a refusal, and what the journal says of it. */
async function refusal(...input: Parameters<typeof call>): Promise<[code: string, said: string]> {
	const { code, json } = await call(...input);
	expect(json).toEqual({ code, data: {}, description: expect.stringMatching(/.+/) });
	return [code, Object.values(await failedChecks()).join()];
}

describe('Parameters', () => {
	test('that are optional may be empty, and null is none', async () => {
		await submitUntil(2, { call, close: () => undefined });
		const empty = { taxType: '', taxNo: '', fundSource: '', companyName: null };
		expect(await codeOf('submitStepThree', { ...stepOf('submitStepThree'), ...empty })).toBe(
			'000000',
		);
	});

	test.each<[string, Params, string]>([
		['One', { birthDate: '2999-01-01' }, 'birthDate is in the future'],
		['Three', { income: '1.234' }, 'income is no amount'],
	])('of step %s with %j are refused', async (step, change, reason) => {
		const id = `submitStep${step}`;
		const [code, said] = await refusal(id, { ...stepOf(id), ...change });
		expect([code, said]).toEqual(['400001', expect.stringContaining(reason)]);
	});

	test.each<[string, Params, string]>([
		...['Addr', 'City', 'Country', 'Postcode', 'Province'].map((part): [string, Params, string] => [
			...(['Two', { [`permanent${part}`]: null }] as const),
			`permanent${part} is missing (isIdentical is 2)`,
		]),
		['Three', { incomeSourceOther: '' }, 'incomeSourceOther is missing'],
		['Three', { taxNo: null }, 'taxNo is missing (taxType is sent)'],
		['Three', { taxType: null }, 'taxType is missing (taxNo is sent)'],
		['Three', { taxNo: '12' }, 'taxNo is no TIN number of 9, 12 or 14 digits'],
		['Three', { taxType: '2' }, 'taxNo is no SSS number of 10 digits'],
		['Three', { taxType: '3' }, 'taxNo is no GSIS number of 11 digits'],
		['Four', { cardType: '4' }, 'cardNo is no SSS number of 10 digits'],
		['Four', { cardFrontFile: null }, 'cardFrontFile is missing'],
		['Four', { handSignFile: null }, 'handSignFile is missing'],
		['Five', { faceAuthFile: null }, 'faceAuthFile is missing'],
	])('of step %s with %j are refused to the strict account only', async (step, change, reason) => {
		const id = `submitStep${step}`;
		const params = { ...stepOf(id), ...change };
		expect((await connect(strict).call(id, params)).code).toBe('400001');
		expect((await failedChecks()).parameters).toContain(reason);
		expect((await refusal(id, params))[0]).toBe('400002');
	});

	test('of five steps are taken by the strict account when they are right', async () => {
		await submitUntil(5, connect(strict));
	});
});

describe('A body', () => {
	test.each([
		['x', 'the body is no JSON object in UTF-8'],
		['[]', 'the body is no JSON object in UTF-8'],
		[Buffer.from([0x7b, 0xff, 0x7d]), 'the body is no JSON object in UTF-8'],
		['{"sex":null}', 'sex is not a string'],
		['{"sign":"1"}', 'sign is not a parameter'],
	])('of %j is refused', async (body, reason) => {
		const params: Params = String(body).includes('sign') ? { sign: '1' } : {};
		const after = (draft: Draft) => void Object.assign(draft, { body });
		const [code, said] = await refusal('submitStepOne', params, { after });
		expect([code, said]).toEqual(['400001', expect.stringContaining(reason)]);
	});

	test('of GET is signed without its query, and must not have one', async () => {
		const after = ({ query }: Draft) => void query.push(['locale', 'zh_CN']);
		const [code, said] = await refusal('queryUserVerified', {}, { after });
		expect([code, said]).toEqual(['400001', 'locale must not be in the query']);
	});

	test('and query are not exchanged', async () => {
		const inQuery = connect({ bodyStyle: 'query', multipartTextParams: 'query' });
		for (const id of ['submitStepOne', 'submitStepFour'])
			expect((await inQuery.call(id, stepOf(id))).code).toBe('401004');
		const inBody = connect({ ...accounts[1], bodyStyle: 'json', multipartTextParams: 'form' });
		for (const id of ['submitStepOne', 'submitStepFour'])
			expect((await inBody.call(id, stepOf(id))).code).toBe('401004');
	});

	test('with an image of five megabytes is taken', async () => {
		await submitUntil(4, { call, close: () => undefined });
		const faceAuthFile = photo('face.jpg', jpeg(5_000_000));
		expect(await codeOf('submitStepFive', { faceAuthFile })).toBe('000000');
	});
});
