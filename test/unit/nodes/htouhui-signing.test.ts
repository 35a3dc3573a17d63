import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { SignatureSettings } from '../../../sandbox/htouhui/accounts.ts';
import { escapeHtml, redirectPage } from '../../../nodes/Htouhui/page';
import { keyFaultOf, signatureOf } from '../../../nodes/Htouhui/settings';
import { signRequest } from '../../../nodes/Htouhui/signing';
import { signatureFault } from '../../../sandbox/htouhui/crypto.ts';
import { platformPublicKey } from '../../../sandbox/htouhui/keys.ts';
import { accountOf, merchants, SECRET } from '../../support/htouhui';

const BASE = 'http://htouhui.example';
const PATH = '/openapi/user/register';

const account = (changes: object = {}) =>
	accountOf(`${BASE}/`, 'md5', changes as never) as ICredentialDataDecryptedObject;
const sign = async (options: object, changes: object = {}) =>
	(await signRequest(account(changes), options as IHttpRequestOptions)) as unknown as Record<
		string,
		string
	>;
const fieldsOf = (text: string) => Object.fromEntries(new URLSearchParams(text));
const settings: SignatureSettings = {
	...{ algorithm: 'md5', signField: 'sign', secret: SECRET },
	...{ secretPlacement: 'appendKey', hmacText: 'alone', letterCase: 'lower' },
};
const post = { method: 'POST', url: PATH, body: { mobile: '1', name: '王 &', none: null } };
const signedFields = {
	merchant_id: merchants.md5,
	mobile: '1',
	name: '王 &',
	sign: expect.any(String) as string,
};

describe('a request', () => {
	test('is a signed form behind the common fields (gap HTH-02)', async () => {
		const sent = await sign(post);
		const fields = fieldsOf(sent.body);
		expect(sent.url).toBe(BASE + PATH);
		expect(fields).toEqual(signedFields);
		expect(Object.keys(fields)).toEqual(['merchant_id', 'mobile', 'name', 'sign']);
		expect(signatureFault(fields, settings)).toBeUndefined();
		expect(sent.headers).toEqual({
			'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
		});
	});

	test('is JSON when the account wants it', async () => {
		const sent = await sign(post, { bodyFormat: 'json' });
		expect(JSON.parse(String(sent.body))).toEqual(signedFields);
		expect(sent.headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
	});

	test('is left as it was, and signed again from what it was', async () => {
		const before = structuredClone(post);
		const once = await sign(post);
		expect(post).toEqual(before);
		expect(await sign(once)).toEqual(once);
	});

	test.each([
		['test', 'https://new-uat.test.htouhui.com'],
		['staging', 'https://stage.htouhui.com'],
		['production', 'https://www.htouhui.com'],
	])('to %s goes to %s', async (environment, base) => {
		expect((await sign(post, { environment })).url).toBe(base + PATH);
	});

	test('without a signature has the common fields alone', async () => {
		const { body } = await sign(post, { algorithm: 'none' });
		expect(fieldsOf(body)).toEqual({ merchant_id: merchants.md5, mobile: '1', name: '王 &' });
	});
});

describe('the credential', () => {
	test.each([
		[{ secret: '' }, "has no 'Secret'"],
		[{ algorithm: 'rsaSha256' }, "has no 'Private Key'"],
		[{ algorithm: 'rsaSha256', privateKey: 'x' }, "'Private Key' holds no private key"],
		[{ algorithm: 'rsaSha256', privateKey: platformPublicKey }, "'Private Key' holds a public key"],
		[{ algorithm: 'notChosen', environment: 'production' }, 'has not been chosen'],
		[
			{ algorithm: 'notChosen', environment: 'custom', baseUrl: 'https://www.htouhui.com' },
			'has not been chosen',
		],
	])('with %j signs nothing', (changes, complaint) => {
		expect(() => signatureOf(account(changes))).toThrow(complaint);
	});
	test('that is not set up yet may be tried, with production when nothing is signed', () => {
		expect(signatureOf(account({ algorithm: 'notChosen' })).algorithm).toBe('none');
		expect(signatureOf(account({ algorithm: 'none', environment: 'production' })).algorithm).toBe(
			'none',
		);
	});

	test.each([
		[{}, undefined],
		[{ algorithm: 'none' }, undefined],
		[{ algorithm: 'notChosen' }, 'has not been chosen'],
		[{ secret: '', secondSecret: 'x' }, "has no 'Secret'"],
		[{ algorithm: 'rsaSha256' }, "has no 'Htouhui's Public Key'"],
		[{ algorithm: 'rsaSha256', publicKey: 'x' }, "'Htouhui's Public Key' holds no public key"],
		[{ algorithm: 'rsaSha256', publicKey: platformPublicKey }, undefined],
	])('with %j verifies: %s', (changes, complaint) => {
		const fault = keyFaultOf(account(changes))?.message;
		if (complaint === undefined) expect(fault).toBeUndefined();
		else expect(fault).toContain(complaint);
	});
});

describe('the page', () => {
	const evil = `"'><script>alert(1)</script>&amp;`;
	const return_url = 'https://example.com/?a="&b=1';
	const html = redirectPage(`${BASE}/?a=1&b="`, {
		[evil]: evil,
		submit: '王大志 😀\n',
		return_url,
	});

	test('has every value escaped', () => {
		expect(html.match(/<script>/g)).toHaveLength(1);
		expect(html).toContain(`name="${escapeHtml(evil)}" value="${escapeHtml(evil)}"`);
		expect(escapeHtml(evil)).not.toMatch(/[<>"']/);
		expect(html).toContain(`action="${BASE}/?a=1&amp;b=&quot;"`);
		expect(html).toContain('href="https://example.com/?a=&quot;&amp;b=1"');
	});
	test('is a whole UTF-8 page with a button', () => {
		expect(html).toMatch(/^<!DOCTYPE html>/);
		expect(html).toContain('<meta charset="utf-8">');
		expect(html).toContain('<button type="submit"');
		expect(html).toContain('王大志 😀');
	});
});
