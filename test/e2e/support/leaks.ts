import type { IDataObject } from 'n8n-workflow';

import { jpeg, newMobile, steps } from '../../support/applicant';
import { QUERY_PATH, newPerson } from '../../support/htouhui';
import { binaryFile } from '../../support/n8n-file';
import { person, riskData } from '../../support/qiancheng-data';
import type { Control } from '../../support/sandbox';

/** Stands in every item, so that the search proves that it sees what executions leave behind. */
export const MARKER = 'leak-test-marker-4711';
/** What a person has typed: it is in the item, and must get no further. */
export const TYPED = 'TypedByThePerson0815';
export const files = { data: binaryFile(jpeg(500), 'a.jpg') };

/** An operation of our node with its fields, or those of n8n's HTTP Request node. */
export interface Call {
	ours?: [resource: string, operation: string];
	parameters: IDataObject;
}

type Urls = Readonly<Record<string, string>>;

/** How a provider is made to fail, and what must not be found afterwards. */
export interface LeakCase {
	/** The key of its faults. */
	id: string;
	node: string;
	credentialType: string;
	/** Changes of the sandbox's demo credential, which keeps the names of its addresses. */
	addresses: string[];
	secret: string;
	/** Codes with which it refuses a call. */
	codes: string[];
	/** The session of the account, which is fetched anew once the secret is another one. */
	session?: {
		/** Takes a secret from its merchant. */
		newSecret(control: Control, secret: string): Promise<unknown>;
		/** The tokens and tickets that were given out. */
		values(control: Control): Promise<string[]>;
		/** Where it is fetched, and the codes with which that is refused. */
		fetched: Array<[path: string, codes: string[]]>;
	};
	/** Calls of our node, each of which fails when the provider does; `run` tells what one has delivered. */
	calls(run: (call: Call) => Promise<IDataObject>, control: Control): Promise<Call[]>;
	/** Calls of our node that send nothing. */
	offline?: Call[];
	/** A request by n8n's own node. */
	own(urls: Urls): IDataObject;
	/** What must be nowhere beside the secrets, tokens and tickets. */
	patterns: RegExp[];
}

const ours = (resource: string, operation: string, parameters: IDataObject = {}): Call => ({
	ours: [resource, operation],
	parameters,
});

const fieldsOf = (values: IDataObject) => ({
	...{ method: 'POST', sendBody: true, contentType: 'form-urlencoded' },
	bodyParameters: {
		parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
	},
});

const whom = person(0);
const { mobile, third_party_user_id, id_card, real_name } = newPerson();
const contract = { fileType: '006', fileFormat: 'jpg', file: 'data' };
const notification = JSON.stringify({
	...{ Plain: '%7B%7D', Signature: '0'.repeat(64), Timestamp: '1', transName: 't', SeqNo: '1' },
});

export const leakCases: LeakCase[] = [
	{
		id: 'hstong',
		node: 'hSTong',
		credentialType: 'hstongApi',
		addresses: ['baseUrl'],
		secret: 'appSecret',
		codes: ['10106'],
		calls: async (run, control) => {
			const number = newMobile();
			await run(ours('authorization', 'sendSmsCode', { mobile: number }));
			const mobileCode = await control.smsCode(number);
			const authorize = ours('authorization', 'authorize', { mobile: number, mobileCode });
			const { token } = await run(authorize);
			await run(ours('application', 'agree', { token }));
			const { applyId } = await run(ours('identity', 'uploadPhoto', { token, type: 'front' }));
			return [
				ours('identity', 'getPhoto', { token, applyId, type: 'front' }),
				ours('identity', 'submit', { token, ...steps.identity(901) }),
				ours('identity', 'uploadPhoto', { token, type: 'back' }),
				ours('application', 'getProgress', { token }),
			];
		},
		own: ({ hstong }) => ({
			url: `${hstong}/account/apply/index`,
			...fieldsOf({ token: '0'.repeat(32) }),
		}),
		patterns: [/token=[0-9a-f]{32}/, /sign=[0-9a-f]{32}/, /client_secret/],
	},
	{
		id: 'htouhui',
		node: 'htouhui',
		credentialType: 'htouhuiApi',
		addresses: ['baseUrl'],
		secret: 'secret',
		codes: [],
		calls: async () => [
			ours('user', 'register', { third_party_user_id, mobile, password: '={{ $json.typed }}' }),
			ours('user', 'query', { third_party_user_id, id_card }),
		],
		offline: [
			ours('user', 'openAccount', {
				...{ third_party_user_id, id_card, real_name },
				...{ notify_url: 'https://a.example/n', return_url: 'https://a.example/r' },
			}),
			ours('notification', 'verify', { notification: '{"status":"2","sign":"0"}' }),
		],
		own: ({ htouhui }) => ({
			url: htouhui + QUERY_PATH,
			...fieldsOf({ third_party_user_id, id_card }),
		}),
		patterns: [/key=htouhui/],
	},
	{
		id: 'qiancheng-credit',
		node: 'qianchengCredit',
		credentialType: 'qianchengCreditApi',
		addresses: ['baseUrl'],
		secret: 'password',
		codes: ['1000', '1001'],
		session: {
			newSecret: async ({ call }, password) =>
				await call('/qiancheng-credit/password', { password }),
			values: async ({ call }) => {
				const { tokens } = await call<{ tokens: Array<{ value: string }> }>(
					'/qiancheng-credit/tokens',
				);
				return tokens.map(({ value }) => value);
			},
			fetched: [['/client/authorize/token', ['1000', '1001']]],
		},
		calls: async () => [
			ours('blacklist', 'search', whom),
			ours('telecom', 'create', { ...whom, service_password: '={{ $json.typed }}' }),
			ours('telecom', 'getState', { open_id: '0'.repeat(32) }),
			ours('riskAudit', 'apply', {
				...{ ...whom, phone: whom.mobile, specifyData: 'json', data: riskData() },
			}),
		],
		own: (urls) => ({
			url: `${urls['qiancheng-credit']}/blacklist/search/single`,
			...fieldsOf(whom),
		}),
		patterns: [/[?&"]token=/],
	},
	{
		id: 'webank',
		node: 'weBank',
		credentialType: 'webankApi',
		addresses: ['apiBaseUrl', 'fileBaseUrl'],
		secret: 'secret',
		codes: ['60841018', '60840002'],
		session: {
			newSecret: async ({ call }, secret) => await call('/webank/secret', { secret }),
			// User tickets are what an operation delivers.
			values: async ({ call }) => {
				const { sessions } = await call<{ sessions: Array<{ kind: string; value: string }> }>(
					'/webank/sessions',
				);
				return sessions.filter(({ kind }) => kind !== 'userTicket').map(({ value }) => value);
			},
			fetched: [
				['/api/oauth2/access_token', ['60851007', '60851013']],
				['/api/oauth2/api_ticket', ['60851002']],
			],
		},
		calls: async () => [
			ours('business', 'call', {
				...{ bizPath: 'yh', service_code: '1', specifyBody: 'json', body: '{}' },
			}),
			ours('userTicket', 'get', { USER_ID: 'u', mechant_id: 'm' }),
			ours('file', 'upload', contract),
			ours('file', 'uploadJson', { ...contract, bizPath: 'yh' }),
			ours('file', 'download', { fileId: 'none', hashValue: '0'.repeat(32) }),
		],
		offline: [
			ours('notification', 'buildReply', { transName: 't', SeqNo: '1', Timestamp: '1' }),
			ours('notification', 'verify', { notification }),
		],
		own: ({ webank }) => ({
			...{ method: 'POST', url: `${webank}/api/s/yh/1` },
			...{ sendBody: true, specifyBody: 'json', jsonBody: '{}' },
		}),
		patterns: [/[?&"]secret=/, /access_token=/],
	},
];
