import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field } from '../../nodes/shared/model/field.ts';
import type { Operation } from '../../nodes/shared/model/operation.ts';
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

/** By provider: what the report says, and what has been taken away. */
const changes: Record<string, Record<string, Change>> = {
	hstong: {
		'operations: getOpenStatus is not an operation of the node': ({ resources }) =>
			void delete resources.application.operations.getStatus,
		'operations: getStep1Info requests POST /account/apply/step2/info, not POST /account/apply/step1/info':
			(own) => (operationOf(own, 'getStep1Info').endpoint = 'POST /account/apply/step2/info'),
		'operations: getStep1Info reads, which the node denies': (own) =>
			(operationOf(own, 'getStep1Info').effect = { submits: 'Look it up.' }),
		'parameters: submitStep2.natureOfBussiness is not a field of the operation': rename(
			'submitStep2',
			'natureOfBussiness',
		),
		'parameters: submitStep6.token is not a field of the operation': rename('submitStep6', 'token'),
		'parameters: submitStep1.name is not required': (own) =>
			void delete fieldOf(own, 'submitStep1', 'name').required,
		'parameters: submitStep2.gender is hidden under a condition': (own) =>
			(fieldOf(own, 'submitStep2', 'gender').displayOptions = { show: { employmentStatus: [1] } }),
		'parameters: submitStep4.d1YesName is not shown just when d1 is false': (own) =>
			void delete fieldOf(own, 'submitStep4', 'd1YesName').displayOptions,
		'parameters: submitStep4.d1YesName is not required when d1 is false': (own) =>
			void delete fieldOf(own, 'submitStep4', 'd1YesName').required,
		'parameters: submitStep3.annualIncome has no choice 3': (own) =>
			void fieldOf(own, 'submitStep3', 'annualIncome').options?.pop(),
		'parameters: uploadAvatarAction.type lacks the choices 2': (own) =>
			void fieldOf(own, 'uploadAvatarAction', 'type').options?.pop(),
		'parameters: submitStep1.bankCardNo is not checked to be bank-card': (own) =>
			void delete fieldOf(own, 'submitStep1', 'bankCardNo').check,
		'parameters: submitStep4.d2 is not checked to be true': (own) =>
			void delete fieldOf(own, 'submitStep4', 'd2').check,
		'parameters: submitStep8.signature has not the size limit of the document': (own) =>
			(fieldOf(own, 'submitStep8', 'signature').file = { maxBytes: 1_000_000 }),
		'dictionaries: openStatus is not a dictionary of the node': ({ dictionaries }) =>
			void delete dictionaries.openStatus,
		"dictionaries: gender labels 1 'Male', not 'Male (男)'": ({ dictionaries: { gender } }) =>
			(gender[0].name = 'Male'),
		"dictionaries: natureOfBussiness labels 0 'Banking (金融)', not 'Finance (金融)'": ({
			dictionaries: { natureOfBussiness },
		}) => (natureOfBussiness[0].name = 'Banking (金融)'),
		'error codes: 60038 is not in the error table': ({ errors }) => void delete errors['60038'],
		'error codes: 60013 is not retryable': ({ errors }) => void delete errors['60013'].retryable,
		'switches: encryptMobile is true by default': (own) =>
			(settingOf(own, 'encryptMobile').default = true),
	},
	'qiancheng-credit': {
		'operations: ebankV2Create is not an operation of the node': (own) =>
			void delete (operationOf(own, 'ebankCreate').id as Record<string, string>).v2,
		'operations: ebankGetState requests POST /v2/ebank/collect/get-state, not POST /ebank/collect/get-state':
			(own) => (operationOf(own, 'ebankGetState').endpoint = 'POST /v2/ebank/collect/get-state'),
		'parameters: degreeCreate.options.contacts.contact_name is not a field of the operation':
			rename('degreeCreate', 'options.contacts.contact_name'),
		'parameters: telecomCreate.options.work_addr is not a field of the operation': (own) => {
			const { fields } = operationOf(own, 'telecomCreate');
			fields.forEach((field) => field.sendAs && (field.sendAs = 'opts'));
		},
		"parameters: telecomCreate.options.contacts.contact_type labels 6 'Friend', not 'Friend (朋友)'":
			(own) => {
				const { options } = fieldOf(own, 'telecomCreate', 'options.contacts.contact_type');
				(options as INodePropertyOptions[])[6].name = 'Friend';
			},
		'states: telecomState 24 is not called STATE_CAPTCHA_RESEND in telecom': ({ states }) =>
			void delete states.telecom.states[24],
		'states: ebankState 10 is not called STATE_COLLECT_FINISHED in ebankV2': ({ states }) =>
			(states.ebankV2.states[10] = ['STATE_COLLECT_FINISHED', '']),
		'states: degreeState 0 has no table of states': ({ states }) => void delete states.degree,
		"error codes: 1000 has the original '系统错误'": (own) =>
			void delete operationOf(own, 'searchBlacklist').errors,
		"error codes: 1001 has the original '输入错误'": ({ scoped }) =>
			void delete scoped.authorizeToken,
		'credential fields: password is not hidden': (own) =>
			void delete settingOf(own, 'password').typeOptions,
	},
	webank: {
		'operations: downloadFile requests POST /api/s/up/download, not GET /api/s/up/download': (
			own,
		) => (operationOf(own, 'downloadFile').endpoint = 'POST /api/s/up/download'),
		'parameters: getApiTicket.user_data.UNION_ID is not a field of the operation': rename(
			'getApiTicket',
			'UNION_ID',
		),
		'parameters: uploadJson.bizContent is not checked to be a JSON object': (own) =>
			void delete fieldOf(own, 'uploadJson', 'bizContent').check,
		"error codes: 60841018 has the original 'wrong'": ({ errors }) =>
			(errors['60841018'].original = 'wrong'),
		'environments: G1 is not an environment of the credential': (own) =>
			void settingOf(own, 'environment').options?.splice(0),
		'notifications: reverseCall has no trigger': (own) => void delete own.trigger,
		'notifications: reverseCall.SeqNo is not asked for a reply': rename('reverseCall', 'SeqNo'),
		'notifications: reverseCall.CODE has no choice 0012': (own) =>
			void fieldOf(own, 'reverseCall', 'CODE').options?.pop(),
	},
	htouhui: {
		'operations: queryUser requests POST /somewhere, not undefined': (own) =>
			(operationOf(own, 'queryUser').endpoint = 'POST /somewhere'),
		'parameters: openAccount.real_name is not shown just when type is 0 or 1': (own) =>
			(fieldOf(own, 'openAccount', 'real_name').displayOptions = { show: { type: ['0'] } }),
		'parameters: registerUser.password cannot be left out': (own) =>
			(fieldOf(own, 'registerUser', 'password').required = true),
		'parameters: openAccount.notify_url is not limited to 200 characters': (own) =>
			void delete fieldOf(own, 'openAccount', 'notify_url').maxLength,
		'parameters: openAccount.real_name is limited to 30 characters': (own, { operations }) => {
			fieldOf(own, 'openAccount', 'real_name').maxLength = 30;
			const param = operations.flatMap(({ params }) => params);
			param.forEach((one) => one.name === 'real_name' && delete one.maxLength);
		},
	},
	'user-verification': {
		'operations: submitStepOne submits, which the node denies': (own) =>
			(operationOf(own, 'submitStepOne').effect = 'reads'),
		'parameters: submitStepFour.handSignFile is not a field of the operation': rename(
			'submitStepFour',
			'handSignFile',
		),
		'parameters: submitStepFour.cardValidityPeriod is checked, although the specification has no format for it':
			(_own, { operations }) =>
				operations
					.flatMap(({ params }) => params)
					.forEach((param) => param.name === 'cardValidityPeriod' && delete param.format),
		'error codes: httpStatusPost 403 is not in the error table': ({ errors }) =>
			void delete errors['HTTP 403'],
		'switches: bodyStyle lacks the choices query': (own) =>
			void settingOf(own, 'bodyStyle').options?.pop(),
	},
};

const each = Object.entries(changes).flatMap(([id, byLine]) =>
	Object.entries(byLine).map(([line, change]) => [id, line, change] as const),
);

test.each(each)('%s: "%s" is noticed', (id, line, change) => {
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
