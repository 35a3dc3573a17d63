import type { Account } from '../../sandbox/user-verification/accounts.ts';
import type { SpecOperation } from '../../spec/types.ts';
import type { Draft, Params } from '../reference/client.ts';
import { photo } from '../reference/samples.ts';
import { jpeg } from '../support/applicant.ts';
import { spoilt, testRefusals, without, wrongAddresses } from '../support/sandboxes/refusals.ts';
import type { Around } from '../support/sandboxes/refusals.ts';
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

function around(operation: SpecOperation): Around[] {
	const signed = (what: string, wrong: Around[3]): Around => [what, '401004', 'expected', wrong];
	const timed = (what: string, now: number): Around => [what, '401003', 'off the clock', { now }];
	const asText: Around[3] = ({ headers }) => void (headers['content-type'] = 'text/plain');
	const untyped: Around[3] = (draft) => void Object.assign(draft, { contentType: null, body: '' });
	// The texts of a form that says to be something else are not read, and then not those that were signed.
	const isForm = operation.id === 'submitStepFour';
	const addresses = wrongAddresses(operation, '404001', isForm ? '401004' : '400001');
	return [
		...addresses.filter(([what]) => what !== 'another type'),
		isForm
			? signed('another type', asText)
			: ['another type', '400001', 'content-type is text', asText],
		...['timestamp', 'apiKey', 'sign'].map(
			(name): Around => [...([`no ${name}`, '401001', `missing ${name}`] as const), without(name)],
		),
		['no type', '401001', 'missing content-type', untyped],
		['another key', '401002', "no key 'x'", without('apiKey', 'x')],
		['seconds', '401003', 'no number of milliseconds', without('timestamp', '1566322200')],
		timed('ten minutes ago', Date.now() - 600_000),
		timed('ten minutes ahead', Date.now() + 600_000),
		signed(
			'another time',
			spoilt('timestamp', (text) => String(Number(text) - 1)),
		),
		signed(
			'an upper-case signature',
			spoilt('sign', (text) => text.toUpperCase()),
		),
		signed('another signature', without('sign', '0')),
		signed('another secret', connect({ secretKey: 'x' })),
		['a stopped key', '403001', 'is stopped', connect(accounts[3])],
	];
}

testRefusals({
	...{ sandbox: verification, provider: 'user-verification', right, around },
	...{ code: () => '400001', success: () => '000000' },
	// What is wrong in content is answered with 200 like everything (gap UV-10).
	status: (code) => (code.startsWith('400') ? 200 : Number(code.slice(0, 3))),
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
