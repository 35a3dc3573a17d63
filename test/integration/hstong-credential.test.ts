import type { IDataObject } from 'n8n-workflow';

import { decrypt } from '../../nodes/HSTong/protocol';
import { jpeg, newMobile, steps } from '../support/applicant';
import { files, useHstong } from '../support/hstong';
import { requestAsHttpNode } from '../support/n8n';

const hstong = useHstong();

const ENCRYPTED = {
	appId: 'sandbox-hstong-encrypted',
	appSecret: 'hstong-encrypted-secret',
	specialSettings: true,
	encryptMobile: true,
};
const PATHS = {
	appId: 'sandbox-hstong-paths',
	appSecret: 'hstong-paths-secret',
	specialSettings: true,
};
const DIGITS = {
	appId: 'sandbox-hstong-digits',
	appSecret: 'hstong-digits-secret',
	specialSettings: true,
	booleanStyle: 'digit',
};

describe('switches', () => {
	test('an account that demands encrypted mobile numbers', async () => {
		const { token } = await hstong.authorize({ credentials: ENCRYPTED });
		expect(token).toMatch(/^[0-9a-f]{32}$/);
		const plain = { ...ENCRYPTED, encryptMobile: false };
		await expect(hstong.authorize({ credentials: plain })).rejects.toThrow();
	});

	test('an account that demands booleans as digits', async () => {
		const { token } = await hstong.applicant(12, { credentials: DIGITS });
		const result = await hstong.one('accounts', 'get', { token }, { credentials: DIGITS });
		expect(result).toMatchObject({ acHK: true, q1: false });
	});

	test('an account that demands the parameters of paths signed (gap HST-08)', async () => {
		const credentials = { ...PATHS, pathParamsSigned: true };
		const { token, applyId } = await hstong.applicant(12, { credentials });
		for (const [resource, type, size] of [
			['identity', 'back', 3001],
			['liveness', 2, 3002],
		] as const) {
			const values = { token, applyId, type };
			const [{ binary }] = await hstong.run(resource, 'getPhoto', values, { credentials });
			expect(Buffer.from(String(binary?.data.data), 'base64')).toHaveLength(size);
			await expect(
				hstong.run(resource, 'getPhoto', values, { credentials: PATHS }),
			).rejects.toThrow('signature');
		}
		// An account without it refuses such a signature.
		const plain = { pathParamsSigned: true, specialSettings: true };
		await expect(hstong.applicant(2, { credentials: plain })).rejects.toThrow('signature');
	});

	test('uploads with the signature in the query', async () => {
		const credentials = { specialSettings: true, multipartCommonParams: 'query' };
		const { token, applyId } = await hstong.applicant(2, { credentials });
		const [{ binary }] = await hstong.run('identity', 'getPhoto', { token, applyId });
		expect(Buffer.from(String(binary?.data.data), 'base64')).toEqual(jpeg(3000, 1));
	});
});

describe('further encrypted parameters', () => {
	// The sandbox looks at the signature first, and refuses what its interface does not know behind it (10003).
	const sent = async (furtherEncrypted: string, form: IDataObject) => {
		const since = await hstong.control.lastSeq();
		const run = hstong.prepare(
			'application',
			'agree',
			{},
			{
				credentials: { specialSettings: true, furtherEncrypted },
			},
		);
		const uri = `${hstong.sandbox.urls.hstong}/account/auth-code/send`;
		await requestAsHttpNode(run, { method: 'POST', uri, form });
		const [{ params, code }] = await hstong.control.journal(since);
		expect(code).toBe('10003');
		return params;
	};
	const decrypted = (value: unknown) => decrypt(String(value), 'hstong-sandbox-secret');
	const form = { mobile: newMobile(), password: '密码 & 123', trade_pin: '987654', Password: 'A' };

	test.each([
		'password,trade_pin',
		'password, trade_pin',
		'password，trade_pin',
		'password、trade_pin',
		'password;trade_pin；',
		'password trade_pin',
		'\ttrade_pin\n\n password\r\n',
		'password, password, trade_pin, nobodyHasIt, ename*',
	])('named as %j are encrypted under a right signature, others are not', async (names) => {
		const params = await sent(names, form);
		expect(decrypted(params.password)).toBe(form.password);
		expect(decrypted(params.trade_pin)).toBe(form.trade_pin);
		expect(params.password).not.toContain('123');
		expect(params).toMatchObject({ mobile: form.mobile, Password: 'A' });
	});

	test.each(['', ' ', ',', 'passwor', 'PASSWORD', 'password1', 'pass word'])(
		'named as %j are not encrypted',
		async (names) => expect(await sent(names, form)).toMatchObject(form),
	);

	test.each(['token', 'password, sign', 'client_key', 'sign_time'])(
		'cannot be common ones: %s',
		async (names) => {
			const since = await hstong.control.lastSeq();
			await expect(sent(names, form)).rejects.toThrow(
				/'Further Encrypted Parameters' must not name (token|sign|client_key|sign_time)/,
			);
			expect(await hstong.control.lastSeq()).toBe(since);
		},
	);

	test('are those that the document flags, and no further ones, in the operations of the node', async () => {
		const credentials = { specialSettings: true, furtherEncrypted: 'enameFirst,name' };
		const { token, number } = await hstong.applicant(3);
		const since = await hstong.control.lastSeq();
		const values = { token, ...steps.identity(number) };
		await hstong.run('identity', 'submit', values, { credentials, continueOnFail: true });
		const [{ params }] = await hstong.control.journal(since);
		expect(decrypted(params.name)).toBe(values.name);
		expect(decrypted(params.enameFirst)).toBe(values.enameFirst);
		expect(decrypted(params.bankCardNo)).toBe(values.bankCardNo);
		expect(params.enameLast).toBe(values.enameLast);
	});
});

test('an image over 100 KB never leaves the machine', async () => {
	const { token } = await hstong.applicant(1);
	const since = await hstong.control.lastSeq();
	const large = { ...files.front, data: jpeg(102_401).toString('base64'), bytes: 102_401 };
	for (const file of [large, { ...large, bytes: 1 }]) {
		const items = [{ json: { token }, binary: { data: file } }];
		await expect(
			hstong.run('identity', 'uploadPhoto', { type: 'front' }, { items }),
		).rejects.toThrow("The file 'data' has 101 KB, at most 100 KB are allowed");
	}
	const exact = { ...large, data: jpeg(102_400).toString('base64'), bytes: 102_400 };
	const items = [{ json: { token }, binary: { data: exact } }];
	await hstong.run('identity', 'uploadPhoto', { type: 'front' }, { items });
	expect(await hstong.control.journal(since)).toHaveLength(1);
});
