import type { Report } from '../../sandbox/webank/sender.ts';
import { jsonOf, outputOf, type Execution } from '../../test/support/n8n-driver.ts';
import { useByHand } from './runs';

// The two triggers of the flagship, built of Webhook and Code nodes.

const byHand = useByHand();

describe.each([
	{
		file: 'webank-trigger',
		notify: '/webank/notify',
		order: { transName: 'CreditResult', content: { BIZ_SEQ_NO: '1', APS_STATUS: 'SUCC' } },
		output: { transName: 'CreditResult', content: { BIZ_SEQ_NO: '1', APS_STATUS: 'SUCC' } },
		forged: {
			...{ wrongSignature: '0010', changedPlain: '0010', stale: '0012', missingField: '0002' },
			...{ plainNotJson: '0103' },
		},
	},
	{
		file: 'htouhui-trigger',
		notify: '/htouhui/notify',
		order: { merchant: 'sandbox-htouhui-md5', thirdPartyUserId: 'u-1' },
		output: { third_party_user_id: 'u-1', status: '3', nextType: null, done: true },
		forged: {
			...{ wrongSignature: 'refused', changedStatus: 'refused', unsigned: 'refused' },
			missingField: 'refused',
		},
	},
])('$file', ({ file, notify, order, output, forged }) => {
	const send = async (kind: string): Promise<Report> => {
		const path = file.replace('-trigger', '');
		const url = `${byHand().n8n.url}/webhook/by-hand-${path}`;
		return await byHand().control.call<Report>(notify, { ...order, url, kind });
	};
	const executed = async (): Promise<Execution> => {
		const executions = await byHand().n8n.waitForExecutions(byHand().idOf(file), 1);
		return executions[0];
	};
	beforeEach(async () => await byHand().n8n.deleteExecutions(byHand().idOf(file)));

	test('accepts a genuine notification, and goes on', async () => {
		expect(await send('right')).toMatchObject({ status: 200, asExpected: true });

		expect(jsonOf(await executed(), 'Accepted?')).toMatchObject([output]);
	});

	test.each(Object.entries(forged))('refuses %s with %s, and stops', async (kind, replyCode) => {
		expect(await send(kind)).toMatchObject({ asExpected: true, replyCode });

		// It leaves an execution, which our trigger does not.
		const execution = await executed();
		expect(execution.status).toBe('success');
		expect(outputOf(execution, 'Accepted?')).toEqual([]);
	});
});
