import { steps } from '../support/applicant';
import { useHstong } from '../support/hstong';

const COUNT = 200;

const hstong = useHstong();
afterEach(async () => await hstong.control.noFaults());

/** Submits the identity of one applicant many times, each time with another address. */
async function submitMany(concurrency: number, faults: Record<string, unknown>) {
	const { token, number } = await hstong.applicant(3);
	const since = await hstong.control.lastSeq();
	await hstong.control.faults(faults);
	const items = Array.from({ length: COUNT }, (_, i) => ({ json: { token, address: `${i} 号` } }));
	const values = {
		...steps.identity(number),
		idCardAddr: '={{ $json.address }}',
		options: { concurrency },
	};
	const outputs = await hstong.run('identity', 'submit', values, { items, continueOnFail: true });
	const journal = (await hstong.control.journal(since)).filter(
		({ operation }) => operation === 'submitStep1',
	);
	const processed = new Map<string, number>();
	for (const entry of journal.filter(({ processed: done }) => done)) {
		const address = String(entry.params.idCardAddr);
		processed.set(address, (processed.get(address) ?? 0) + 1);
	}
	return { outputs, journal, processed };
}

/** What every faulty run must show: no item missing, none twice, no failure passed off as success. */
function expectTruth({ outputs, journal, processed }: Awaited<ReturnType<typeof submitMany>>) {
	expect(outputs).toHaveLength(COUNT);
	expect(journal.length).toBe(COUNT);
	expect(Math.max(0, ...processed.values())).toBeLessThanOrEqual(1);
	outputs.forEach(({ json, pairedItem }, i) => {
		expect(pairedItem).toEqual({ item: i });
		const done = processed.has(`${i} 号`);
		if (json.success === true) expect(done).toBe(true);
		else {
			const { outcome, description } = json.details as { outcome: string; description: string };
			expect(json.error).toEqual(expect.any(String));
			expect(description.length).toBeGreaterThan(20);
			expect(['refused', 'unknown']).toContain(outcome);
			if (outcome === 'refused') expect(done).toBe(false);
		}
	});
	return outputs.filter(({ json }) => json.success !== true);
}

test('Many submits whose token ends at call 60: the rest is refused with what to do', async () => {
	const failed = expectTruth(await submitMany(10, { expireTokensAtRequest: 60 }));
	expect(failed).toHaveLength(COUNT - 59);
	for (const { json } of failed) expect(json.details).toMatchObject({ code: '10106' });
});

test('Many submits with at most 50 in flight allowed: none is refused', async () => {
	expect(expectTruth(await submitMany(50, { concurrencyLimit: 50, latencyMs: 5 }))).toEqual([]);
});

test('never more requests in flight than the option says', async () => {
	await hstong.control.reset();
	await submitMany(7, { latencyMs: 20 });
	expect((await hstong.control.stats()).maxInFlight).toBe(7);
});

test('given too many requests, the item says so and that it was not processed', async () => {
	const { token } = await hstong.applicant(3);
	await hstong.control.faults({ concurrencyLimit: 1, latencyMs: 30 });
	const values = { ...steps.identity(501), options: { concurrency: 2 } };
	const items = [{ json: { token } }, { json: { token } }];
	const outputs = await hstong.run('identity', 'submit', values, { items, continueOnFail: true });
	const [failed] = outputs.filter(({ json }) => json.success !== true);
	expect(failed.json).toMatchObject({
		error: 'The server is receiving too many requests at once',
		details: {
			code: 'HTTP 429',
			outcome: 'refused',
			failure: { cause: 'rate-limited', retryAfterMs: 1000 },
		},
	});
});

describe('an operation that only reads', () => {
	test('is not repeated more often than the option says', async () => {
		const { token } = await hstong.applicant(4);
		const since = await hstong.control.lastSeq();
		await hstong.control.faults({ events: [{ everyNth: 1, kind: 'http500', when: 'before' }] });
		const values = { token, options: { retries: 1 } };
		await expect(hstong.one('identity', 'get', values)).rejects.toMatchObject({
			message: 'HSTong gave no readable answer',
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(await hstong.control.journal(since)).toHaveLength(2);
	});

	test('is repeated after a code that may pass, but not after another', async () => {
		const { token } = await hstong.applicant(4);
		await hstong.control.faults({ force: [{ code: '10001', times: 1 }] });
		expect(await hstong.one('identity', 'get', { token })).toMatchObject({ name: '王测试' });
		const since = await hstong.control.lastSeq();
		await hstong.control.faults({ force: [{ code: '60003', times: 1 }] });
		await expect(hstong.one('identity', 'get', { token })).rejects.toMatchObject({
			httpCode: '60003',
		});
		expect(await hstong.control.journal(since)).toHaveLength(1);
	});
});

describe('a signature that came too late', () => {
	test('is made again once, also for a submit', async () => {
		const { token } = await hstong.applicant(0);
		await hstong.control.faults({ force: [{ code: '10103', times: 1 }] });
		expect(await hstong.one('application', 'agree', { token })).toMatchObject({ success: true });
	});

	test('points to the clock when it is refused again', async () => {
		const { token } = await hstong.applicant(0);
		await hstong.control.faults({ force: [{ code: '10103', times: 2 }] });
		await expect(hstong.one('application', 'agree', { token })).rejects.toMatchObject({
			description: expect.stringContaining('The clock of your n8n server'),
		});
	});
});

test('a cancelled execution stops: no further item is sent', async () => {
	const { token } = await hstong.applicant(4);
	const since = await hstong.control.lastSeq();
	await hstong.control.faults({ latencyMs: 50 });
	const abort = new AbortController();
	const items = Array.from({ length: 100 }, () => ({ json: { token } }));
	const running = hstong.run('identity', 'get', {}, { items, signal: abort.signal });
	setTimeout(() => abort.abort(), 120);
	const start = Date.now();
	await expect(running).rejects.toThrow('The execution was cancelled');
	expect(Date.now() - start).toBeLessThan(1000);
	expect((await hstong.control.journal(since)).length).toBeLessThan(30);
});
