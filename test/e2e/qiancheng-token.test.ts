import { jsonOf } from '../support/n8n-driver.ts';
import { person } from '../support/qiancheng-data';
import { itemsNode, type NodeInput, row } from '../support/workflow';
import { errorOf } from './support/chain';
import { MERCHANT, PASSWORD, useQianchengHost } from './support/qiancheng';

const host = useQianchengHost();
const { qiancheng, execute, settings, merchant } = host;

describe('the token', () => {
	let password = '';
	/** The password is new, so that nobody has a token of the account yet. */
	beforeAll(async () => {
		password = `password ${Date.now()}`;
		await host.control.call('/qiancheng-credit/password', { username: MERCHANT, password });
		await merchant('qiancheng', { password });
	});
	afterAll(async () => {
		await host.control.call('/qiancheng-credit/password', {
			username: MERCHANT,
			password: PASSWORD,
		});
		await merchant('qiancheng');
	});
	const check = async () =>
		await execute('qiancheng token', [qiancheng('Check', 'blacklist', 'search', person(8))]);
	const fetched = async (since: number) =>
		(await host.control.journal(since)).filter(({ operation }) => operation === 'authorizeToken')
			.length;
	const stored = async () => {
		const { data } = await host.environment.n8n.credentialData(host.credentialId);
		return data.session;
	};

	test('is fetched by the first execution, kept in the credential, and used by the next', async () => {
		const since = await host.control.lastSeq();
		expect(await stored()).toBeFalsy();
		for (let i = 0; i < 3; i++) {
			expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		}
		expect(await fetched(since)).toBe(1);
		expect(await stored()).toBeTruthy();
	});

	test('is renewed once after its end, by whoever comes first', async () => {
		await host.control.call('/qiancheng-credit/expire', { username: MERCHANT });
		const since = await host.control.lastSeq();
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(await fetched(since)).toBe(1);
	});

	test('that ends in the middle of 200 items is renewed once, and all succeed', async () => {
		const items = Array.from({ length: 200 }, (_, i) => ({ i }));
		const { id } = await host.environment.n8n.saveWorkflow(
			row('qiancheng token items', [
				itemsNode('Items', items),
				qiancheng('Check', 'blacklist', 'search', {
					...person(8),
					options: { includeInput: true },
				}),
			]),
		);
		const since = await host.control.lastSeq();
		await host.control.call('/faults', { 'qiancheng-credit': { latencyMs: 20 } });
		const started = await host.environment.n8n.start(id);
		while ((await host.control.lastSeq()) < since + 60) await new Promise(setImmediate);
		await host.control.call('/qiancheng-credit/expire', { username: MERCHANT });
		const execution = await host.environment.n8n.waitForExecution(started);
		expect(errorOf(execution)).toBeUndefined();
		expect(jsonOf(execution, 'Check')).toEqual(
			items.map(
				(item) => expect.objectContaining({ ...item, is_in: true, verdict: 'listed' }) as object,
			),
		);
		expect(await fetched(since)).toBe(1);
		expect((await host.control.journal(since)).some(({ processed }) => !processed)).toBe(true);
	});

	test('is renewed after words that nobody has documented, and by the test of the credential', async () => {
		const [tokenRefusalCode, tokenRefusalWords] = ['1002', '您的登录已超时'];
		await settings({ tokenRefusalCode, tokenRefusalWords });
		const id = host.credentialId;
		const end = async () =>
			await host.control.call('/qiancheng-credit/expire', { username: MERCHANT });
		await end();
		const since = await host.control.lastSeq();
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(await fetched(since)).toBe(1);

		await end();
		expect(await host.environment.n8n.testCredential(id)).toMatchObject({ status: 'OK' });
		const tested = await host.control.lastSeq();
		expect(jsonOf(await check(), 'Check')).toMatchObject([{ verdict: 'listed' }]);
		expect(await host.control.journal(tested)).toHaveLength(1);
		await settings({ tokenRefusalCode: '1001', tokenRefusalWords: '令牌验证失败' });
	});

	test('is asked for once per execution with a wrong password: by 20 items, two nodes and three tries', async () => {
		const { credentials } = await merchant('qiancheng wrong', { password: 'wrong' });
		const wrong: Partial<NodeInput> = {
			credentials,
			...{ onError: 'continueRegularOutput', retryOnFail: true },
			...{ maxTries: 3, waitBetweenTries: 1 },
		};
		const items = Array.from({ length: 20 }, (_, i) => ({ i }));
		const since = await host.control.lastSeq();
		const execution = await execute('qiancheng wrong', [
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
