import FormData from 'form-data';
import type { IDataObject } from 'n8n-workflow';

import { jpeg, newMobile, steps } from '../support/applicant';
import { useHstong } from '../support/hstong';
import { accountOf, algorithms, merchants, QUERY_PATH } from '../support/htouhui';
import { question, useHtouhui } from '../support/htouhui-node';
import { requestAsHttpNode } from '../support/n8n';
import { useQiancheng } from '../support/qiancheng';
import { person } from '../support/qiancheng-data';
import type { Stage } from '../support/stage';
import { stepValues } from '../support/user-verification';
import { SWITCHED, useUserVerification } from '../support/user-verification-node';
import { item, types, useWebank } from '../support/webank-node';

// What n8n's HTTP Request node sends with a credential is accepted by the provider. That its bytes are those that were
// signed, in whatever way they are given, is held by requests.test.ts.

/** Sends a request as the node does; the answer is read where it is JSON. */
async function send(
	stage: Stage,
	place: [resource: string, operation: string],
	[method, url, parts = {}, credentials = {}]: Request,
): Promise<unknown> {
	const options = { method, uri: url, ...parts } as Parameters<typeof requestAsHttpNode>[1];
	const answer = await requestAsHttpNode(stage.prepare(...place, {}, { credentials }), options);
	return typeof answer === 'string' && /^[{[]/.test(answer) ? JSON.parse(answer) : answer;
}
type Request = [method: string, url: string, parts?: object, credentials?: IDataObject];

const picture = { filename: '正面.jpg', contentType: 'image/jpeg' };
const image = { value: jpeg(500), options: picture };
const jsonType = { 'content-type': 'application/json' };

/** The parts as the node gives them since its version 4.2, and before. */
const formsOf = (texts: IDataObject, file: string): Array<[version: string, formData: object]> => {
	const form = new FormData();
	for (const [name, value] of Object.entries(texts)) form.append(name, String(value));
	form.append(file, image.value, picture);
	return [
		['since 4.2', form],
		['before 4.2', { ...texts, [file]: image }],
	];
};

describe('HSTong', () => {
	const stage = useHstong();
	const call = async (method: string, path: string, parts: object = {}) =>
		await send(stage, ['application', 'agree'], [method, stage.sandbox.urls.hstong + path, parts]);

	test('numbers that must be encrypted are encrypted', async () => {
		const { token } = await stage.applicant(3);
		const form = { token, ...steps.identity(700) };
		const answer = await call('POST', '/account/apply/step1/submit', { form });
		expect(answer).toMatchObject({ code: '00000' });
	});

	test('a POST is signed with parameters anywhere, and with none', async () => {
		const path = '/account/auth-code/send';
		const fields = () => ({ countryCode: '0086', mobile: newMobile() });
		for (const name of ['form', 'body', 'qs']) {
			expect(await call('POST', path, { [name]: fields() })).toMatchObject({ code: '00000' });
		}
		expect(await call('POST', '/account/apply/index')).toMatchObject({ code: '10101' });
	});

	test('a GET is signed, with the token in its address', async () => {
		const { token, applyId } = await stage.applicant(2);
		const path = `/account/apply/${applyId}/images/id-card/front?token=${token}`;
		expect(String(await call('GET', path)).length).toBeGreaterThan(1000);
	});

	test('an upload is signed', async () => {
		const { token } = await stage.applicant(1);
		for (const [version, formData] of formsOf({ token, imageName: '正面.jpg' }, 'image')) {
			const path = '/account/apply/step1/upload/id-card/front';
			const answer = await call('POST', path, { formData });
			expect([version, answer]).toEqual([version, expect.objectContaining({ code: '00000' })]);
		}
	});
});

describe('User Verification', () => {
	const stage = useUserVerification();
	const call = async (method: string, name: string, parts: object, credentials: IDataObject) => {
		const url = `${stage.sandbox.urls['user-verification']}/openapi/v1/verified/${name}.do`;
		return await send(stage, ['verification', 'get'], [method, url, parts, credentials]);
	};
	const { additionalFields: _more, ...first } = stepValues.submitPersonalInformation;
	const raw = { body: ` \n${JSON.stringify(first, null, 2)}\n`, headers: jsonType, json: false };
	const done = { code: '000000' };

	test.each([
		['where the document has them', {}],
		['in the query', SWITCHED],
	])('all is signed, its texts %s', async (_where, credentials) => {
		expect(await call('GET', 'queryUserVerified', {}, credentials)).toMatchObject(done);
		for (const parts of [{ body: first }, raw]) {
			const answer = await call('POST', 'userVerifiedStepOne', parts, credentials);
			expect(answer).toMatchObject(done);
		}
		await stage.submitTo(3, { credentials });
		for (const [version, formData] of formsOf(stepValues.submitDocument, 'cardFrontFile')) {
			const answer = await call('POST', 'userVerifiedStepFour', { formData }, credentials);
			expect([version, answer]).toEqual([version, expect.objectContaining(done)]);
		}
	});
});

describe('WeBank', () => {
	const stage = useWebank();
	const place: [string, string] = ['business', 'networkTest'];

	test.each([
		'{"NAME":"王大志"}',
		' \n{ "NAME" : "\\u738b+%41&=?" }\n',
		'{"a":12345678901234567890}',
	])('a business call with the body %j is signed', async (text) => {
		const uri = `${stage.sandbox.urls.webank}/api/s/yh/10002`;
		for (const body of [text, Buffer.from(text), JSON.parse(text) as IDataObject]) {
			const answer = await send(stage, place, ['POST', uri, { body, headers: jsonType }]);
			expect(answer).toMatchObject({ code: '60840000' });
		}
	});

	test('a download is signed', async () => {
		const [{ json }] = await stage.run('file', 'upload', types, { items: [item()] });
		const { fileId, hashValue } = json;
		const uri = `${stage.sandbox.urls['webank-files']}/api/s/up/download?fileId=${fileId}`;
		const answer = await send(stage, place, ['GET', uri, { qs: { hashValue } }]);
		expect(String(answer).length).toBeGreaterThan(3000);
	});
});

describe('Qiancheng Credit', () => {
	const stage = useQiancheng();
	const fields = person(8);
	const form = new URLSearchParams(fields as Record<string, string>).toString();

	test.each([
		['a form', { form: fields }],
		['nested JSON', { body: fields }],
		['raw JSON', { body: ` \n${JSON.stringify(fields)}`, headers: jsonType }],
		['bytes of a form', { body: Buffer.from(form) }],
	])('%s goes with the token', async (_what, parts) => {
		const url = `${stage.sandbox.urls['qiancheng-credit']}/blacklist/search/single`;
		const answer = await send(stage, ['blacklist', 'search'], ['POST', url, parts]);
		expect(answer).toEqual({ code: 0, data: { is_in: true } });
	});
});

describe('Htouhui', () => {
	const stage = useHtouhui();

	test.each(algorithms)('a query is signed with %s, by form and by JSON', async (algorithm) => {
		const fields = question();
		const base = stage.sandbox.urls.htouhui;
		const merchant = merchants[algorithm];
		const expectAnswer = async (parts: object) => {
			const credentials = accountOf(base, algorithm);
			const request: Request = ['POST', base + QUERY_PATH, parts, credentials];
			const answer = await send(stage, ['user', 'query'], request);
			expect(answer).toMatchObject({ status: '0', merchant_id: merchant });
		};
		for (const name of ['form', 'qs']) await expectAnswer({ [name]: fields });
		await expectAnswer({ body: new URLSearchParams(fields as Record<string, string>).toString() });
		await stage.control.call('/htouhui/settings', { merchant, bodyFormat: 'json' });
		await expectAnswer({ body: fields });
		await expectAnswer({ body: Buffer.from(JSON.stringify(fields)), headers: jsonType });
	});

	test('says that the key is missing, and what to do', async () => {
		const base = stage.sandbox.urls.htouhui;
		const credentials = accountOf(base, 'md5', { secret: '' });
		const request: Request = ['POST', base + QUERY_PATH, { form: question() }, credentials];
		await expect(send(stage, ['user', 'query'], request)).rejects.toMatchObject({
			message: "The credential has no 'Secret'",
			description: expect.stringMatching(/^Enter the one/),
		});
	});
});
