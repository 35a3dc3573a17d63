import {
	demandsOf,
	refusedTokens,
	statesOf,
	switchesOf,
} from '../../scripts/coverage/behaviour.ts';
import { type Built, prepareStage, readBuilt } from '../../scripts/coverage/built.ts';
import { compare, isComplete } from '../../scripts/coverage/coverage.ts';
import { PREVIEW_RULES } from '../../scripts/generate/preview.ts';
import { loadProvider, operationsById, type Place } from '../../scripts/shared/providers.ts';
import { rehearse, type Stage, stageFor } from '../../scripts/coverage/rehearsal.ts';
import { openSealed } from '../../scripts/coverage/sealed.ts';
import { readSpec } from '../../scripts/shared/spec.ts';

const id = 'qiancheng-credit';
const spec = readSpec(id);

let complete: Built;
beforeAll(async () => {
	complete = await readBuilt(id, spec, process.cwd());
});

function reportAfter(change: (built: Built) => void) {
	const built = structuredClone(complete);
	change(built);
	return compare(spec, built, PREVIEW_RULES[id]);
}

test('Qiancheng Credit has everything that its specification asks for', () => {
	const report = reportAfter(() => undefined);

	expect(isComplete(report)).toBe(true);
	expect(
		Object.entries(report.counts).map(([what, { have, spec: of }]) => `${what} ${have}/${of}`),
	).toEqual([
		'operations 29/29',
		'sandbox operations 29/29',
		'parameters 215/215',
		'common parameters 0/0',
		'response fields 60/60',
		'dictionaries 14/14',
		'dictionary entries 66/66',
		'error codes 7/7',
		'sandbox error codes 7/7',
		'environments 2/2',
		'credential fields 3/3',
		'switches 7/7',
		'switch positions 8/8',
		'states 72/72',
		'refused tokens 2/2',
	]);
});

/** The parts of an operation's requests. */
const partsOf = (built: Built, operation: string) =>
	built.operations[operation].wires.map(({ parts }) => parts as Tree);

/** What a request has inside its objects and lists. */
interface Tree {
	[name: string]: Tree;
}

const optionsOf = (built: Built): Tree[] =>
	partsOf(built, 'telecomCreate').map(({ options }) => options);

/** The data of each rehearsed risk audit, decrypted. */
const auditsOf = (built: Built): Tree[] =>
	built.operations.riskAuditApply.wires.map(({ opened }) => opened.data.value as Tree);

function fieldOf(built: Built, operation: string, path: string) {
	const found = built.operations[operation].fields.find(
		({ name, within }) => [...within, name].join('.') === path,
	);
	if (!found) throw new Error(`There is no ${operation}.${path}`);
	return found;
}

const rulesOf = (built: Built, name: string) => {
	const { fields } = built.payload?.[name] ?? {};
	if (!fields) throw new Error(`There is no rule for ${name}`);
	return fields;
};

type Change = [what: string, category: string, line: string, change: (built: Built) => void];

const changes: Change[] = [
	[
		'a version of an operation',
		'operations',
		'ebankV2Create is not an operation of the node',
		({ operations }) => void delete operations.ebankV2Create,
	],
	[
		'the path of a version',
		'operations',
		'ebankGetState requests POST /v2/ebank/collect/get-state, not POST /ebank/collect/get-state',
		({ operations }) => (operations.ebankGetState.path = operations.ebankV2GetState.path),
	],
	[
		"the credential's own request",
		'operations',
		'authorizeToken is not an operation of the node',
		({ operations }) => void delete operations.authorizeToken,
	],
	[
		'the hours of a token',
		'parameters',
		'authorizeToken.hours is not sent',
		(built) => partsOf(built, 'authorizeToken').forEach((parts) => delete parts.hours),
	],
	[
		'the token of a query that starts',
		'parameters',
		'telecomCreate.token is not sent',
		(built) => partsOf(built, 'telecomCreate').forEach((parts) => delete parts.token),
	],
	[
		'the account of a query that goes on',
		'parameters',
		'ebankV2UploadLicense.username is not sent',
		(built) => partsOf(built, 'ebankV2UploadLicense').forEach((parts) => delete parts.username),
	],
	[
		'the other name of a query',
		'parameters',
		'ebankGetRawData.openId is not sent',
		(built) => partsOf(built, 'ebankGetRawData').forEach((parts) => delete parts.openId),
	],
	[
		'a field of one version',
		'parameters',
		'ebankCreate.entry_id is not a field of the operation',
		({ operations: { ebankCreate } }) =>
			(ebankCreate.fields = ebankCreate.fields.filter(({ name }) => name !== 'entry_id')),
	],
	[
		'the mark that a field of one version is required',
		'parameters',
		'ebankV2UploadLicense.open_id is not required',
		(built) => (fieldOf(built, 'ebankV2UploadLicense', 'open_id').required = false),
	],
	[
		'a value with brackets',
		'parameters',
		'telecomCreate.options.work_addr is not sent',
		(built) => optionsOf(built).forEach((options) => delete options.work_addr),
	],
	[
		'a value of a list with brackets',
		'parameters',
		'telecomCreate.options.contacts.contact_tel is not sent',
		(built) => optionsOf(built).forEach(({ contacts }) => delete contacts[0].contact_tel),
	],
	[
		'a field inside a list',
		'parameters',
		'degreeCreate.options.contacts.contact_name is not a field of the operation',
		(built) => (fieldOf(built, 'degreeCreate', 'options.contacts.contact_name').name = 'name'),
	],
	[
		'a choice inside a list',
		'parameters',
		'telecomCreate.options.contacts.contact_type lacks the choices 6',
		(built) => void fieldOf(built, 'telecomCreate', 'options.contacts.contact_type').choices.pop(),
	],
	[
		'the demand for what an optional object needs',
		'parameters',
		'ebankCreate.user_info.client_type may be left out when it is needed',
		({ operations }) => (operations.ebankCreate.demands = []),
	],
	[
		'the encryption',
		'parameters',
		'riskAuditApply.data cannot be decrypted',
		({ operations }) => void delete operations.riskAuditApply.wires[1].opened.data,
	],
	[
		"the sandbox's consent",
		'parameters',
		'riskAuditApply.data is refused by the sandbox: amount is not above 0',
		({ operations }) =>
			operations.riskAuditApply.wires[0].opened.data.faults.push('amount is not above 0'),
	],
	[
		'a deep field of the encrypted data',
		'parameters',
		'riskAuditApply.data.zfb_data.deal_record.log_no is not sent',
		(built) => void delete auditsOf(built)[0].zfb_data.deal_record[0].log_no,
	],
	[
		'a field of the encrypted data in one of the ways to give it',
		'parameters',
		'riskAuditApply.data.telecom_data.real_name_time is not sent',
		(built) => void delete auditsOf(built)[1].telecom_data.real_name_time,
	],
	[
		'the rule for a field of the encrypted data',
		'parameters',
		'riskAuditApply.data.app_info.app_name is not checked',
		(built) => void delete rulesOf(built, 'app_info').app_name,
	],
	[
		'the need for a field of the encrypted data',
		'parameters',
		'riskAuditApply.data.order_detail.order_time is not required',
		(built) => void delete rulesOf(built, 'order_detail').order_time.required,
	],
	[
		'the type of a field of the encrypted data',
		'parameters',
		'riskAuditApply.data.user_loan_orders.amount is checked as text, not integer',
		(built) => (rulesOf(built, 'user_loan_orders').amount = { type: 'text' }),
	],
	[
		'a choice of the encrypted data',
		'parameters',
		'riskAuditApply.data.card_info.type lacks the choices 3',
		(built) => void rulesOf(built, 'card_info').type.choices?.pop(),
	],
	[
		'what a code means in one operation',
		'error codes',
		"1000 in searchBlacklist has the original '系统错误'",
		({ operations }) => void delete operations.searchBlacklist.errors['1000'],
	],
	[
		'what a code means elsewhere',
		'error codes',
		'1003 in telecomGetRawData is not in the error table',
		({ errors }) => void delete errors['1003'],
	],
	[
		'the mark that a call may be repeated, in one operation',
		'error codes',
		'1000 in searchBlacklist is not retryable',
		({ operations }) => void delete operations.searchBlacklist.errors['1000'].retryable,
	],
	[
		"what a code means for the credential's own request",
		'error codes',
		"1001 in authorizeToken has the original '输入错误'",
		({ operations }) => (operations.authorizeToken.errors = {}),
	],
	[
		'the words for a token that has ended',
		'refused tokens',
		'1001 does not renew the token',
		(built) => (built.tokenRefusals = ['1000']),
	],
	[
		'the effect of a switch',
		'switch positions',
		'gzip false changes nothing that is sent',
		({ credential: { switched } }) => (switched.gzip.false = ''),
	],
	[
		'the effect of one position of a switch',
		'switch positions',
		'ebankRawDataIdName both changes the same as open_id',
		({ credential: { switched } }) =>
			(switched.ebankRawDataIdName.both = switched.ebankRawDataIdName.open_id),
	],
	[
		'a state',
		'states',
		'telecomGetState.24 is called undefined, not STATE_CAPTCHA_RESEND',
		({ operations }) => void delete operations.telecomGetState.states['24'],
	],
	[
		'the label of a state',
		'states',
		'ebankV2SubmitCaptcha.8 is not labelled 验证码错误或超时',
		({ operations }) => (operations.ebankV2SubmitCaptcha.states['8'].stateLabel = null),
	],
	[
		'what comes after a state',
		'states',
		'degreeGetState.22 has no next action',
		({ operations }) => void delete operations.degreeGetState.states['22'].nextAction,
	],
	[
		'data that the document does not describe, from a preview',
		'response fields',
		'telecomGetReport.$data is not in the output preview',
		({ operations }) => void delete operations.telecomGetReport.preview?.properties?.data,
	],
	[
		'a field of one version from their common preview',
		'response fields',
		'ebankV2GetBankList.banks.login_types.entry_id is not in the output preview',
		({ operations: { ebankV2GetBankList } }) => {
			const banks = ebankV2GetBankList.preview?.properties?.banks.items?.properties;
			delete banks?.login_types.items?.properties?.entry_id;
		},
	],
];

test.each(changes)('taking away %s is noticed', (_what, category, line, change) => {
	const report = reportAfter(change);

	expect(isComplete(report)).toBe(false);
	expect(report.counts[category].missing).toContain(line);
});

test.each([
	[
		'with brackets',
		'telecomCreate.options.nick',
		(built: Built) => optionsOf(built).forEach((options) => (options.nick = {})),
	],
	[
		'in the encrypted data',
		'riskAuditApply.data.card_info.bank',
		(built: Built) => auditsOf(built).forEach((data) => (data.card_info[0].bank = {})),
	],
])('a parameter %s that the specification does not know is noticed', (_where, name, change) => {
	const report = reportAfter(change);

	expect(report.unknown).toEqual([name]);
	expect(isComplete(report)).toBe(false);
});

describe('how the code is tried', () => {
	const modules = loadProvider(id, process.cwd());
	const places = operationsById(modules.resources, spec);
	let stage: Stage;
	beforeAll(async () => {
		({ stage } = await prepareStage(id, spec, modules));
	});

	function rehearsed(operation: string, change: Partial<Place['operation']> = {}) {
		const place = places.get(operation);
		const wanted = spec.operations.find((candidate) => candidate.id === operation);
		if (!place || !wanted) throw new Error(`There is no ${operation}`);
		const changed = { ...place, operation: { ...place.operation, ...change } };
		return [changed, wanted, stageFor(place, stage)] as const;
	}

	test('an operation that sends what lacks a needed part demands nothing', async () => {
		expect(await demandsOf(...rehearsed('ebankCreate'))).toEqual(['user_info.client_type']);

		const careless = rehearsed('ebankCreate', {
			run: async (call) => ({ json: { sent: call.values().wire } }),
		});
		expect(await demandsOf(...careless)).toEqual([]);
	});

	test('each version has the states that it can be answered with, and its own next action', async () => {
		const v1 = await statesOf(...rehearsed('ebankGetState'));
		const v2 = await statesOf(...rehearsed('ebankV2GetState'));

		expect(Object.keys(v1)).toHaveLength(11);
		expect([v1[0].nextAction, v2[0].nextAction]).toEqual(['wait', 'login']);
	});

	test('a picture that comes with another answer than the state has a name of its own', async () => {
		const [place, wanted, own] = rehearsed('ebankSubmitCaptcha');
		const answer = { state: 4, pic_captcha: Buffer.from('picture').toString('base64') };
		const { files } = await rehearse(place.operation, wanted, { ...own, answer });

		expect(files).toEqual(['captcha']);
	});

	test('a provider that does not know the words renews no token', () => {
		const { provider } = modules;
		const deaf = { ...provider, envelope: () => ({ code: '1001', message: '', data: null }) };

		expect(refusedTokens(spec, modules)).toEqual(['1000', '1001']);
		expect(refusedTokens(spec, { ...modules, provider: deaf })).toEqual([]);
	});

	test('a credential that does not look at its switches sends the same in every position', async () => {
		const { credential } = modules;
		const { authenticate } = credential;
		const sign = authenticate as (account: object, options: object) => Promise<never>;
		// The node itself reads two of them.
		const stubborn = async (_account: object, options: object) =>
			await sign(stage.account, options);
		const switched = await switchesOf(
			spec,
			{ ...modules, credential: { ...credential, authenticate: stubborn as never } },
			stage,
		);

		const effective = Object.entries(switched).filter(([, positions]) =>
			Object.values(positions).some((change) => change !== ''),
		);
		expect(effective.map(([name]) => name).sort()).toEqual([
			'alsoSendMobile',
			'degreeLoginPath',
			'ebankRawDataIdName',
		]);
	});

	test('nothing is opened that is no cipher text', () => {
		expect(openSealed({ data: 'plain', other: 'a'.repeat(344) })).toEqual({});
	});
});
