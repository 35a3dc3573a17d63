import { setTimeout as sleep } from 'node:timers/promises';

import { kindNames, type KindName } from '../../sandbox/htouhui/kinds.ts';
import { jsonOf } from '../support/n8n-driver.ts';
import { merchants } from '../support/htouhui';
import { useHtouhuiHost } from './support/htouhui';
import type { Listening } from './support/use-host';

// Htouhui calls a published workflow, rightly and maliciously.

const htouhui = useHtouhuiHost();
const { environment } = htouhui;

const merchant = merchants.md5;

/** Sends a right notification and returns the number of its execution, the only one there is. */
const oneExecution = async ({ id, url }: Listening): Promise<number> =>
	await htouhui.onlyExecution(id, async () =>
		expect(await htouhui.notify({ url, merchant })).toMatchObject({ replyCode: 'success' }),
	);

describe('every kind of notification', () => {
	let workflow: Listening;
	let last: number;
	beforeAll(async () => {
		const { credentials } = await htouhui.credential('htouhui kinds');
		workflow = await htouhui.listen('htouhui kinds', credentials);
		last = await oneExecution(workflow);
	});

	// n8n itself refuses other methods, what is no JSON though it says so, and what is larger than 16 MB.
	const refusedByN8n: Partial<Record<KindName, number>> = {
		...{ wrongMethod: 404, huge: 500, hugeUnsigned: 500 },
	};
	const starts: Partial<Record<KindName, number>> = {
		...{ right: 1, replay: 2, reordered: 1, percentEncoded: 1, withoutCard: 1, extraField: 1 },
		...{ otherCase: 1, cardMissing: 1, jsonBody: 1, jsonSpelled: 1, jsonNumber: 1 },
	};
	test.each(kindNames)('%s', async (kind) => {
		await environment.n8n.deleteExecutions(workflow.id);
		const sent = await htouhui.notify({ url: workflow.url, merchant, kind });
		const count = starts[kind] ?? 0;
		const { status, body, contentType } = sent;
		if (refusedByN8n[kind]) expect(status).toBe(refusedByN8n[kind]);
		else if (count > 0) {
			expect({ status, body }).toEqual({ status: 200, body: 'success' });
			expect(contentType).toMatch(/^text\/plain/);
		} else {
			expect([400, 401]).toContain(status);
			expect(body).toBe('fail');
		}
		const started = await environment.n8n.waitForExecutions(workflow.id, count);
		expect(started.map((execution) => execution.status)).toEqual(Array(count).fill('success'));
		// Numbers are given out without gaps, so no execution has come and gone unseen.
		expect(await oneExecution(workflow)).toBe(last + count + 1);
		last += count + 1;
	});

	test('arrives as it was meant', async () => {
		await environment.n8n.deleteExecutions(workflow.id);
		const thirdPartyUserId = 'u &=+/测试 😀 %2B';
		await htouhui.notify({ url: workflow.url, merchant, status: '1', thirdPartyUserId });
		const [execution] = await environment.n8n.waitForExecutions(workflow.id, 1);
		expect(jsonOf(execution, 'End')).toMatchObject([
			{
				...{ third_party_user_id: thirdPartyUserId, status: '1', nextType: '1', done: false },
				statusLabel: 'Account opened (开户成功)',
				dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
				...{ verified: true, warnings: [], furtherFields: { merchant_id: merchant } },
			},
		]);
	});
});

describe('the credential', () => {
	test('that was deleted leaves no failed executions of calls that nobody signed', async () => {
		const name = 'htouhui deleted';
		const { id: credential, credentials } = await htouhui.credential(name);
		const { id, url } = await htouhui.listen(name, credentials);
		await environment.n8n.deleteCredential(credential);
		for (const kind of ['wrongSignature', 'right', 'jsonBody']) {
			expect(await htouhui.notify({ url, merchant, kind })).toMatchObject({
				...{ status: 503, body: '' },
			});
		}
		expect(await environment.n8n.executions(id)).toEqual([]);
	});

	test('whose secret is taken away later lets nothing in', async () => {
		const name = 'htouhui secret lost';
		const { credentials } = await htouhui.credential(name);
		const { id, url } = await htouhui.listen(name, credentials);
		expect(await htouhui.notify({ url, merchant })).toMatchObject({ status: 200 });
		await htouhui.credential(name, 'md5', { secret: '' });
		// It may be remembered for some seconds.
		let sent = await htouhui.notify({ url, merchant });
		for (let tries = 0; tries < 100 && sent.status !== 503; tries++) {
			await sleep(100);
			sent = await htouhui.notify({ url, merchant });
		}
		expect(sent).toMatchObject({ status: 503, body: '' });
		const { length } = await environment.n8n.executions(id);
		expect(await htouhui.notify({ url, merchant })).toMatchObject({ status: 503 });
		expect(await environment.n8n.executions(id)).toHaveLength(length);
	});
});
