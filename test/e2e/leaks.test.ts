import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';

import { demoCredentials } from '../../sandbox/registry.ts';
import { jsonOf, type CredentialInput } from '../support/n8n-driver.ts';
import { jpeg, newMobile, steps } from '../support/applicant';
import { binaryFile } from '../support/n8n-file';
import { person, riskData } from '../support/qiancheng-data';
import { controlOf } from '../support/sandbox';
import { HSTONG, itemsNode, row } from '../support/workflow';
import { startEnvironment, type OwnEnvironment } from './support/environment';
import { foundIn, writtenBy } from './support/written';

// Provokes every kind of failure, then searches everything that n8n has written for secrets. In an n8n
// of its own: what n8n's HTTP Request node keeps of a file's address elsewhere is not ours to prevent.

const WEBANK = 'n8n-nodes-fintech-onboarding.weBank';
const WRONG_SECRET = 'another-secret-that-is-wrong';
const MARKER = 'leak-test-marker-4711';

let environment: OwnEnvironment;
let control: ReturnType<typeof controlOf>;
beforeAll(async () => {
	environment = await startEnvironment();
	control = controlOf(environment.sandbox);
});
afterAll(async () => await environment.stop());

const FAULTS = ['drop', 'http500', 'malformed', 'truncated'];

async function credential(name: string, changes: IDataObject) {
	const [{ type, data }] = demoCredentials(environment.sandbox.urls);
	return {
		id: await environment.n8n.saveCredential({ name, type, data: { ...data, ...changes } }),
		name,
	};
}

/** Runs one operation on one item. */
async function run(
	hstongApi: { id: string; name: string },
	resource: string,
	operation: string,
	parameters: IDataObject,
) {
	const node = {
		name: 'Call',
		type: HSTONG,
		credentials: { hstongApi },
		parameters: { resource, operation, options: { retries: 0, timeout: 2 }, ...parameters },
	};
	const files = { data: binaryFile(jpeg(500), 'a.jpg') };
	const workflow = row('leaks', [itemsNode('Item', [{ marker: MARKER }], files), node]);
	const { id } = await environment.n8n.saveWorkflow(workflow);
	return await environment.n8n.run(id);
}

test('no secret is in any output, error, execution record or log', async () => {
	const good = await credential('leaks', {});
	const wrong = await credential('leaks wrong', { appSecret: WRONG_SECRET });
	const nowhere = await credential('leaks nowhere', { baseUrl: 'http://127.0.0.1:9' });

	const mobile = newMobile();
	await run(good, 'authorization', 'sendSmsCode', { mobile });
	const mobileCode = await control.smsCode(mobile);
	const authorized = await run(good, 'authorization', 'authorize', { mobile, mobileCode });
	const { token } = jsonOf(authorized, 'Call')[0];
	await run(good, 'application', 'agree', { token });
	const uploaded = await run(good, 'identity', 'uploadPhoto', { token, type: 'front' });
	const { applyId } = jsonOf(uploaded, 'Call')[0];

	const statuses: string[] = [];
	for (const [resource, operation, parameters] of [
		['identity', 'getPhoto', { token, applyId, type: 'front' }],
		['identity', 'submit', { token, ...steps.identity(901) }],
		['identity', 'uploadPhoto', { token, type: 'back' }],
		['application', 'getProgress', { token }],
	] as Array<[string, string, IDataObject]>) {
		for (const kind of FAULTS) {
			await control.faults({ events: [{ everyNth: 1, kind, when: 'after' }] });
			statuses.push((await run(good, resource, operation, parameters)).status);
		}
		await control.noFaults();
		await control.faults({ force: [{ code: '10106', times: 1 }] });
		statuses.push((await run(good, resource, operation, parameters)).status);
		await control.faults({ latencyMs: 3000, force: null });
		statuses.push((await run(good, resource, operation, parameters)).status);
		await control.noFaults();
		statuses.push((await run(wrong, resource, operation, parameters)).status);
		statuses.push((await run(nowhere, resource, operation, parameters)).status);
	}
	expect(statuses).toEqual(statuses.map(() => 'error'));
	for (const { id } of [good, wrong, nowhere]) await environment.n8n.testCredential(id);

	const texts = writtenBy(environment);
	// The search must see what executions leave behind, or it would prove nothing.
	expect(texts.filter(([, text]) => text.includes(MARKER)).length).toBeGreaterThan(0);
	const [{ data }] = demoCredentials(environment.sandbox.urls);
	const secrets: Array<string | RegExp> = [
		String(data.appSecret),
		WRONG_SECRET,
		/token=[0-9a-f]{32}/,
		/sign=[0-9a-f]{32}/,
		/client_secret/,
	];
	expect(foundIn(texts, secrets)).toEqual([]);
}, 180_000);

describe('WeBank', () => {
	const SALT = 'webank-sandbox-salt';
	const WRONG_SALT = 'another-salt-that-is-wrong';
	const faults = async (settings: IDataObject) =>
		await control.call('/faults', {
			webank: { latencyMs: null, events: null, force: null, ...settings },
		});

	type Saved = Awaited<ReturnType<typeof credential>>;

	/** The values of tokens and tickets that the sandbox has given out; user tickets are outputs. */
	const seen = new Set<string>();
	async function lookAtSessions() {
		const { sessions } = await control.call<{ sessions: Array<{ kind: string; value: string }> }>(
			'/webank/sessions',
		);
		for (const { kind, value } of sessions) if (kind !== 'userTicket') seen.add(value);
	}

	async function saveWebank(name: string, changes: IDataObject = {}): Promise<Saved> {
		const { webank, 'webank-files': files } = environment.sandbox.urls;
		const data = {
			environment: 'custom',
			apiBaseUrl: webank,
			fileBaseUrl: files,
			appId: 'sandbox-webank',
			secret: 'webank-sandbox-secret',
			salt: SALT,
			...changes,
		};
		return { id: await environment.n8n.saveCredential({ name, type: 'webankApi', data }), name };
	}

	/** Runs one operation of our node, or n8n's HTTP Request node, on one item. */
	async function call(
		webankApi: Saved,
		resource: string,
		operation: string,
		parameters: IDataObject = {},
		type = WEBANK,
	): Promise<string> {
		const node = {
			name: 'Call',
			type,
			typeVersion: type === WEBANK ? 1 : 4.2,
			credentials: { webankApi },
			parameters:
				type === WEBANK
					? { resource, operation, options: { retries: 0, timeout: 2 }, ...parameters }
					: parameters,
		};
		const files = { data: binaryFile(jpeg(500), 'a.jpg') };
		const workflow = row('leaks of WeBank', [itemsNode('Item', [{ marker: MARKER }], files), node]);
		const { id } = await environment.n8n.saveWorkflow(workflow);
		const { status } = await environment.n8n.run(id);
		await lookAtSessions();
		return status;
	}

	test('no secret, salt, token or ticket is in any output, error, record or log', async () => {
		const good = await saveWebank('leaks of WeBank');
		const wrong = await saveWebank('leaks of WeBank, wrong', { secret: WRONG_SECRET });
		const nowhere = await saveWebank('leaks of WeBank, nowhere', {
			apiBaseUrl: 'http://127.0.0.1:9',
			fileBaseUrl: 'http://127.0.0.1:9',
		});
		const noHost = await saveWebank('leaks of WeBank, no host', {
			apiBaseUrl: 'http://no-such-host.invalid',
			fileBaseUrl: 'http://no-such-host.invalid',
		});
		const all = [good, wrong, nowhere, noHost];
		const contract = { fileType: '006', fileFormat: 'jpg', file: 'data' };
		type Args = [resource: string, operation: string, parameters: IDataObject, type: string];
		const ours: Args[] = [
			[
				'business',
				'call',
				{ bizPath: 'yh', service_code: '1', specifyBody: 'json', body: '{}' },
				WEBANK,
			],
			['userTicket', 'get', { USER_ID: 'u', mechant_id: 'm' }, WEBANK],
			['file', 'upload', contract, WEBANK],
			['file', 'uploadJson', { ...contract, bizPath: 'yh' }, WEBANK],
			['file', 'download', { fileId: 'none', hashValue: '0'.repeat(32) }, WEBANK],
		];
		const n8nsOwn: Args = [
			'',
			'',
			{
				method: 'POST',
				url: `${environment.sandbox.urls.webank}/api/s/yh/1`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'webankApi',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '{}',
				options: { timeout: 2000 },
			},
			'n8n-nodes-base.httpRequest',
		];

		const statuses: string[] = [];
		let secretsUsed = 0;
		for (const args of [...ours, n8nsOwn]) {
			const [, , , type] = args;
			await faults({});
			// A call that succeeds has a session in play too.
			await call(good, ...args);
			for (const setting of [...failures.session, ...failures.call]) {
				await faults({});
				// Another secret takes the session away, so that it is fetched while the fault is there; with
				// the same one the session of a moment ago would serve.
				if (failures.session.includes(setting)) {
					const secret = `webank-sandbox-secret-${++secretsUsed}`;
					await control.call('/webank/secret', { secret });
					await saveWebank(good.name, { secret });
				}
				// n8n's own node waits for the rest of an answer that was cut off, whatever its timeout.
				if (type !== WEBANK && JSON.stringify(setting).includes('truncated')) continue;
				await faults(setting);
				const status = await call(good, ...args);
				// n8n's own node takes a refusal for an answer, ours fails every time.
				if (type === WEBANK) statuses.push(status);
			}
			await faults({});
			for (const other of [wrong, nowhere, noHost]) statuses.push(await call(other, ...args));
		}
		expect(statuses).toEqual(statuses.map(() => 'error'));

		await faults({});
		await call(good, 'notification', 'buildReply', { transName: 't', SeqNo: '1', Timestamp: '1' });
		const notification = JSON.stringify({
			...{ Plain: '%7B%7D', Signature: '0'.repeat(64), Timestamp: '1', transName: 't', SeqNo: '1' },
		});
		await call(good, 'notification', 'verify', { notification });
		const salted = await saveWebank('leaks of WeBank, salt', { salt: WRONG_SALT });
		await call(salted, 'notification', 'verify', { notification });
		for (const { id } of all) await environment.n8n.testCredential(id);
		for (const settings of failures.session) {
			await faults(settings);
			for (const { id } of all) await environment.n8n.testCredential(id);
		}
		await faults({});
		await lookAtSessions();

		const texts = writtenBy(environment);
		expect(texts.filter(([, text]) => text.includes(MARKER)).length).toBeGreaterThan(0);
		expect(seen.size).toBeGreaterThan(10);
		const secrets: Array<string | RegExp> = [
			'webank-sandbox-secret',
			WRONG_SECRET,
			SALT,
			WRONG_SALT,
			...seen,
			/[?&"]secret=/,
			/access_token=/,
		];
		expect(foundIn(texts, secrets)).toEqual([]);
	}, 300_000);

	const every = (kind: string, path?: string) => ({
		events: [{ everyNth: 1, kind, when: 'after', ...(path && { path }) }],
	});
	const forced = (code: string, path?: string) => ({
		force: [{ code, times: 9, ...(path && { path }) }],
	});
	const TOKEN = '/api/oauth2/access_token';
	const TICKET = '/api/oauth2/api_ticket';
	/** What goes wrong while the session is fetched, and in the call itself. */
	const failures: Record<'session' | 'call', IDataObject[]> = {
		session: [
			...[TOKEN, TICKET].flatMap((path) => FAULTS.map((kind) => every(kind, path))),
			forced('60851007', TOKEN),
			forced('60851013', TOKEN),
			forced('60851002', TICKET),
		],
		call: [...FAULTS.map((kind) => every(kind)), forced('60841018'), forced('60840002')],
	};
});

describe('Qiancheng Credit', () => {
	const QIANCHENG = 'n8n-nodes-fintech-onboarding.qianchengCredit';
	const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
	/** A part of every password of the merchant here, the wrong one too, however it is encoded. */
	const PASSWORD = 'QianchengLeak4711';
	/** What the person has typed: it is in the item, and must get no further. */
	const TYPED = 'TypedByThePerson0815';

	const post = async (path: string, body: IDataObject) =>
		await control.call(`/qiancheng-credit${path}`, body);
	const faults = async (changes: IDataObject) =>
		await control.call('/faults', {
			'qiancheng-credit': { latencyMs: null, events: null, force: null, ...changes },
		});

	type Saved = Awaited<ReturnType<typeof credential>>;
	const save = async (what: string, changes: IDataObject): Promise<Saved> => {
		const all = demoCredentials(environment.sandbox.urls);
		const demo = all.find(({ type }) => type === 'qianchengCreditApi') as CredentialInput;
		const name = `leaks of Qiancheng${what}`;
		const data = { ...demo.data, ...changes };
		const id = await environment.n8n.saveCredential({ name, type: demo.type, data });
		return { id, name };
	};

	const tokens = new Set<string>();
	async function lookAtTokens() {
		const { tokens: all } = await control.call<{ tokens: Array<{ value: string }> }>(
			'/qiancheng-credit/tokens',
		);
		for (const { value } of all) tokens.add(value);
	}

	type Args = [resource: string, operation: string, parameters: IDataObject];
	const whom = person(0);
	const start: Args = ['telecom', 'create', { ...whom, service_password: '={{ $json.typed }}' }];
	const check: Args = ['blacklist', 'search', whom];
	const submissions: Args[] = [
		start,
		['telecom', 'getState', { open_id: '0'.repeat(32) }],
		['riskAudit', 'apply', { ...whom, phone: whom.mobile, specifyData: 'json', data: riskData() }],
	];
	const n8nsOwn = (): Args => [
		'',
		'',
		{
			...{
				method: 'POST',
				url: `${environment.sandbox.urls['qiancheng-credit']}/blacklist/search/single`,
			},
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'qianchengCreditApi',
			sendBody: true,
			contentType: 'form-urlencoded',
			bodyParameters: {
				parameters: Object.entries(whom).map(([name, value]) => ({ name, value })),
			},
			options: { timeout: 1000 },
		},
	];

	/** Runs one operation of our node, or n8n's HTTP Request node, on one item. */
	async function call(qianchengCreditApi: Saved, [resource, operation, parameters]: Args) {
		const isOurs = resource !== '';
		const node = {
			name: 'Call',
			type: isOurs ? QIANCHENG : HTTP_REQUEST,
			typeVersion: isOurs ? 1 : 4.2,
			credentials: { qianchengCreditApi },
			parameters: isOurs
				? { resource, operation, options: { retries: 0, timeout: 1 }, ...parameters }
				: parameters,
		};
		const item = { marker: MARKER, typed: TYPED };
		const { id } = await environment.n8n.saveWorkflow(
			row('leaks of Qiancheng', [itemsNode('Item', [item]), node]),
		);
		const { status, data } = await environment.n8n.run(id);
		await lookAtTokens();
		const { error, runData } = data.resultData;
		expect(JSON.stringify([error, runData.Call])).not.toContain(TYPED);
		return { status, isOurs };
	}

	const TOKEN = '/client/authorize/token';
	const every = (kind: string, path?: string) => ({
		events: [{ everyNth: 1, kind, when: 'after', ...(path && { path }) }],
	});
	const forced = (code: string, path?: string) => ({
		force: [{ code, times: 9, ...(path && { path }) }],
	});
	const slow = { latencyMs: 1500 };
	const failures = {
		session: [
			...FAULTS.map((kind) => every(kind, TOKEN)),
			...[forced('1000', 'authorizeToken'), forced('1001', 'authorizeToken'), slow],
		],
		call: [...FAULTS.map((kind) => every(kind)), forced('1000'), forced('1001')],
	};

	test('no password and no token is in any output, error, record or log, and what a person typed in no error', async () => {
		let passwords = 0;
		/** Takes the token away: with another password it belongs to another account. */
		const renew = async () => {
			const password = `${PASSWORD} + ${++passwords}`;
			await post('/password', { password });
			return await save('', { password });
		};
		const good = await renew();
		const others = [
			await save(', wrong', { password: `${PASSWORD} wrong` }),
			await save(', nowhere', { password: PASSWORD, baseUrl: 'http://127.0.0.1:9' }),
			await save(', no host', { password: PASSWORD, baseUrl: 'http://no-such-host.invalid' }),
		];

		const statuses: string[] = [];
		const fail = async (...args: Parameters<typeof call>) => {
			const { status, isOurs } = await call(...args);
			// n8n's own node takes a refusal for an answer, ours fails every time.
			if (isOurs) statuses.push(status);
		};
		const own = n8nsOwn();
		for (const args of [check, own]) {
			for (const settings of failures.session) {
				// n8n's own node gets its token from our credential all the same.
				await renew();
				await faults(settings);
				await fail(good, args);
			}
			await faults({});
			await renew();
			expect((await call(good, args)).status).toBe('success');
			await post('/expire', {});
			await call(good, args);
		}
		for (const args of [check, ...submissions, own]) {
			for (const settings of failures.call) {
				// n8n's own node waits for the rest of an answer that was cut off, whatever its timeout.
				if (args === own && JSON.stringify(settings).includes('truncated')) continue;
				await faults(settings);
				await fail(good, args);
			}
			await faults({});
			const isOfToken = args === check || args === start;
			if (isOfToken) for (const other of others) await fail(other, args);
		}
		await faults(slow);
		await fail(good, start);
		await fail(good, own);
		await faults({});
		for (const other of others) await call(other, own);
		expect(statuses).toEqual(statuses.map(() => 'error'));

		for (const settings of failures.session.filter((failure) => failure !== slow)) {
			await faults(settings);
			await environment.n8n.testCredential(good.id);
		}
		await faults({});
		for (const { id } of [good, ...others]) await environment.n8n.testCredential(id);
		await lookAtTokens();

		const texts = writtenBy(environment);
		expect(texts.filter(([, text]) => text.includes(MARKER)).length).toBeGreaterThan(0);
		expect(tokens.size).toBeGreaterThan(10);
		const secrets: Array<string | RegExp> = [PASSWORD, ...tokens, /[?&"]token=/];
		expect(foundIn(texts, secrets)).toEqual([]);
		const { logFile } = environment;
		expect(readFileSync(logFile, 'utf8')).not.toContain(TYPED);
	}, 180_000);
});
