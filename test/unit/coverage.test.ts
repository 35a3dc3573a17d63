import type { Built } from '../../scripts/coverage/built.ts';
import { readBuilt } from '../../scripts/coverage/built.ts';
import { compare, isComplete } from '../../scripts/coverage/coverage.ts';
import { PREVIEW_RULES } from '../../scripts/generate/preview.ts';
import { readSpec } from '../../scripts/shared/spec.ts';

const spec = readSpec('hstong');

// The code as it stands in the repository, compiled by jest; npm run coverage looks at the built one.
let complete: Built;
beforeAll(async () => {
	complete = await readBuilt('hstong', spec, process.cwd());
});

/** The report after one change to what was built. */
function reportAfter(change: (built: Built) => void) {
	const built = structuredClone(complete);
	change(built);
	return compare(spec, built, PREVIEW_RULES.hstong);
}

const field = (built: Built, operation: string, name: string) => {
	const found = built.operations[operation].fields.find((candidate) => candidate.name === name);
	if (!found) throw new Error(`There is no ${operation}.${name}`);
	return found;
};

const credentialField = (built: Built, name: string) => {
	const found = built.credential.fields.find((candidate) => candidate.name === name);
	if (!found) throw new Error(`The credential has no ${name}`);
	return found;
};

const without = <T>(list: T[], isLeftOut: (entry: T) => boolean): T[] =>
	list.filter((entry) => !isLeftOut(entry));

test('HSTong has everything that its specification asks for', () => {
	const report = reportAfter(() => undefined);

	expect(isComplete(report)).toBe(true);
	expect(
		Object.entries(report.counts).map(([what, { have, spec: of }]) => `${what} ${have}/${of}`),
	).toEqual([
		'operations 25/25',
		'sandbox operations 25/25',
		'parameters 76/76',
		'common parameters 4/4',
		'response fields 71/71',
		'dictionaries 19/19',
		'dictionary entries 157/157',
		'error codes 46/46',
		'sandbox error codes 46/46',
		'environments 2/2',
		'credential fields 2/2',
		'switches 3/3',
	]);
});

type Change = [what: string, category: string, line: string, change: (built: Built) => void];

const changes: Change[] = [
	[
		'an operation',
		'operations',
		'getOpenStatus is not an operation of the node',
		(built) => void delete built.operations.getOpenStatus,
	],
	[
		'the path of an operation',
		'operations',
		'getStep1Info requests POST /account/apply/step2/info, not POST /account/apply/step1/info',
		(built) => (built.operations.getStep1Info.path = '/account/apply/step2/info'),
	],
	[
		'an operation of the sandbox',
		'sandbox operations',
		'ocrValidate is not served by the sandbox',
		({ sandbox }) =>
			(sandbox.operations = without(sandbox.operations, (id) => id === 'ocrValidate')),
	],
	[
		'a field',
		'parameters',
		'submitStep2.email is not a field of the operation',
		({ operations: { submitStep2 } }) =>
			(submitStep2.fields = without(submitStep2.fields, ({ name }) => name === 'email')),
	],
	[
		'the name of a field on the wire',
		'parameters',
		'submitStep2.natureOfBussiness is not a field of the operation',
		(built) => (field(built, 'submitStep2', 'natureOfBussiness').name = 'natureOfBusiness'),
	],
	[
		'a value that is sent',
		'parameters',
		'submitStep3.annualIncome is not sent',
		({ operations: { submitStep3 } }) =>
			(submitStep3.sent = without(submitStep3.sent, (name) => name === 'annualIncome')),
	],
	[
		'the mark that a field is required',
		'parameters',
		'submitStep1.name is not required',
		(built) => (field(built, 'submitStep1', 'name').required = false),
	],
	[
		'a required field from sight',
		'parameters',
		'submitStep2.gender is hidden under a condition',
		(built) => (field(built, 'submitStep2', 'gender').shownWhen = { employmentStatus: [1] }),
	],
	[
		'the condition of a field',
		'parameters',
		'submitStep4.d1YesName is not shown just when d1 is false',
		(built) => (field(built, 'submitStep4', 'd1YesName').shownWhen = {}),
	],
	[
		'the freedom to leave a field out',
		'parameters',
		'submitStep4.scOthers cannot be left out',
		(built) =>
			Object.assign(field(built, 'submitStep4', 'scOthers'), { optional: false, required: true }),
	],
	[
		'a choice of a field',
		'parameters',
		'submitStep3.annualIncome lacks the choices 3',
		(built) => void field(built, 'submitStep3', 'annualIncome').choices.pop(),
	],
	[
		'a value of a field',
		'parameters',
		'uploadAvatarAction.type lacks the choices 2',
		(built) => void field(built, 'uploadAvatarAction', 'type').choices.pop(),
	],
	[
		'the check that a statement is made',
		'parameters',
		'submitStep4.d2 may be false',
		(built) => (field(built, 'submitStep4', 'd2').mustBeTrue = false),
	],
	[
		'the size limit of a file',
		'parameters',
		'submitStep8.signature has not the size limit of the document',
		(built) => (field(built, 'submitStep8', 'signature').maxBytes = 1_000_000),
	],
	[
		'the encryption of a parameter',
		'parameters',
		'submitStep1.bankCardNo is not encrypted',
		({ credential }) => (credential.encrypts = ['idCardNo']),
	],
	[
		'a common parameter',
		'common parameters',
		'sign_time is not added by the credential',
		({ credential }) => (credential.adds = ['client_key', 'sign']),
	],
	[
		'the token of an operation',
		'common parameters',
		'token is wrong in submitStep6',
		({ operations: { submitStep6 } }) =>
			(submitStep6.fields = without(submitStep6.fields, ({ name }) => name === 'token')),
	],
	[
		'a field of a preview',
		'response fields',
		'getOpenStatus.msg is not in the output preview',
		(built) => void delete built.operations.getOpenStatus.preview?.properties?.msg,
	],
	[
		'a nested field of a preview',
		'response fields',
		'getStep4Info.sc.idNo is not in the output preview',
		(built) => void delete built.operations.getStep4Info.preview?.properties?.sc.properties?.idNo,
	],
	[
		'a dictionary',
		'dictionaries',
		'openStatus is not a dictionary of the node',
		({ dictionaries }) => void delete dictionaries.openStatus,
	],
	[
		'a dictionary entry',
		'dictionary entries',
		'yearsOfService.50 is not a choice',
		({ dictionaries }) => void dictionaries.yearsOfService.pop(),
	],
	[
		'the Chinese of a label',
		'dictionary entries',
		"gender.1 is labelled 'Male', not '男'",
		({ dictionaries: { gender } }) => (gender[0].name = 'Male'),
	],
	[
		'an error code',
		'error codes',
		'60038 is not in the error table',
		({ errors }) => void delete errors['60038'],
	],
	[
		"a provider's own words",
		'error codes',
		"10105 has the original 'wrong'",
		({ errors }) => (errors['10105'].original = 'wrong'),
	],
	[
		'the mark that a call may be repeated',
		'error codes',
		'60013 is not retryable',
		({ errors }) => void delete errors['60013'].retryable,
	],
	[
		'an error code of the sandbox',
		'sandbox error codes',
		'50001 is not known to the sandbox',
		({ sandbox }) => (sandbox.codes = without(sandbox.codes, (code) => code === '50001')),
	],
	[
		'the address of an environment',
		'environments',
		'production is sent to undefined',
		({ credential }) => void delete credential.baseUrls.production,
	],
	[
		'an environment',
		'environments',
		'test is not an environment of the credential',
		(built) => void credentialField(built, 'environment').options?.shift(),
	],
	[
		'a switch',
		'switches',
		'booleanStyle is not a field of the credential',
		({ credential }) =>
			(credential.fields = without(credential.fields, ({ name }) => name === 'booleanStyle')),
	],
	[
		'the default of a switch',
		'switches',
		'encryptMobile is true by default',
		(built) => (credentialField(built, 'encryptMobile').default = true),
	],
	[
		'a position of a switch',
		'switches',
		'multipartCommonParams lacks the choices query',
		(built) => void credentialField(built, 'multipartCommonParams').options?.pop(),
	],
	[
		'the cover of a secret',
		'credential fields',
		'appSecret is not hidden',
		(built) => void delete credentialField(built, 'appSecret').typeOptions,
	],
];

test.each(changes)('taking away %s is noticed', (_what, category, line, change) => {
	const report = reportAfter(change);

	expect(isComplete(report)).toBe(false);
	expect(report.counts[category].missing).toContain(line);
});

test('a parameter that the specification does not know is no mere extra', () => {
	const report = reportAfter((built) => built.operations.submitStep6.sent.push('d5'));

	expect(report.unknown).toEqual(['submitStep6.d5']);
	expect(isComplete(report)).toBe(false);
});

test('what the node has beyond the specification is named and no fault', () => {
	const report = reportAfter(({ dictionaries, errors, operations }) => {
		dictionaries.gender.push({ name: 'Other (其他)', value: 3 });
		errors['99999'] = { message: '', remedy: '', original: '' };
		operations.closeAccount = operations.agreeLicense;
	});

	expect(isComplete(report)).toBe(true);
	expect(report.extra).toEqual(
		expect.arrayContaining([
			'choice gender 3',
			'error code 99999',
			'operation closeAccount',
			'field getIdCardImage.binaryPropertyName',
		]),
	);
});

describe('of a provider with a session, files and notifications', () => {
	const webank = readSpec('webank');
	let whole: Built;
	beforeAll(async () => {
		whole = await readBuilt('webank', webank, process.cwd());
	});

	function missingAfter(category: string, change: (built: Built) => void): string[] {
		const built = structuredClone(whole);
		change(built);
		return compare(webank, built, PREVIEW_RULES.webank).counts[category].missing;
	}

	test('WeBank has everything that its specification asks for', () => {
		const report = compare(webank, whole, PREVIEW_RULES.webank);

		expect(isComplete(report)).toBe(true);
		expect(
			Object.entries(report.counts).map(([what, { have, spec: of }]) => `${what} ${have}/${of}`),
		).toEqual([
			'operations 8/8',
			'sandbox operations 8/8',
			'parameters 72/72',
			'common parameters 0/0',
			'response fields 51/51',
			'dictionaries 7/7',
			'dictionary entries 26/26',
			'error codes 16/16',
			'sandbox error codes 16/16',
			'environments 4/4',
			'credential fields 5/5',
			'switches 4/4',
			'notification fields 5/5',
			'reply fields 7/7',
			'reply codes 7/7',
			'sandbox notifications 5/5',
		]);
	});

	const lastWire = ({ wires }: Built['operations'][string]) => wires[wires.length - 1];

	const takenAway: Change[] = [
		[
			'what the session fetches',
			'operations',
			'getAccessToken is not an operation of the node',
			({ operations }) => void delete operations.getAccessToken,
		],
		[
			'a parameter of the session',
			'parameters',
			'getAccessToken.secret is not sent',
			({ operations }) => void delete operations.getAccessToken.wires[0].query.secret,
		],
		[
			'the version of an interface',
			'parameters',
			'uploadFile.version is not 1.0.0',
			({ operations }) => (operations.uploadFile.wires[0].query.version = '2.0.0'),
		],
		[
			'the sign ticket',
			'parameters',
			'getApiTicket.type is never sign',
			({ operations }) => void operations.getApiTicket.wires.pop(),
		],
		[
			'the condition of user data',
			'parameters',
			'getApiTicket.user_data is not sent with every request that needs it',
			({ operations }) => (lastWire(operations.getApiTicket).query.user_data = '{}'),
		],
		[
			'the condition of the merchant',
			'parameters',
			'getApiTicket.mechant_id is not sent just when type is user',
			({ operations }) => (lastWire(operations.getApiTicket).query.mechant_id = '1'),
		],
		[
			'a field of user data',
			'parameters',
			'getApiTicket.UNION_ID is not sent',
			({ operations }) => (operations.getApiTicket.wires[0].query.user_data = '{"USER_ID":"1"}'),
		],
		[
			'the signature of a request',
			'parameters',
			'networkTest.sign is not sent',
			({ operations }) => void delete operations.networkTest.wires[0].query.sign,
		],
		[
			"the user's own body",
			'parameters',
			'callService.$body is not sent as it is given',
			({ operations }) => (operations.callService.wires[0].text = '{}'),
		],
		[
			'a part of a form',
			'parameters',
			'uploadForm.bizContent is not sent',
			({ operations: { uploadForm } }) =>
				uploadForm.wires.forEach(({ parts }) => void delete parts.bizContent),
		],
		[
			'the first entry of a list',
			'response fields',
			'getApiTicket.tickets.value is not in the output preview',
			({ operations }) => void delete operations.getApiTicket.preview?.properties?.ticket,
		],
		[
			'a code of success',
			'dictionary entries',
			'successCode.60850000 is not a choice',
			({ fixed }) => (fixed.successCode = ['60840000']),
		],
		[
			'the host for files',
			'environments',
			'G1 is sent to https://g1-capapi-v2.test.webank.com',
			({ credential: { baseUrls, fileBaseUrls } }) => (fileBaseUrls.G1 = baseUrls.G1),
		],
		[
			'an address that only the partner knows',
			'environments',
			'production is sent to undefined',
			({ credential }) => void delete credential.baseUrls.production,
		],
		[
			'the demand for a field',
			'notification fields',
			'SeqNo is not demanded in the trigger',
			({ callback }) => void callback?.demands.trigger.pop(),
		],
		[
			'a right reply',
			'reply fields',
			'Signature is not in a right reply in the operation',
			({ callback }) => void callback?.replies.operation.splice(0),
		],
		[
			'a refusal',
			'reply codes',
			'0012 is never answered in the trigger',
			({ callback }) => void callback?.codes.trigger.splice(0),
		],
		[
			'a call of the sandbox',
			'sandbox notifications',
			'Plain is not sent by the sandbox',
			({ callback }) => void callback?.sandbox.splice(0),
		],
	];

	test.each(takenAway)('taking away %s is noticed', (_what, category, line, change) => {
		expect(missingAfter(category, () => undefined)).toEqual([]);
		expect(missingAfter(category, change)).toContain(line);
	});
});

describe('User Verification, whose document has no codes and no address', () => {
	const verification = readSpec('user-verification');
	let whole: Built;
	beforeAll(async () => {
		whole = await readBuilt('user-verification', verification, process.cwd());
	});

	const missingAfter = (category: string, change: (built: Built) => void): string[] => {
		const built = structuredClone(whole);
		change(built);
		return compare(verification, built, PREVIEW_RULES['user-verification']).counts[category]
			.missing;
	};

	test('has everything', () => {
		const report = compare(verification, whole, PREVIEW_RULES['user-verification']);
		expect(isComplete(report)).toBe(true);
		expect(report.counts.parameters.spec).toBe(36);
		expect(report.counts['response fields'].spec).toBe(41);
	});

	const takenAway: Change[] = [
		[
			'the explanation of a status',
			'dictionary entries',
			'httpStatusPost.403 is not a choice',
			({ fixed }) => (fixed.httpStatusPost = ['200', '201', '401', '404']),
		],
		[
			'the base URL',
			'environments',
			'default is sent to undefined',
			({ credential }) => void delete credential.baseUrls.default,
		],
	];

	test.each(takenAway)('taking away %s is noticed', (_what, category, line, change) => {
		expect(missingAfter(category, () => undefined)).toEqual([]);
		expect(missingAfter(category, change)).toContain(line);
	});
});
