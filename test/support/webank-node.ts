import type { IDataObject } from 'n8n-workflow';

import { WebankApi } from '../../credentials/WebankApi.credentials';
import { WeBank } from '../../nodes/WeBank/WeBank.node';
import { jpeg } from './applicant';
import { binaryFile } from './n8n-file';
import { useStage } from './stage';

export const BODY = '{"ID_NO":"11010519491231002X","NAME":"王 + 大志 😀","AMOUNT":1.50}';
/** Valid values of a business call, of a user ticket, and of an upload. */
export const service = { bizPath: 'yh', service_code: '10002', specifyBody: 'json', body: BODY };
export const userId = { USER_ID: 'u-1 &=+/', mechant_id: '260125411000001' };
export const types = { fileType: '006', fileFormat: 'jpg' };

const files = {
	data: binaryFile(jpeg(5000, 1), '合同 1.jpg'),
	second: binaryFile(jpeg(6000, 2), 'second.jpg'),
};
/** An item with two photos. */
export const item = (json: IDataObject = {}) => ({ json, binary: files });

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
	/** How many tokens were fetched. */
	const fetches = async (): Promise<number> =>
		(await stage.control.journal()).filter(({ operation }) => operation === 'getAccessToken')
			.length;
	return Object.assign(stage, { fetches });
}
