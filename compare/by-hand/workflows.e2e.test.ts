import type { IDataObject } from 'n8n-workflow';

import { jsonOf, type Execution } from '../../test/support/n8n-driver.ts';
import { idCardNumber, jpeg, newMobile, png, steps } from '../../test/support/applicant';
import { binaryFile } from '../../test/support/n8n-file';
import { person, riskData } from '../../test/support/qiancheng-data';
import { stepValues } from '../../test/support/user-verification';
import { resultOf, useByHand, verdictOf } from './runs';

// The hardest fifth of the flagship, built of HTTP Request and Code nodes: that it works is what makes its
// number of nodes a fair one. Its triggers are in triggers.e2e.test.ts.

const byHand = useByHand();
const control = async <T>(path: string, body?: IDataObject) =>
	await byHand().control.call<T>(path, body);
const accepted = (operation: string, code: string) => ({
	...{ operation, code, processed: true, wrong: [] },
});
const failureOf = ({ data: { resultData } }: Execution) =>
	`${resultData.error?.message} ${resultData.error?.description ?? ''}`;

/** What a provider was asked while something ran, and what it thought of it. */
async function watched<T>(provider: string, work: () => Promise<T>) {
	const since = await byHand().control.lastSeq();
	const result = await work();
	return { result, verdicts: (await byHand().requests(provider, since)).map(verdictOf) };
}

describe('HSTong', () => {
	const photo = (data: Buffer, mimeType = 'image/jpeg') => ({
		id_front: binaryFile(data, '身份证 正面.jpg', mimeType),
	});
	const applicant = (token: unknown): IDataObject => {
		const { enameFirst, enameLast, idCardNo, idCardAddr, bankCardNo, name } = steps.identity(7);
		return {
			...{ token, name, family_name: enameFirst, given_name: enameLast },
			...{ id_card: idCardNo, address: idCardAddr, bank_card: bankCardNo },
		} as IDataObject;
	};
	let token: IDataObject[string];
	const call = async (path: string, fields: IDataObject = {}) =>
		await byHand().call('hstong-call', { path: `/account/${path}`, fields: { token, ...fields } });
	const upload = async (path: string, fields: IDataObject, part = 'image') =>
		await byHand().call(
			'hstong-call',
			{ path: `/account/apply/${path}`, fields: { token, ...fields }, photo: 'id_front', part },
			photo(jpeg()),
		);
	beforeAll(async () => {
		const mobile = newMobile();
		await call('auth-code/send', { mobile });
		const mobileCode = await byHand().control.smsCode(mobile);
		({ token } = await call('authByMobile', { mobile, mobileCode }));
		await call('apply/agree-license');
		await upload('step1/upload/id-card/back', { imageName: 'back.jpg' });
	});

	test('uploads the front and submits the identity', async () => {
		const { result, verdicts } = await watched('hstong', async () => {
			const given = { json: applicant(token), binary: photo(jpeg(90_000)) };
			return await byHand().run('hstong-steps', given);
		});

		expect(resultOf(result, 'Submit Identity')).toEqual({ success: true, token });
		expect(jsonOf(result, 'Upload Front')).toMatchObject([{ applyId: expect.stringMatching(/./) }]);
		expect(verdicts).toEqual([accepted('uploadIdCard', '00000'), accepted('submitStep1', '00000')]);
	});

	// What is counted for these steps is a call of the same workflow.
	test('takes the other steps of the flagship as well', async () => {
		const { verdicts } = await watched('hstong', async () => {
			await call('apply/index');
			await call('apply/step1/ocr-validate');
			await call('apply/step2/submit', steps.personalData);
			await call('apply/step3/submit', steps.finances);
			await call('apply/step4/submit', steps.declarations);
			await call('apply/step5/submit', steps.accounts);
			await call('apply/step6/submit', steps.riskDisclosure);
			const { pic2TypeIdx: action } = await call('apply/step7/info');
			await upload('step7/upload/avatar-action/1', { imageName: 'face.jpg' });
			await upload('step7/upload/avatar-action/2', { action });
			await upload('step8/submit', { signatureName: 'sign.jpg' }, 'signature');
			await call('apply/open/status');
		});

		expect(verdicts).toEqual(
			[
				...['getApplyIndex', 'ocrValidate', 'submitStep2', 'submitStep3', 'submitStep4'],
				...['submitStep5', 'submitStep6', 'getStep7Info', 'uploadAvatarAction'],
				...['uploadAvatarAction', 'submitStep8', 'getOpenStatus'],
			].map((operation) => accepted(operation, '00000')),
		);
	});

	test.each([
		['too large', photo(jpeg(110_000)), 'larger than 100 KB'],
		['no image', photo(Buffer.from('%PDF-1.7'), 'application/pdf'), 'must be a JPEG or PNG'],
	])('sends no photo that is %s', async (_what, binary, message) => {
		const { result, verdicts } = await watched(
			'hstong',
			async () => await byHand().run('hstong-steps', { json: applicant(token), binary }),
		);

		expect(failureOf(result)).toContain(message);
		expect(verdicts).toEqual([]);
	});

	test("stops with the provider's code", async () => {
		const given = { json: applicant('no-token'), binary: photo(jpeg()) };

		expect(failureOf(await byHand().run('hstong-steps', given))).toContain('10106');
	});
});

describe('User Verification', () => {
	const key = `sandbox-verification-user-${Math.floor(Math.random() * 1e6)}`;
	const PATH = '/openapi/v1/verified/';
	const call = async (path: string, fields: IDataObject = {}) =>
		await byHand().call('user-verification-call', { path: `${PATH}${path}.do`, key, fields });
	const submitFace = async () =>
		await byHand().call(
			'user-verification-call',
			{ path: `${PATH}userVerifiedStepFive.do`, key, fields: {}, photos: "={{ ['face'] }}" },
			{ face: binaryFile(jpeg(), 'face.jpg') },
		);
	const given = {
		json: { verification_key: key, id_card: idCardNumber(7), valid_until: '2040-01-01' },
		binary: {
			id_front: binaryFile(jpeg(), '证件 正面.jpg'),
			signature_photo: binaryFile(png(), 'sign.png', 'image/png'),
		},
	};

	test("stops with the provider's code while a step before is missing", async () => {
		expect(failureOf(await byHand().run('user-verification-step', given))).toContain('400002');
	});

	test('submits the document, with the steps before and behind it by the same workflow', async () => {
		const flat = (name: string): IDataObject => {
			const { additionalFields, ...fields } = stepValues[name];
			return { ...fields, ...(additionalFields as IDataObject) };
		};
		await call('userVerifiedStepOne', flat('submitPersonalInformation'));
		await call('userVerifiedStepTwo', flat('submitAddress'));
		await call('userVerifiedStepThree', flat('submitIncome'));

		const { result, verdicts } = await watched(
			'user-verification',
			async () => await byHand().run('user-verification-step', given),
		);

		expect(resultOf(result, 'Submit Document')).toMatchObject({ success: true });
		expect(verdicts).toEqual([accepted('submitStepFour', '000000')]);
		expect(await submitFace()).toMatchObject({ success: true });
		expect(await call('queryUserVerified')).toMatchObject({ cardNo: given.json.id_card });
	});
});

describe('Qiancheng Credit', () => {
	const call = async (path: string, fields: IDataObject) =>
		await byHand().call('qiancheng-call', { path, fields });
	const audit = async () =>
		await byHand().run('qiancheng-audit', {
			json: { ...person(0), id_card: '11010519491231002X', loan: riskData(Date.now()) },
		});
	const applied = accepted('riskAuditApply', '0');
	const signIn = accepted('authorizeToken', '0');

	test('renews a token that has ended, repeats the audit once, and shares the new one', async () => {
		await audit();
		await control('/qiancheng-credit/expire', {});

		const first = await watched('qiancheng-credit', audit);
		const next = await watched('qiancheng-credit', audit);

		const refused = { operation: 'riskAuditApply', code: '1001', processed: false };
		expect(first.verdicts).toMatchObject([refused, signIn, applied]);
		expect(next.verdicts).toEqual([applied]);
		const { open_id } = resultOf(next.result, 'Apply for Audit');
		expect(await call('/risk-model/audit/result', { open_id })).toMatchObject({ open_id });
	});

	test("stops with the provider's code", async () => {
		await expect(call('/telecom/collect/get-state', { open_id: 'none' })).rejects.toThrow('1001');
	});

	const begin = async (digit: number) => {
		const fields = { ...person(digit), id_card: '11010519491231002X', service_password: '1' };
		return (await call('/telecom/collect/open-id', fields)).open_id;
	};
	const hurry = (limit = 90_000) => ({
		wait: async (open_id: unknown) =>
			await byHand().run('qiancheng-carrier', { json: { open_id } as IDataObject }, (nodes) => {
				for (const { parameters, type } of nodes) {
					if (type.endsWith('.wait')) parameters.amount = 0.2;
					const { value } = (parameters.workflowInputs ?? {}) as { value?: IDataObject };
					if (value) value.keep = String(value.keep).replace('90000', String(limit));
				}
			}),
	});

	// What is counted for these steps is a call of the same workflow.
	test('takes the other steps of the flagship as well', async () => {
		const whom: IDataObject = { ...person(3), id_card: '11010519491231002X' };
		expect(await call('/blacklist/search/single', whom)).toMatchObject({ is_in: false });
		const open_id = await begin(3);
		await hurry().wait(open_id);
		await call('/telecom/collect/captcha', { open_id, captcha: '123456' });
		expect(resultOf(await hurry().wait(open_id), 'State')).toMatchObject({ state: 31 });
		await call('/telecom/collect/query-password', { open_id, query_password: '654321' });
		await hurry().wait(open_id);
		expect(await call('/telecom/data/report', { open_id })).toMatchObject({
			...{ open_id, ready: true, basic: { name: whom.name } },
		});
	});

	test.each([
		[0, { state: 43, stateName: 'STATE_DATA_READY', nextAction: 'getData', timedOut: false }],
		[1, { state: 21, nextAction: 'submitCaptcha', timedOut: false }],
		[6, { state: 42, nextAction: 'failed', timedOut: false }],
	])('waits for the carrier of a number that ends in %i', async (digit, state) => {
		const open_id = await begin(digit);

		const { result, verdicts } = await watched(
			'qiancheng-credit',
			async () => await hurry().wait(open_id),
		);

		expect(resultOf(result, 'State')).toMatchObject({ open_id, ...state });
		expect(verdicts.length).toBeGreaterThan(1);
		expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict)))).toEqual(
			new Set([JSON.stringify(accepted('telecomGetState', '0'))]),
		);
	});

	test('waits no longer than it may', async () => {
		const result = await hurry(500).wait(await begin(7));

		expect(resultOf(result, 'State')).toMatchObject({ nextAction: 'wait', timedOut: true });
	});
});

describe('WeBank', () => {
	const applied = accepted('callService', '60840000');
	const session = [accepted('getAccessToken', '60850000'), accepted('getApiTicket', '60850000')];
	const refused = { operation: 'callService', code: '60841018', processed: false };
	const apply = async () =>
		await byHand().run('webank-apply', {
			json: {
				...{ name: '王大志', id_card: '11010519491231002X', mobile: '13800138000', amount: 20_000 },
				credit_order_no: String(Date.now()),
				notify_url: 'https://n8n.example.com/webhook/webank',
			},
		});

	test('applies; token and ticket are fetched once and then shared', async () => {
		const first = await watched('webank', apply);
		expect(resultOf(first.result, 'Check')).toMatchObject({ businessCode: '66590000' });
		expect(first.verdicts).toEqual([...session, applied]);
		expect((await watched('webank', apply)).verdicts).toEqual([applied]);
	});

	test('renews a session that another system has taken over, and repeats the call once', async () => {
		await control('/webank/kick-out', {});

		const { result, verdicts } = await watched('webank', apply);

		expect(resultOf(result, 'Check')).toMatchObject({ businessCode: '66590000' });
		expect(verdicts).toMatchObject([refused, ...session, applied]);
	});

	test('gives up when the session is taken over again', async () => {
		await control('/webank/kick-out', { beforeCalls: 2 });

		const { result, verdicts } = await watched('webank', apply);

		expect(failureOf(result)).toContain('60841018');
		expect(verdicts).toMatchObject([refused, ...session, refused]);
	});

	test('renews a session before its end', async () => {
		await control('/webank/lives', { accessToken: 60 });
		// The one that was fetched last is longer.
		await control('/webank/kick-out', {});
		await apply();

		const { verdicts } = await watched('webank', apply);

		await control('/webank/lives', { accessToken: 3600 });
		expect(verdicts).toEqual([...session, applied]);
	});

	test("stops with the bank's code", async () => {
		await control('/webank/replies', { replies: [{ code: '66590011', desc: '额度不足' }] });

		expect(failureOf(await apply())).toContain('66590011 额度不足');
	});
});
