import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/QianchengCredit/operations';
import { demoCredentials } from '../../sandbox/registry.ts';
import { jsonOf, outputOf } from '../support/n8n-driver.ts';
import { person, riskData, riskFields } from '../support/qiancheng-data';
import { controlOf } from '../support/sandbox';
import { itemsNode, row, type NodeInput } from '../support/workflow';
import { chainsOf, errorOf } from './support/chain';
import { sharedEnvironment, type Environment } from './support/environment';

const QIANCHENG = 'n8n-nodes-fintech-onboarding.qianchengCredit';
/** A merchant of this file alone, whose token no other test fetches. */
const MERCHANT = 'sandbox-qiancheng-other';
const PASSWORD = 'qiancheng-other-password';

let environment: Environment;
let control: ReturnType<typeof controlOf>;
let credentials: NodeInput['credentials'];

const data = (changes: IDataObject): IDataObject => {
	const all = demoCredentials(environment.sandbox.urls);
	const demo = all.find(({ type }) => type === 'qianchengCreditApi');
	return { ...(demo?.data as IDataObject), username: MERCHANT, password: PASSWORD, ...changes };
};
const saveCredential = async (name: string, changes: IDataObject = {}) =>
	await environment.n8n.saveCredential({ name, type: 'qianchengCreditApi', data: data(changes) });

const settings = async (changes: IDataObject) =>
	await control.call('/qiancheng-credit/settings', changes);
const force = async (path: string, code: string) =>
	await control.call('/faults', { 'qiancheng-credit': { force: [{ path, code, times: 9 }] } });

beforeAll(async () => {
	environment = await sharedEnvironment();
	control = controlOf(environment.sandbox);
	const name = 'qiancheng';
	credentials = { qianchengCreditApi: { id: await saveCredential(name), name } };
	await settings({ stepMs: 50, requestDelay: 0, reviewMs: 300 });
});
afterEach(async () => {
	const none = { force: null, latencyMs: null, events: null };
	await control.call('/faults', { 'qiancheng-credit': none });
});
afterAll(async () => {
	await settings({ stepMs: 300, requestDelay: 1, reviewMs: 1500 });
});

const {
	node: qiancheng,
	httpRequest,
	execute,
} = chainsOf(
	() => environment,
	QIANCHENG,
	() => credentials,
);

const quick = { interval: 0.2, maximumWait: 20 };
const first = (node: string, path: string) => `={{ $('${node}').first().json.${path} }}`;

test('every operation, chained by its items', async () => {
	const login = { login_name: '6222020000000000000' };
	const v1 = {
		interfaceVersion: 'v1',
		...{ ...login, entry_id: first('V1 Banks', 'banks[0].loginTypes[0].entryId') },
	};
	const v2 = {
		interfaceVersion: 'v2',
		...{ ...login, entry_id: first('V2 Banks', 'banks[0].login_types[0].entry_id') },
	};
	const started = { open_id: first('V2 Start', 'open_id') };
	const chain: NodeInput[] = [
		qiancheng('Check', 'blacklist', 'search', person(8)),

		qiancheng('Begin', 'telecom', 'create', { ...person(3), service_password: '12 3+4' }),
		qiancheng('Wait', 'telecom', 'waitForState', quick),
		qiancheng('Resend', 'telecom', 'resendCaptcha'),
		qiancheng('Submit Code', 'telecom', 'submitCaptcha', { captcha: '234567' }),
		qiancheng('Wait Again', 'telecom', 'waitForState', quick),
		qiancheng('Query Password', 'telecom', 'submitQueryPassword', { query_password: '654321' }),
		qiancheng('Wait for Data', 'telecom', 'waitForState', quick),
		qiancheng('State', 'telecom', 'getState'),
		qiancheng('Raw Data', 'telecom', 'getRawData'),
		qiancheng('Report', 'telecom', 'getReport'),
		qiancheng('Restarting', 'telecom', 'create', { ...person(5), service_password: '1' }),
		qiancheng('Wait for Restart', 'telecom', 'waitForState', quick),
		qiancheng('Password Again', 'telecom', 'submitServicePassword', { service_password: '2' }),
		qiancheng('Wait Restarted', 'telecom', 'waitForState', quick),

		qiancheng('Degree', 'degree', 'create', person(0)),
		qiancheng('Log In', 'degree', 'login', { account: 'a', password: 'a b+c' }),
		qiancheng('Wait for Degree', 'degree', 'waitForState', quick),
		qiancheng('Degree State', 'degree', 'getState'),
		qiancheng('Degree Data', 'degree', 'getRawData'),

		qiancheng('V1 Banks', 'ebank', 'getBanks', { interfaceVersion: 'v1' }),
		qiancheng('V1 Agree', 'ebank', 'uploadLicense', { ...v1, ...person(3) }),
		qiancheng('V1 Start', 'ebank', 'create', { ...v1, ...person(3), password: 'a b+c' }),
		qiancheng('V1 Wait', 'ebank', 'waitForState', { ...v1, ...quick }),
		qiancheng('V1 Captcha', 'ebank', 'submitCaptcha', { ...v1, verify_code: '3507' }),
		qiancheng('V1 Wait for Data', 'ebank', 'waitForState', { ...v1, ...quick }),
		qiancheng('V1 State', 'ebank', 'getState', v1),
		qiancheng('V1 Data', 'ebank', 'getRawData', v1),

		qiancheng('V2 Start', 'ebank', 'create', { ...v2, ...person(3) }),
		qiancheng('V2 Banks', 'ebank', 'getBanks', { interfaceVersion: 'v2' }),
		qiancheng('V2 Agree', 'ebank', 'uploadLicense', { ...v2, ...started }),
		qiancheng('V2 Log In', 'ebank', 'login', { ...v2, ...started, password: 'a b+c' }),
		qiancheng('V2 Wait', 'ebank', 'waitForState', { ...v2, ...quick }),
		qiancheng('V2 Captcha', 'ebank', 'submitCaptcha', { ...v2, verify_code: '3507' }),
		qiancheng('V2 Wait for Data', 'ebank', 'waitForState', { ...v2, ...quick }),
		qiancheng('V2 State', 'ebank', 'getState', v2),
		qiancheng('V2 Data', 'ebank', 'getRawData', v2),

		qiancheng('Apply', 'riskAudit', 'apply', {
			...{ ...person(0), phone: '13800138000' },
			...riskFields(),
		}),
		qiancheng('Result', 'riskAudit', 'getResult'),
		qiancheng('Wait for Result', 'riskAudit', 'waitForResult', quick),
	];
	const executed = chain.map(
		({ parameters: { resource, operation, interfaceVersion } = {} }) =>
			`${resource}.${operation} ${interfaceVersion ?? ''}`,
	);
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([operation, { fields }]) =>
			fields.some(({ name }) => name === 'interfaceVersion')
				? ['v1', 'v2'].map((version) => `${resource}.${operation} ${version}`)
				: [`${resource}.${operation} ${resource === 'ebank' ? 'v2' : ''}`],
		),
	);
	expect([...new Set(executed)].sort()).toEqual(all.sort());

	const execution = await execute('qiancheng operations', chain);
	expect(errorOf(execution)).toBeUndefined();
	for (const [node, result] of Object.entries<IDataObject>({
		Check: { is_in: true, verdict: 'listed' },
		Begin: { open_id: expect.any(String) as string },
		Wait: { stateName: 'STATE_CAPTCHA_REQUIRED', nextAction: 'submitCaptcha', timedOut: false },
		Resend: { success: true },
		'Wait Again': { stateName: 'STATE_QUERY_PWD_REQUIRED', nextAction: 'submitQueryPassword' },
		State: { state: 43, stateLabel: 'Data available (数据可用)', nextAction: 'getData' },
		'Raw Data': { ready: true, data: { mobile: '13800138003' } },
		Report: { ready: true, nextAction: 'done', data: { basic: { name: '王大志' } } },
		'Wait for Restart': { stateName: 'STATE_RESTART', nextAction: 'restart' },
		'Wait Restarted': { nextAction: 'getData' },
		'Degree State': { state: 21, nextAction: 'getData' },
		'Degree Data': { ready: true, data: [{ school: '沙盒大学' }] },
		'V1 Wait': { stateName: 'STATE_PIC_CAPTCHA_REQUIRED', nextAction: 'submitCaptcha' },
		'V1 Data': { ready: true, data: { version: 1 } },
		'V2 Start': { type: 1, typeLabel: 'Kaniu (卡牛)' },
		'V2 Log In': { stateName: 'STATE_ACCOUNT_SUBMITTED' },
		'V2 Data': { ready: true, data: { version: 2 } },
		Result: { decision: 'pending', stateLabel: 'Under review (审核中)' },
		'Wait for Result': { decision: 'approve', timedOut: false },
	})) {
		expect([node, jsonOf(execution, node)]).toMatchObject([node, [result]]);
	}
	for (const node of ['V1 Wait', 'V2 Wait']) {
		const [{ binary }] = outputOf(execution, node);
		expect(binary?.captcha).toMatchObject({ mimeType: 'image/png', fileName: 'captcha.png' });
	}
});

/** What an operation is given, or how far the clock goes, and what the state is after the wait that follows. */
type Step = [operation: string, parameters: IDataObject, state: IDataObject];

describe.each<[kind: string, digit: number, what: string, steps: Step[]]>([
	['telecom', 0, 'asks for nothing', [['', {}, { nextAction: 'getData' }]]],
	[
		...(['telecom', 1, 'takes an SMS code after a wrong one'] as const),
		[
			['', {}, { stateName: 'STATE_CAPTCHA_REQUIRED' }],
			['submitCaptcha', { captcha: '999999' }, { stateName: 'STATE_CAPTCHA_ERROR' }],
			['resendCaptcha', {}, { stateName: 'STATE_CAPTCHA_RESEND', nextAction: 'submitCaptcha' }],
			['submitCaptcha', { captcha: '234567' }, { nextAction: 'getData' }],
		],
	],
	[
		...(['telecom', 2, 'takes a query password after a wrong one'] as const),
		[
			['', {}, { stateName: 'STATE_QUERY_PWD_REQUIRED' }],
			[
				...(['submitQueryPassword', { query_password: '111111' }] as const),
				{ stateName: 'STATE_QUERY_PWD_SUBMITTED_ERROR', nextAction: 'submitQueryPassword' },
			],
			['submitQueryPassword', { query_password: '654321' }, { nextAction: 'getData' }],
		],
	],
	[
		...(['telecom', 4, 'takes a service password after a wrong one'] as const),
		[
			['', { maximumWait: 1 }, { stateName: 'STATE_INIT', nextAction: 'wait', timedOut: true }],
			['submitServicePassword', { service_password: '2' }, { nextAction: 'getData' }],
		],
	],
	['telecom', 6, 'fails', [['', {}, { stateName: 'STATE_COLLECT_FAILED', nextAction: 'failed' }]]],
	[
		...(['telecom', 7, 'does not finish, and fails after ten minutes'] as const),
		[
			['', { maximumWait: 1 }, { nextAction: 'wait', timedOut: true }],
			['clock', { advanceSeconds: 601 }, { nextAction: 'failed', timedOut: false }],
		],
	],
	[
		...(['telecom', 8, 'fails after an SMS code'] as const),
		[
			['', {}, { nextAction: 'submitCaptcha' }],
			['submitCaptcha', { captcha: '123456' }, { nextAction: 'failed' }],
		],
	],
	['degree', 0, 'refuses a wrong password', [['wrong', {}, { nextAction: 'failed' }]]],
	['degree', 6, 'fails', [['', {}, { stateName: 'STATE_COLLECT_FAILED', nextAction: 'failed' }]]],
	[
		...(['degree', 7, 'does not finish, and fails after ten minutes'] as const),
		[
			['', { maximumWait: 1 }, { nextAction: 'wait', timedOut: true }],
			['clock', { advanceSeconds: 601 }, { nextAction: 'failed', timedOut: false }],
		],
	],
	...(['ebank v1', 'ebank v2'] as const).flatMap(
		(kind): Array<[string, number, string, Step[]]> => [
			[
				...([kind, 1, 'takes an SMS code after two wrong ones'] as const),
				[
					['', {}, { stateName: 'STATE_MSG_CAPTCHA_REQUIRED' }],
					['submitCaptcha', { verify_code: '999999' }, { stateName: 'STATE_CAPTCHA_ERROR' }],
					['submitCaptcha', { verify_code: '999999' }, { stateName: 'STATE_CAPTCHA_RESEND' }],
					['submitCaptcha', { verify_code: '234567' }, { nextAction: 'getData' }],
				],
			],
			[
				...([kind, 3, 'gives up after three wrong captchas'] as const),
				[
					['', {}, { stateName: 'STATE_PIC_CAPTCHA_REQUIRED' }],
					['submitCaptcha', { verify_code: '9' }, { pic_captcha: expect.any(String) as string }],
					['submitCaptcha', { verify_code: '9' }, { nextAction: 'submitCaptcha' }],
					['submitCaptcha', { verify_code: '9' }, { nextAction: 'failed' }],
				],
			],
			[
				...([kind, 5, 'takes a dynamic password, then an SMS code'] as const),
				[
					['', {}, { stateName: 'STATE_DYNAMIC_PWD_REQUIRED', nextAction: 'submitCaptcha' }],
					['submitCaptcha', { verify_code: '246810' }, { stateName: 'STATE_MSG_CAPTCHA_REQUIRED' }],
					['submitCaptcha', { verify_code: '123456' }, { nextAction: 'getData' }],
				],
			],
			[kind, 0, 'refuses a wrong password', [['wrong', {}, { state: 11, nextAction: 'failed' }]]],
			[
				...([kind, 7, 'does not finish, and fails after ten minutes'] as const),
				[
					['', { maximumWait: 1 }, { nextAction: 'wait', timedOut: true }],
					['clock', { advanceSeconds: 601 }, { state: 11, nextAction: 'failed' }],
				],
			],
		],
	),
])('%s, a number that ends in %i', (kind, digit, what, steps) => {
	const [resource, interfaceVersion] = kind.split(' ');
	const version = interfaceVersion ? { interfaceVersion } : {};
	const open_id = first('Begin', 'open_id');

	test(what, async () => {
		const nodes = beginning(resource, interfaceVersion, digit, steps[0][0] === 'wrong');
		for (const [i, [operation, { maximumWait, ...parameters }]] of steps.entries()) {
			if (operation === 'clock') nodes.push(advanceClock(`Clock ${i}`, parameters));
			else if (i > 0) {
				const values = { ...version, open_id, ...parameters };
				nodes.push(qiancheng(`Submit ${i}`, resource, operation, values));
			}
			const wait = { ...version, open_id, ...quick, ...(maximumWait && { maximumWait }) };
			nodes.push(qiancheng(`Wait ${i}`, resource, 'waitForState', wait));
		}
		const execution = await execute(`qiancheng ${kind} ${digit}`, nodes);
		expect(errorOf(execution)).toBeUndefined();
		expect(steps.map((_step, i) => jsonOf(execution, `Wait ${i}`)[0])).toMatchObject(
			steps.map(([, , state]) => state),
		);
	});
});

const advanceClock = (name: string, body: IDataObject): NodeInput =>
	httpRequest(
		name,
		{
			method: 'POST',
			url: `${environment.sandbox.controlUrl}/qiancheng-credit/clock`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: JSON.stringify(body),
		},
		{ credentials: undefined },
	);

/** The nodes that lead a query to where it must only be waited for. */
function beginning(resource: string, version: string, digit: number, isWrong: boolean) {
	const password = isWrong ? '000000' : 'a b+c';
	if (resource === 'telecom') {
		return [qiancheng('Begin', resource, 'create', { ...person(digit), service_password: '1' })];
	}
	if (resource === 'degree') {
		return [
			qiancheng('Begin', resource, 'create', person(digit)),
			qiancheng('Log In', resource, 'login', { account: 'a', password }),
		];
	}
	const values = {
		...{ interfaceVersion: version, ...person(digit), entry_id: '12' },
		login_name: '6222020000000000000',
	};
	const agree = qiancheng('Agree', resource, 'uploadLicense', values);
	const start = qiancheng('Begin', resource, 'create', { ...values, password });
	const logIn = qiancheng('Log In', resource, 'login', { ...values, password });
	return version === 'v1' ? [agree, start] : [start, agree, logIn];
}

describe('the risk audit', () => {
	const apply = (orderId: number, change: (data: IDataObject) => void) => {
		const payload = riskData(orderId);
		change(payload);
		return qiancheng('Apply', 'riskAudit', 'apply', {
			...{ ...person(0), phone: '13800138000', specifyData: 'json' },
			data: JSON.stringify(payload),
		});
	};

	test.each<[string, (data: IDataObject) => void, IDataObject]>([
		[
			'rejects, and says why',
			(payload) => (payload.user_loan_orders = [{ state: 2, overdue_day: 90, amount: 1 }]),
			{ decision: 'reject', reason: expect.any(String) as string, timedOut: false },
		],
		[
			'is pending when the time is over',
			(payload) => Object.assign(payload.order_detail as object, { amount: 6_000_000 }),
			{ decision: 'pending', reason: null, timedOut: true },
		],
	])('%s', async (what, change, result) => {
		const execution = await execute(`qiancheng audit ${what}`, [
			apply(Date.now(), change),
			qiancheng('Wait', 'riskAudit', 'waitForResult', { ...quick, maximumWait: 2 }),
		]);
		expect(jsonOf(execution, 'Wait')).toMatchObject([result]);
	});

	test('of wrong data sends nothing and names what is wrong', async () => {
		const since = await control.lastSeq();
		const execution = await execute('qiancheng audit wrong', [
			apply(1, (payload) => Object.assign(payload.order_detail as object, { amount: '2.5' })),
		]);
		expect(errorOf(execution)).toMatchObject({
			message: "'order_detail.amount' must be a whole number",
			description: expect.stringContaining('Nothing was sent'),
		});
		expect(await control.journal(since)).toEqual([]);
	});
});

describe('failures', () => {
	const people = [person(0), { ...person(0), id_card: '1', customer: 'B' }, person(8), person(7)];
	const fields = {
		...{ name: '={{ $json.name }}', id_card: '={{ $json.id_card }}' },
		mobile: '={{ $json.mobile }}',
	};
	const check = (onError?: NodeInput['onError']) => [
		itemsNode('People', people),
		qiancheng('Check', 'blacklist', 'search', fields, { onError }),
	];
	const verdicts = ['notListed', 'listed', 'unknown'];
	const complaint = {
		error: "'ID Card Number' must have 18 characters: 17 digits and a check character",
		details: { provider: 'Qiancheng Credit', outcome: 'notSent' },
	};

	test('the failed item of four leaves by the error output, with its input', async () => {
		const execution = await execute('qiancheng error output', check('continueErrorOutput'));
		expect(jsonOf(execution, 'Check', 0).map(({ verdict }) => verdict)).toEqual(verdicts);
		expect(jsonOf(execution, 'Check', 1)).toMatchObject([
			{ ...complaint, error: expect.stringContaining("'ID Card Number'"), customer: 'B' },
		]);
	});

	test('the failed item of four stays in its place when the node is to continue', async () => {
		const execution = await execute('qiancheng continue', check('continueRegularOutput'));
		expect(jsonOf(execution, 'Check')).toMatchObject([
			{ verdict: 'notListed' },
			{ details: complaint.details },
			{ verdict: 'listed' },
			{ verdict: 'unknown' },
		]);
	});

	test('without either the workflow stops, and the error says what to do', async () => {
		const since = await control.lastSeq();
		await force('telecomGetState', '1001');
		const execution = await execute('qiancheng stops', [
			qiancheng('Begin', 'telecom', 'create', { ...person(0), service_password: '1' }),
			qiancheng('State', 'telecom', 'getState'),
			qiancheng('Report', 'telecom', 'getReport'),
		]);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatchObject({
			message: 'Qiancheng Credit does not accept the input',
			description: expect.stringMatching(/at the step.*Qiancheng Credit code 1001/),
			httpCode: '1001',
		});
		const operations = (await control.journal(since)).map(({ operation }) => operation);
		expect(operations).not.toContain('telecomGetReport');
	});

	test('a submission whose answer is lost is not repeated, a question is', async () => {
		const since = await control.lastSeq();
		const at = (path: string) => ({ at: [1], kind: 'drop', when: 'after', path });
		const events = [at('telecomCreate'), at('searchBlacklist')];
		await control.call('/faults', { 'qiancheng-credit': { events } });
		const execution = await execute('qiancheng lost answers', [
			qiancheng('Check', 'blacklist', 'search', person(8)),
			qiancheng('Begin', 'telecom', 'create', { ...person(0), service_password: '1' }),
		]);
		expect(jsonOf(execution, 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(errorOf(execution)).toMatchObject({
			message: "It is unknown whether Qiancheng Credit carried out 'Start Collection'",
		});
		const operations = (await control.journal(since)).map(({ operation }) => operation);
		expect(operations.filter((operation) => operation === 'searchBlacklist')).toHaveLength(2);
		expect(operations.filter((operation) => operation === 'telecomCreate')).toHaveLength(1);
	});
});

describe('the credential test', () => {
	const tested = async (changes: IDataObject) =>
		await environment.n8n.testCredential(await saveCredential('qiancheng tested', changes));

	test('accepts the right password', async () => {
		expect(await tested({})).toMatchObject({ status: 'OK' });
	});
	test('tells a wrong password, also when a token of the right one is still alive', async () => {
		expect(await tested({ password: 'a-password-that-is-wrong' })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/account or its password.*1001 账户或密码错误/),
		});
	});
	test('tells an address that nobody answers at', async () => {
		expect(await tested({ baseUrl: 'http://127.0.0.1:9' })).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('127.0.0.1:9 refuses connections'),
		});
	});
	test('tells a host that does not exist', async () => {
		expect(await tested({ baseUrl: 'http://no-such-host.invalid' })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/there is no host named no-such-host.invalid|name server/),
		});
	});
	test('tells a server that is not Qiancheng', async () => {
		expect(await tested({ baseUrl: environment.n8n.url })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/does not know this interface|an HTML page/),
		});
	});
});

test.each(['form', 'json'])(
	"n8n's HTTP Request node calls with the credential, its body as %s",
	async (format) => {
		const base = environment.sandbox.urls['qiancheng-credit'];
		const body = (fields: IDataObject): IDataObject =>
			format === 'json'
				? { sendBody: true, specifyBody: 'json', jsonBody: `=${JSON.stringify(fields)}` }
				: {
						...{ sendBody: true, contentType: 'form-urlencoded' },
						bodyParameters: {
							parameters: Object.entries(fields).map(([name, value]) => ({
								name,
								value: String(value).replace(/^\{\{/, '={{'),
							})),
						},
					};
		const since = await control.lastSeq();
		const execution = await execute(`qiancheng HTTP Request ${format}`, [
			httpRequest('Check', {
				method: 'POST',
				url: `${base}/blacklist/search/single`,
				...body(person(8)),
			}),
			qiancheng('Begin', 'telecom', 'create', { ...person(1), service_password: '1' }),
			qiancheng('Wait', 'telecom', 'waitForState', quick),
			httpRequest('State', {
				method: 'POST',
				url: `${base}/telecom/collect/get-state`,
				...body({ open_id: '{{ $json.open_id }}' }),
			}),
		]);
		expect(errorOf(execution)).toBeUndefined();
		expect(jsonOf(execution, 'Check')).toEqual([{ code: 0, data: { is_in: true } }]);
		expect(jsonOf(execution, 'State')).toMatchObject([{ code: 0, data: { state: 21 } }]);
		const [{ params }] = (await control.journal(since)).filter(
			({ operation }) => operation === 'searchBlacklist',
		);
		expect(params).toMatchObject({ token: '***', id_card: '11010519491231002X' });
	},
);

describe('the token', () => {
	let password = '';
	/** The password is new, so that nobody has a token of the account yet. */
	beforeAll(async () => {
		password = `password ${Date.now()}`;
		await control.call('/qiancheng-credit/password', { username: MERCHANT, password });
		await saveCredential('qiancheng', { password });
	});
	afterAll(async () => {
		await control.call('/qiancheng-credit/password', { username: MERCHANT, password: PASSWORD });
		await saveCredential('qiancheng');
	});
	const check = async () =>
		await execute('qiancheng token', [qiancheng('Check', 'blacklist', 'search', person(8))]);
	const fetched = async (since: number) =>
		(await control.journal(since)).filter(({ operation }) => operation === 'authorizeToken').length;
	const stored = async () => {
		const id = String(credentials?.qianchengCreditApi.id);
		return (await environment.n8n.credentialData(id)).data.session;
	};

	test('is fetched by the first execution, kept in the credential, and used by the next', async () => {
		const since = await control.lastSeq();
		expect(await stored()).toBeFalsy();
		for (let i = 0; i < 3; i++) {
			expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		}
		expect(await fetched(since)).toBe(1);
		expect(await stored()).toBeTruthy();
	});

	test('is renewed once after its end, by whoever comes first', async () => {
		await control.call('/qiancheng-credit/expire', { username: MERCHANT });
		const since = await control.lastSeq();
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(await fetched(since)).toBe(1);
	});

	test('that ends in the middle of 200 items is renewed once, and all succeed', async () => {
		const items = Array.from({ length: 200 }, (_, i) => ({ i }));
		const { id } = await environment.n8n.saveWorkflow(
			row('qiancheng token items', [
				itemsNode('Items', items),
				qiancheng('Check', 'blacklist', 'search', {
					...person(8),
					options: { includeInput: true },
				}),
			]),
		);
		const since = await control.lastSeq();
		await control.call('/faults', { 'qiancheng-credit': { latencyMs: 20 } });
		const started = await environment.n8n.start(id);
		while ((await control.lastSeq()) < since + 60) await new Promise(setImmediate);
		await control.call('/qiancheng-credit/expire', { username: MERCHANT });
		const execution = await environment.n8n.waitForExecution(started);
		expect(errorOf(execution)).toBeUndefined();
		expect(jsonOf(execution, 'Check')).toEqual(
			items.map((item) => ({ ...item, is_in: true, verdict: 'listed' })),
		);
		expect(await fetched(since)).toBe(1);
		expect((await control.journal(since)).some(({ processed }) => !processed)).toBe(true);
	});

	test('is renewed after words that nobody has documented, and by the test of the credential', async () => {
		const [tokenRefusalCode, tokenRefusalWords] = ['1002', '您的登录已超时'];
		await settings({ tokenRefusalCode, tokenRefusalWords });
		const id = String(credentials?.qianchengCreditApi.id);
		const end = async () => await control.call('/qiancheng-credit/expire', { username: MERCHANT });
		await end();
		const since = await control.lastSeq();
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(await fetched(since)).toBe(1);

		await end();
		expect(await environment.n8n.testCredential(id)).toMatchObject({ status: 'OK' });
		const tested = await control.lastSeq();
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(await control.journal(tested)).toHaveLength(1);
		await settings({ tokenRefusalCode: '1001', tokenRefusalWords: '令牌验证失败' });
	});

	test('is asked for once per execution with a wrong password: by 20 items, two nodes and three tries', async () => {
		const name = 'qiancheng wrong';
		const id = await saveCredential(name, { password: 'wrong' });
		const wrong: Partial<NodeInput> = {
			credentials: { qianchengCreditApi: { id, name } },
			...{ onError: 'continueRegularOutput', retryOnFail: true },
			...{ maxTries: 3, waitBetweenTries: 1 },
		};
		const items = Array.from({ length: 20 }, (_, i) => ({ i }));
		const since = await control.lastSeq();
		const execution = await execute(name, [
			itemsNode('Items', items),
			qiancheng('Check', 'blacklist', 'search', person(8), wrong),
			qiancheng('Check Again', 'blacklist', 'search', person(8), wrong),
		]);
		const error = 'Qiancheng Credit does not accept the account or its password';
		for (const node of ['Check', 'Check Again']) {
			expect(jsonOf(execution, node).map((json) => json.error)).toEqual(items.map(() => error));
		}
		expect(await fetched(since)).toBe(1);
	});
});
