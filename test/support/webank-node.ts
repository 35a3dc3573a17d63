import { WebankApi } from '../../credentials/WebankApi.credentials';
import { WeBank } from '../../nodes/WeBank/WeBank.node';
import { useStage } from './stage';

/** The WeBank node before the sandbox. */
export function useWebank() {
	// What a process knows about an account's sessions outlives a test; a new secret makes a new account.
	let secret = '';
	const stage = useStage(new WeBank(), new WebankApi(), (urls) => ({
		environment: 'custom',
		apiBaseUrl: urls.webank,
		fileBaseUrl: urls['webank-files'],
		appId: 'sandbox-webank',
		secret,
		salt: 'webank-sandbox-salt',
	}));
	beforeEach(async () => {
		secret = `secret ${Math.random()}`;
		await stage.control.call('/webank/secret', { secret });
	});
	return stage;
}
