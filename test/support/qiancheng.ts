import type { IDataObject } from 'n8n-workflow';

import { QianchengCreditApi } from '../../credentials/QianchengCreditApi.credentials';
import { QianchengCredit } from '../../nodes/QianchengCredit/QianchengCredit.node';
import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { type RunOptions, useStage } from './stage';

/** The Qiancheng Credit node before the sandbox. */
export function useQiancheng(defaults: RunOptions = {}) {
	// What a process knows about an account's token outlives a test; a new password makes a new account.
	let password = '';
	const account = (urls: Record<string, string>) => ({
		...{ environment: 'custom', baseUrl: urls['qiancheng-credit'], riskPublicKey },
		...{ username: 'sandbox-qiancheng', password },
	});
	const stage = useStage(new QianchengCredit(), new QianchengCreditApi(), account, defaults);
	beforeEach(async () => {
		password = `password ${Math.random()}`;
		await stage.control.call('/qiancheng-credit/password', { password });
	});
	return Object.assign(stage, {
		settings: async (changes: IDataObject) =>
			await stage.control.call('/qiancheng-credit/settings', changes),
		faults: async (changes: IDataObject) =>
			await stage.control.call('/faults', { 'qiancheng-credit': changes }),
		calls: async (operation: string) =>
			(await stage.control.journal()).filter((entry) => entry.operation === operation),
	});
}
