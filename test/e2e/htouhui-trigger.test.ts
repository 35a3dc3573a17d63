import { setTimeout as sleep } from 'node:timers/promises';

import { kindNames, type KindName } from '../../sandbox/htouhui/kinds.ts';
import { jsonOf } from '../support/n8n-driver.ts';
import { merchants, SECRET } from '../support/htouhui';
import { htouhuiIn, type Listening } from '../support/htouhui-e2e';
import { sharedEnvironment, type Environment } from './support/environment';

// Htouhui calls a published workflow, rightly and maliciously.

let environment: Environment;
let htouhui: ReturnType<typeof htouhuiIn>;
beforeAll(() => {
	environment = sharedEnvironment();
	htouhui = htouhuiIn(environment);
});
afterAll(async () => await htouhui.unpublishAll());

const merchant = merchants.md5;

/** Sends a right notification and returns the number of its execution, the only one there is. */
async function oneExecution({ id, url }: Listening): Promise<number> {
	await environment.n8n.deleteExecutions(id);
	expect(await htouhui.notify({ url, merchant })).toMatchObject({ replyCode: 'success' });
	const executions = await environment.n8n.waitForExecutions(id, 1);
	expect(executions.map(({ status }) => status)).toEqual(['success']);
	return Number(executions[0].id);
}

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
	const isCard = (kind: KindName, field: string) =>
		field === 'bank_card_number' && (kind === 'missingField' || kind === 'emptyField');
	const ofFields: KindName[] = ['missingField', 'emptyField', 'duplicatedField', 'nestedField'];
	const fields = ['htouhui_user_id', 'third_party_user_id', 'status', 'bank_card_number'];
	const cases = kindNames.flatMap((kind) =>
		(ofFields.includes(kind) ? fields : ['status']).map((field) => [kind, field] as const),
	);

	test.each(cases)('%s (%s)', async (kind, field) => {
		await environment.n8n.deleteExecutions(workflow.id);
		const sent = await htouhui.notify({ url: workflow.url, merchant, kind, field });
		const count = isCard(kind, field) ? 1 : (starts[kind] ?? 0);
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

test('many at once all start the workflow, each once', async () => {
	const { credentials } = await htouhui.credential('htouhui kinds');
	const { id, url } = await htouhui.listen('htouhui many', credentials);
	const { summary } = await htouhui.notify({ url, merchant, times: 60, concurrency: 20 });
	expect(summary).toMatchObject({ sent: 60, asExpected: 60 });
	const executions = await environment.n8n.waitForExecutions(id, 60);
	const keys = executions.map((execution) => jsonOf(execution, 'End')[0].dedupeKey);
	expect(new Set(keys).size).toBe(60);
});

test('without a signature, results start the workflow as not verified', async () => {
	const { credentials } = await htouhui.credential('htouhui unsigned', 'none');
	const { id, url } = await htouhui.listen('htouhui unsigned', credentials, {
		options: { reply: '{"code":"0000"}' },
	});
	const order = { url, merchant: merchants.none, notificationReply: '{"code":"0000"}' };
	const sent = await htouhui.notify(order);
	expect(sent).toMatchObject({
		asExpected: true,
		contentType: expect.stringMatching(/^application\/json/),
	});
	const [execution] = await environment.n8n.waitForExecutions(id, 1);
	expect(jsonOf(execution, 'End')).toMatchObject([{ verified: false, done: true }]);
	for (const kind of ['missingField', 'duplicatedField', 'prototype', 'jsonList']) {
		expect(await htouhui.notify({ ...order, kind })).toMatchObject({ status: 400, body: 'fail' });
	}
	expect(await environment.n8n.executions(id)).toHaveLength(1);
});

test('a result at the address of another attempt is another result, where the option says so', async () => {
	const { credentials } = await htouhui.credential('htouhui kinds');
	const { id, url } = await htouhui.listen('htouhui attempts', credentials, {
		options: { attemptInAddress: true },
	});
	for (const attempt of [1, 1, 2]) {
		const order = { merchant, status: '0', thirdPartyUserId: 'u-1' };
		await htouhui.notify({ ...order, url: `${url}?attempt=${attempt}` });
	}
	const executions = await environment.n8n.waitForExecutions(id, 3);
	const [a, b, c] = executions.map((execution) => jsonOf(execution, 'End')[0].dedupeKey);
	expect([a === b, b === c]).toEqual([true, false]);
});

test('an address that is not allowed gets 403 and starts nothing', async () => {
	const { credentials } = await htouhui.credential('htouhui kinds');
	const { id, url } = await htouhui.listen('htouhui closed', credentials, {
		options: { ipAllowlist: '10.0.0.0/8' },
	});
	expect(await htouhui.notify({ url, merchant })).toMatchObject({ status: 403, body: '' });
	expect(await environment.n8n.executions(id)).toEqual([]);
});

describe('the credential', () => {
	test.each([
		['md5', { secret: '' }, "The credential has no 'Secret'"],
		['rsaSha256', { publicKey: '' }, "The credential has no 'Htouhui's Public Key'"],
		['none', { algorithm: 'notChosen' }, "'Signature' has not been chosen"],
	] as const)('of %s with %j is not enough to publish', async (algorithm, changes, complaint) => {
		const name = `htouhui no key ${algorithm}`;
		const { credentials } = await htouhui.credential(name, algorithm, changes);
		const { id } = await htouhui.save(name, [htouhui.triggerNode(credentials)]);
		await expect(environment.n8n.publish(id)).rejects.toThrow(complaint);
	});

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

	test('has a second secret while the provider changes it', async () => {
		const secrets = { secret: 'the old one', secondSecret: SECRET };
		const { credentials } = await htouhui.credential('htouhui two', 'md5', secrets);
		const { url } = await htouhui.listen('htouhui two', credentials);
		expect(await htouhui.notify({ url, merchant })).toMatchObject({ status: 200 });
		expect(await htouhui.notify({ url, merchant, secret: 'the old one' })).toMatchObject({
			status: 200,
		});
		expect(await htouhui.notify({ url, merchant, secret: 'no' })).toMatchObject({ status: 401 });
	});
});
