import type { IDataObject } from 'n8n-workflow';

import type { NodeInput } from '../../support/workflow';
import { chainsOf } from './chain';
import { useHost } from './use-host';

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
	const { environment, control, account } = useHost();
	let credentials: NodeInput['credentials'];
	const settings = async (changes: IDataObject) =>
		await control.call('/qiancheng-credit/settings', changes);
	const merchant = async (name: string, changes: IDataObject = {}) =>
		await account('qianchengCreditApi', name, {
			...{ username: MERCHANT, password: PASSWORD },
			...changes,
		});

	beforeAll(async () => {
		({ credentials } = await merchant('qiancheng'));
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
		...{ environment, control, settings, merchant, qiancheng, httpRequest, execute },
		get credentialId() {
			return String(credentials?.qianchengCreditApi.id);
		},
	};
}
