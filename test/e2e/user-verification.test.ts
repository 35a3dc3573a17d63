import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/UserVerification/operations';
import { jsonOf } from '../support/n8n-driver.ts';
import { controlOf } from '../support/sandbox';
import { files, photos, stepValues } from '../support/user-verification';
import { itemsNode, type NodeInput } from '../support/workflow';
import { chainsOf, errorOf } from './support/chain';
import { sharedEnvironment } from './support/environment';

const USER_VERIFICATION = 'n8n-nodes-fintech-onboarding.userVerification';

const environment = sharedEnvironment();
const control = controlOf(environment.sandbox);

let users = 100_000 + Math.floor(Math.random() * 800_000);

/** A credential of a user of its own: a key stands for one user (gap UV-09). */
async function newUser(changes: IDataObject = {}) {
	const apiKey = `sandbox-verification-user-${++users}`;
	const data = {
		baseUrl: environment.sandbox.urls['user-verification'],
		apiKey,
		secretKey: 'verification-sandbox-secret',
		...changes,
	};
	const name = `user ${users}`;
	const type = 'userVerificationApi';
	const id = await environment.n8n.saveCredential({ name, type, data });
	return { apiKey, id, credentials: { [type]: { id, name } } };
}

const verification = (
	name: string,
	resource: string,
	operation: string,
	parameters: IDataObject,
	credentials: NodeInput['credentials'],
): NodeInput => ({
	name,
	type: USER_VERIFICATION,
	parameters: { resource, operation, ...parameters },
	credentials,
});

const { httpRequest, execute, bytesOf } = chainsOf(environment, USER_VERIFICATION, () => undefined);

test('every operation, from the first step to the approval', async () => {
	const { apiKey, credentials } = await newUser();
	const steps = Object.entries(stepValues).map(([operation, values]) =>
		verification(operation, 'step', operation, values, credentials),
	);
	expect(steps.map(({ name }) => name)).toEqual(Object.keys(resources.step.operations));
	expect(Object.keys(resources.verification.operations)).toEqual(['get']);

	const get = (name: string, parameters: IDataObject) =>
		verification(name, 'verification', 'get', parameters, credentials);
	const execution = await execute('user verification operations', [
		itemsNode('Files', [{}], files),
		...steps,
		get('Get', { simple: false }),
		get('Get Photos', { downloadPhotos: true }),
	]);
	expect(errorOf(execution)).toBeUndefined();
	for (const { name } of steps) {
		expect(jsonOf(execution, name)).toEqual([{ success: true, warnings: [], warningsChinese: [] }]);
	}
	expect(jsonOf(execution, 'Get')[0]).toMatchObject({
		cardStatusLabel: 'Pending Review (待审核)',
		firstName: '大志',
		birthAddr: 'Quezon City 😀, 1 + 1 = 2 & 3',
		residenceAddr: 'Blk 1 & Lot 2 = A+B / #3',
		permanentCity: 'Cebu City',
		taxTypeLabel: 'Tax Identification Number (TIN)',
		warnings: [],
	});
	for (const [name, bytes] of Object.entries(photos)) {
		expect(await bytesOf(execution, 'Get Photos', name)).toEqual(bytes);
	}

	await control.call('/user-verification/review', { apiKey, status: '4' });
	const later = await execute('user verification approved', [get('Get', {})]);
	expect(jsonOf(later, 'Get')[0]).toMatchObject({
		cardStatus: '4',
		verified: true,
		decided: true,
		verifiedDesc: '审核通过',
	});
});

test("n8n's HTTP Request node submits, uploads and queries with the credential", async () => {
	const { apiKey, credentials } = await newUser();
	const base = `${environment.sandbox.urls['user-verification']}/openapi/v1/verified`;
	const asUser = (name: string, parameters: IDataObject) =>
		httpRequest(name, parameters, { credentials });
	const { additionalFields: _more, ...first } = stepValues.submitPersonalInformation;
	const [, second, third] = Object.entries(stepValues);
	const texts = Object.entries(stepValues.submitDocument).map(([name, value]) => ({ name, value }));
	const execution = await execute('user verification HTTP Request', [
		asUser('Step One', {
			method: 'POST',
			url: `${base}/userVerifiedStepOne.do`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: JSON.stringify(first),
		}),
		...[second, third].map(([operation, values]) =>
			verification(operation, 'step', operation, values, credentials),
		),
		itemsNode('Files', [{}], files),
		asUser('Step Four', {
			method: 'POST',
			url: `${base}/userVerifiedStepFour.do`,
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					...texts,
					{
						parameterType: 'formBinaryData',
						name: 'cardFrontFile',
						inputDataFieldName: 'cardFront',
					},
				],
			},
		}),
		asUser('Query', { url: `${base}/queryUserVerified.do` }),
	]);
	expect(errorOf(execution)).toBeUndefined();
	for (const name of ['Step One', 'Step Four']) {
		expect(jsonOf(execution, name)[0]).toMatchObject({ code: '000000' });
	}
	expect(jsonOf(execution, 'Query')[0]).toMatchObject({
		code: '000000',
		data: { birthAddr: 'Quezon City 😀, 1 + 1 = 2 & 3', cardNo: 'P1234567A' },
	});
	const { users: all } = await control.call<{ users: IDataObject[] }>('/user-verification/users');
	expect(all.find((user) => user.apiKey === apiKey)).toMatchObject({ steps: [1, 2, 3, 4] });
});
