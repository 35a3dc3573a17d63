import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, Operation } from '../../nodes/shared/model/operation.ts';
import { compare, type Coverage, isComplete } from '../../scripts/coverage/compare.ts';
import { slotsOf } from '../../scripts/coverage/slots.ts';
import { unmatched } from '../../scripts/coverage/unmatched.ts';
import {
	loadProvider,
	type Modules,
	placesOf,
	versionsOf,
} from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { readSpec, specIds } from '../../spec/read.ts';
import type { Spec } from '../../spec/types.ts';

// The code as it stands in the repository, compiled by jest; npm run coverage looks at the built one.
const modules = new Map(PROVIDERS.map((entry) => [entry.id, loadProvider(entry, process.cwd())]));

/** A copy that a test may change: functions stay as they are, and what is shared stays shared. */
function copyOf<T>(value: T, known = new Map<unknown, unknown>()): T {
	if (typeof value !== 'object' || value === null) return value;
	if (known.has(value)) return known.get(value) as T;
	const copy: object = Array.isArray(value) ? [] : {};
	known.set(value, copy);
	for (const [name, inner] of Object.entries(value)) {
		Object.assign(copy, { [name]: copyOf(inner, known) });
	}
	return copy as T;
}

type Change = (modules: Modules, spec: Spec) => void;

/** The report after one change to a provider's code, or to its specification. */
function reportAfter(id: string, change: Change = () => undefined): Coverage {
	const own = copyOf(modules.get(id)) as Modules;
	const spec = readSpec(id);
	change(own, spec);
	return compare(spec, own);
}

function operationOf({ resources }: Modules, id: string): Operation {
	const found = placesOf(resources).find(({ operation }) =>
		versionsOf(operation).some((version) => version.id === id),
	);
	if (!found) throw new Error(`There is no ${id}`);
	return found.operation;
}

function fieldOf(own: Modules, id: string, path: string): Field {
	const slot = slotsOf(operationOf(own, id).fields).find((one) => one.path.join('.') === path);
	if (!slot) throw new Error(`There is no ${id}.${path}`);
	return slot.field;
}

const settingOf = ({ credential }: Modules, name: string): INodeProperties => {
	const found = credential.properties.find((property) => property.name === name);
	if (!found) throw new Error(`The credential has no ${name}`);
	return found;
};

test.each(PROVIDERS)('$node has everything that its specification asks for', ({ id }) => {
	const report = reportAfter(id);

	expect(Object.values(report.counts).flatMap(({ missing }) => missing)).toEqual([]);
	expect(report.unknown).toEqual([]);
	expect(isComplete(report)).toBe(true);
	expect(report.counts.operations.spec).toBe(readSpec(id).operations.length);
});

const rename =
	(id: string, path: string): Change =>
	(own) =>
		(fieldOf(own, id, path).name += 'X');

const changes: Array<[provider: string, what: string, line: string, change: Change]> = [
	[
		'hstong',
		'an operation',
		'operations: getOpenStatus is not an operation of the node',
		({ resources }) => void delete resources.application.operations.getStatus,
	],
	[
		'qiancheng-credit',
		'a version of an operation',
		'operations: ebankV2Create is not an operation of the node',
		(own) => void delete (operationOf(own, 'ebankCreate').id as Record<string, string>).v2,
	],
	[
		'hstong',
		'a path',
		'operations: getStep1Info requests POST /account/apply/step2/info, not POST /account/apply/step1/info',
		(own) => (operationOf(own, 'getStep1Info').endpoint = 'POST /account/apply/step2/info'),
	],
	[
		'webank',
		'a method',
		'operations: downloadFile requests POST /api/s/up/download, not GET /api/s/up/download',
		(own) => (operationOf(own, 'downloadFile').endpoint = 'POST /api/s/up/download'),
	],
	[
		'qiancheng-credit',
		'the path of a version',
		'operations: ebankGetState requests POST /v2/ebank/collect/get-state, not POST /ebank/collect/get-state',
		(own) => (operationOf(own, 'ebankGetState').endpoint = 'POST /v2/ebank/collect/get-state'),
	],
	[
		'htouhui',
		'the setting that has a path',
		'operations: queryUser requests POST /somewhere, not undefined',
		(own) => (operationOf(own, 'queryUser').endpoint = 'POST /somewhere'),
	],
	[
		'user-verification',
		'that it submits',
		'operations: submitStepOne submits, which the node denies',
		(own) => (operationOf(own, 'submitStepOne').effect = 'reads'),
	],
	[
		'hstong',
		'that it only reads',
		'operations: getStep1Info reads, which the node denies',
		(own) => (operationOf(own, 'getStep1Info').effect = { submits: 'Look it up.' }),
	],
	[
		'hstong',
		'a name',
		'parameters: submitStep2.natureOfBussiness is not a field of the operation',
		rename('submitStep2', 'natureOfBussiness'),
	],
	[
		'qiancheng-credit',
		'a name in a list',
		'parameters: degreeCreate.options.contacts.contact_name is not a field of the operation',
		rename('degreeCreate', 'options.contacts.contact_name'),
	],
	[
		'qiancheng-credit',
		'the object around values',
		'parameters: telecomCreate.options.work_addr is not a field of the operation',
		(own) => {
			const { fields } = operationOf(own, 'telecomCreate');
			fields.forEach((field) => field.sendAs && (field.sendAs = 'opts'));
		},
	],
	[
		'webank',
		'a name in a JSON text',
		'parameters: getApiTicket.user_data.UNION_ID is not a field of the operation',
		rename('getApiTicket', 'UNION_ID'),
	],
	[
		'user-verification',
		'a photo',
		'parameters: submitStepFour.handSignFile is not a field of the operation',
		rename('submitStepFour', 'handSignFile'),
	],
	[
		'hstong',
		'the token of an operation',
		'parameters: submitStep6.token is not a field of the operation',
		rename('submitStep6', 'token'),
	],
	[
		'hstong',
		'the mark of a required field',
		'parameters: submitStep1.name is not required',
		(own) => void delete fieldOf(own, 'submitStep1', 'name').required,
	],
	[
		'hstong',
		'a required field from sight',
		'parameters: submitStep2.gender is hidden under a condition',
		(own) =>
			(fieldOf(own, 'submitStep2', 'gender').displayOptions = { show: { employmentStatus: [1] } }),
	],
	[
		'hstong',
		'the condition of a field',
		'parameters: submitStep4.d1YesName is not shown just when d1 is false',
		(own) => void delete fieldOf(own, 'submitStep4', 'd1YesName').displayOptions,
	],
	[
		'hstong',
		'the need for a field under a condition',
		'parameters: submitStep4.d1YesName is not required when d1 is false',
		(own) => void delete fieldOf(own, 'submitStep4', 'd1YesName').required,
	],
	[
		'htouhui',
		'one value of a condition',
		'parameters: openAccount.real_name is not shown just when type is 0 or 1',
		(own) => (fieldOf(own, 'openAccount', 'real_name').displayOptions = { show: { type: ['0'] } }),
	],
	[
		'htouhui',
		'the freedom to leave a field out',
		'parameters: registerUser.password cannot be left out',
		(own) => (fieldOf(own, 'registerUser', 'password').required = true),
	],
	[
		'hstong',
		'a choice',
		'parameters: submitStep3.annualIncome has no choice 3',
		(own) => void fieldOf(own, 'submitStep3', 'annualIncome').options?.pop(),
	],
	[
		'qiancheng-credit',
		'a label in a list',
		"parameters: telecomCreate.options.contacts.contact_type labels 6 'Friend', not 'Friend (朋友)'",
		(own) => {
			const { options } = fieldOf(own, 'telecomCreate', 'options.contacts.contact_type');
			(options as INodePropertyOptions[])[6].name = 'Friend';
		},
	],
	[
		'hstong',
		'a value',
		'parameters: uploadAvatarAction.type lacks the choices 2',
		(own) => void fieldOf(own, 'uploadAvatarAction', 'type').options?.pop(),
	],
	[
		'htouhui',
		'a length',
		'parameters: openAccount.notify_url is not limited to 200 characters',
		(own) => void delete fieldOf(own, 'openAccount', 'notify_url').maxLength,
	],
	[
		'htouhui',
		'the freedom to write at length',
		'parameters: openAccount.real_name is limited to 30 characters',
		(own, { operations }) => {
			fieldOf(own, 'openAccount', 'real_name').maxLength = 30;
			const param = operations.flatMap(({ params }) => params);
			param.forEach((one) => one.name === 'real_name' && delete one.maxLength);
		},
	],
	[
		'hstong',
		'a check',
		'parameters: submitStep1.bankCardNo is not checked to be bank-card',
		(own) => void delete fieldOf(own, 'submitStep1', 'bankCardNo').check,
	],
	[
		'webank',
		'the check of a JSON text',
		'parameters: uploadJson.bizContent is not checked to be a JSON object',
		(own) => void delete fieldOf(own, 'uploadJson', 'bizContent').check,
	],
	[
		'hstong',
		'the check of a statement',
		'parameters: submitStep4.d2 is not checked to be true',
		(own) => void delete fieldOf(own, 'submitStep4', 'd2').check,
	],
	[
		'user-verification',
		'the format that a check is for',
		'parameters: submitStepFour.cardValidityPeriod is checked, although the specification has no format for it',
		(_own, { operations }) =>
			operations
				.flatMap(({ params }) => params)
				.forEach((param) => param.name === 'cardValidityPeriod' && delete param.format),
	],
	[
		'hstong',
		'the size limit of a file',
		'parameters: submitStep8.signature has not the size limit of the document',
		(own) => (fieldOf(own, 'submitStep8', 'signature').file = { maxBytes: 1_000_000 }),
	],
	[
		'hstong',
		'a dictionary',
		'dictionaries: openStatus is not a dictionary of the node',
		({ dictionaries }) => void delete dictionaries.openStatus,
	],
	[
		'hstong',
		'the Chinese of a label',
		"dictionaries: gender labels 1 'Male', not 'Male (男)'",
		({ dictionaries: { gender } }) => (gender[0].name = 'Male'),
	],
	[
		'hstong',
		'the English of a label',
		"dictionaries: natureOfBussiness labels 0 'Banking (金融)', not 'Finance (金融)'",
		({ dictionaries: { natureOfBussiness } }) => (natureOfBussiness[0].name = 'Banking (金融)'),
	],
	[
		'qiancheng-credit',
		'what a state is called',
		'states: telecomState 24 is not called STATE_CAPTCHA_RESEND in telecom',
		({ states }) => void delete states.telecom.states[24],
	],
	[
		'qiancheng-credit',
		'what comes after a state',
		'states: ebankState 10 is not called STATE_COLLECT_FINISHED in ebankV2',
		({ states }) => (states.ebankV2.states[10] = ['STATE_COLLECT_FINISHED', '']),
	],
	[
		'qiancheng-credit',
		'the states of a query',
		'states: degreeState 0 has no table of states',
		({ states }) => void delete states.degree,
	],
	[
		'hstong',
		'an error code',
		'error codes: 60038 is not in the error table',
		({ errors }) => void delete errors['60038'],
	],
	[
		'webank',
		"the provider's own words",
		"error codes: 60841018 has the original 'wrong'",
		({ errors }) => (errors['60841018'].original = 'wrong'),
	],
	[
		'hstong',
		'the mark that a call may be repeated',
		'error codes: 60013 is not retryable',
		({ errors }) => void delete errors['60013'].retryable,
	],
	[
		'qiancheng-credit',
		'what a code means in one operation',
		"error codes: 1000 has the original '系统错误'",
		(own) => void delete operationOf(own, 'searchBlacklist').errors,
	],
	[
		'qiancheng-credit',
		"what a code means for the credential's own request",
		"error codes: 1001 has the original '输入错误'",
		({ scoped }) => void delete scoped.authorizeToken,
	],
	[
		'user-verification',
		'a status',
		'error codes: httpStatusPost 403 is not in the error table',
		({ errors }) => void delete errors['HTTP 403'],
	],
	[
		'webank',
		'an environment',
		'environments: G1 is not an environment of the credential',
		(own) => void settingOf(own, 'environment').options?.splice(0),
	],
	[
		'qiancheng-credit',
		'the cover of a secret',
		'credential fields: password is not hidden',
		(own) => void delete settingOf(own, 'password').typeOptions,
	],
	[
		'hstong',
		'the default of a switch',
		'switches: encryptMobile is true by default',
		(own) => (settingOf(own, 'encryptMobile').default = true),
	],
	[
		'user-verification',
		'a position of a switch',
		'switches: bodyStyle lacks the choices query',
		(own) => void settingOf(own, 'bodyStyle').options?.pop(),
	],
	[
		'webank',
		'a trigger',
		'notifications: reverseCall has no trigger',
		(own) => void delete own.trigger,
	],
	[
		'webank',
		'what a reply repeats',
		'notifications: reverseCall.SeqNo is not asked for a reply',
		rename('reverseCall', 'SeqNo'),
	],
	[
		'webank',
		'an answer to a notification',
		'notifications: reverseCall.CODE has no choice 0012',
		(own) => void fieldOf(own, 'reverseCall', 'CODE').options?.pop(),
	],
];

test.each(changes)('%s: taking away %s is noticed', (id, _what, line, change) => {
	const report = reportAfter(id, change);

	expect(isComplete(report)).toBe(false);
	const lines = Object.entries(report.counts).flatMap(([category, { missing }]) =>
		missing.map((fault) => `${category}: ${fault}`),
	);
	// A line about a code ends with its operation.
	expect(lines.map((one) => one.replace(/ \(in \w+\)$/, ''))).toContain(line);
});

test('a field that the specification does not know is no mere extra', () => {
	const report = reportAfter('hstong', rename('submitStep6', 'd4'));

	expect(report.unknown).toEqual(['parameter submitStep6.d4X']);
	expect(isComplete(report)).toBe(false);
});

test('an operation that the specification does not know is no mere extra', () => {
	const report = reportAfter('hstong', ({ resources: { application } }) => {
		const { agree } = application.operations;
		application.operations.close = { ...agree, id: 'closeAccount' };
	});

	expect(report.unknown).toEqual(['operation application.close: closeAccount']);
	expect(isComplete(report)).toBe(false);
});

test('what the node has beyond the specification is named and no fault', () => {
	const report = reportAfter('hstong', ({ dictionaries, errors }) => {
		dictionaries.gender.push({ name: 'Other (其他)', value: 3 });
		dictionaries.colour = [];
		errors['99999'] = { message: '', remedy: '', original: '' };
	});

	expect(isComplete(report)).toBe(true);
	expect(report.extra).toEqual(
		expect.arrayContaining(['choice gender 3', 'dictionary colour', 'error code 99999']),
	);
});

test('a node without a specification and a specification without a node are told', () => {
	const [hstong] = PROVIDERS;
	const other = { ...hstong, id: 'newbank', node: 'NewBank' };

	expect(unmatched(PROVIDERS, specIds())).toEqual([]);
	expect(unmatched([other], ['hstong'])).toEqual([
		'nodes/NewBank has no specification (spec/newbank.json).',
		'spec/hstong.json has no node in package.json.',
		'There is no sandbox/newbank/index.ts.',
		'There is no docs/newbank.md.',
	]);
});
