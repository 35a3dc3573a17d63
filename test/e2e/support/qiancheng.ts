import type { IDataObject } from 'n8n-workflow';

import { demoCredentials } from '../../../sandbox/registry.ts';
import { controlOf } from '../../support/sandbox';
import type { NodeInput } from '../../support/workflow';
import { chainsOf } from './chain';
import { sharedEnvironment } from './environment';

const QIANCHENG = 'n8n-nodes-fintech-onboarding.qianchengCredit';
/** A merchant of these files alone, whose token no other test fetches. */
export const MERCHANT = 'sandbox-qiancheng-other';
export const PASSWORD = 'qiancheng-other-password';

/** Waiting for a state that comes soon. */
export const quick = { interval: 0.2, maximumWait: 20 };

/** The field of a node that ran before. */
export const first = (node: string, path: string) => `={{ $('${node}').first().json.${path} }}`;

/** The Qiancheng Credit node in the real n8n, with a credential of its own and a sandbox that is quick. */
export function useQianchengHost() {
	const environment = sharedEnvironment();
	const control = controlOf(environment.sandbox);
	let credentials: NodeInput['credentials'];
	const settings = async (changes: IDataObject) =>
		await control.call('/qiancheng-credit/settings', changes);
	const saveCredential = async (name: string, changes: IDataObject = {}) => {
		const all = demoCredentials(environment.sandbox.urls);
		const demo = all.find(({ type }) => type === 'qianchengCreditApi')?.data as IDataObject;
		const data = { ...demo, username: MERCHANT, password: PASSWORD, ...changes };
		return await environment.n8n.saveCredential({ name, type: 'qianchengCreditApi', data });
	};

	beforeAll(async () => {
		const name = 'qiancheng';
		credentials = { qianchengCreditApi: { id: await saveCredential(name), name } };
		await settings({ stepMs: 50, requestDelay: 0, reviewMs: 300 });
	});
	afterEach(async () => {
		const none = { force: null, latencyMs: null, events: null };
		await control.call('/faults', { 'qiancheng-credit': none });
	});
	afterAll(async () => await settings({ stepMs: 300, requestDelay: 1, reviewMs: 1500 }));

	const {
		node: qiancheng,
		httpRequest,
		execute,
	} = chainsOf(environment, QIANCHENG, () => credentials);
	return {
		...{ environment, control, settings, saveCredential, qiancheng, httpRequest, execute },
		get credentialId() {
			return String(credentials?.qianchengCreditApi.id);
		},
	};
}
