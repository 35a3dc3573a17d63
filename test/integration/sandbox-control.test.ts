import { startSandbox } from '../../sandbox/index.ts';
import { mobileNumber, photo, samples } from '../reference/samples.ts';
import { useHstong } from '../support/sandboxes/use-hstong.ts';

const { call, control, codeOf, controlUrl, journal, page, userAt } = useHstong();

/** What a control route shows of HSTong. */
async function partOf(path: string): Promise<unknown> {
	return (await control<{ hstong: unknown }>(path)).hstong;
}

/** Asks for the progress and says what became of it: a code, an HTTP status or a lost answer. */
async function ask(token: string): Promise<string> {
	try {
		const { status, json } = await call('getOpenStatus', {}, { proof: token });
		return status === 200 ? String(json.code) : String(status);
	} catch (error) {
		return error instanceof SyntaxError ? 'not JSON' : 'lost';
	}
}

async function setFaults(settings: object): Promise<void> {
	await control('/faults', { hstong: settings });
}

describe('Faults', () => {
	test.each(['drop', 'http500', 'malformed', 'truncated'])(
		'of kind %s that come after lose the answer, not the work',
		async (kind) => {
			const token = await userAt(1);
			await setFaults({ events: [{ everyNth: 1, kind, when: 'after', path: 'submitStep2' }] });
			const params = samples('hstong', 'submitStep2');
			await call('submitStep2', params, { proof: token }).catch(() => undefined);
			expect((await journal()).at(-1)).toMatchObject({
				fault: `${kind}/after`,
				processed: true,
				code: '00000',
			});
			const { data } = await call('getApplyIndex', {}, { proof: token });
			expect(data).toEqual({ step: '3' });
		},
	);

	test('that come before leave the work undone', async () => {
		const token = await userAt(1);
		await setFaults({ events: [{ at: [1], kind: 'http500' }] });
		await call('submitStep2', samples('hstong', 'submitStep2'), { proof: token });
		const { data } = await call('getApplyIndex', {}, { proof: token });
		expect(data).toEqual({ step: '2' });
	});

	test('count only the requests of their path', async () => {
		const token = await userAt(0);
		await setFaults({
			events: [{ everyNth: 2, kind: 'http500', path: '/account/apply/open/status' }],
		});
		await call('getApplyIndex', {}, { proof: token });
		expect([await ask(token), await ask(token)]).toEqual(['00000', '500']);
	});

	test('force a code as often as told, but never on a wrong request', async () => {
		const token = await userAt(0);
		await setFaults({ force: [{ path: 'getOpenStatus', code: '60013', times: 2 }] });
		expect(await ask('unknown')).toBe('10106');
		expect([await ask(token), await ask(token), await ask(token)]).toEqual([
			'60013',
			'60013',
			'00000',
		]);
		const entry = (await journal()).at(-2);
		expect(entry).toMatchObject({ fault: 'force', code: '60013', processed: false });
	});

	test('limit what is worked on at the same time', async () => {
		const token = await userAt(0);
		await setFaults({ concurrencyLimit: 2, latencyMs: 150 });
		const answers = await Promise.all([1, 2, 3, 4].map(async () => await ask(token)));
		expect(answers.sort()).toEqual(['00000', '00000', '429', '429']);
		const { hstong } = await control<{ hstong: object }>('/stats');
		expect(hstong).toMatchObject({ maxWorking: 2, inFlight: 0, faulted: 2 });
		const refused = (await journal()).filter(({ fault }) => fault === 'concurrencyLimit');
		expect(refused).toMatchObject([
			{ httpStatus: 429 },
			{ httpStatus: 429, processed: false, code: null },
		]);
	});

	test('stay until they are taken away, each by itself', async () => {
		const token = await userAt(0);
		await setFaults({ events: [{ everyNth: 1, kind: 'http500' }] });
		await setFaults({ latencyMs: 1 });
		expect(await ask(token)).toBe('500');
		await setFaults({ events: null });
		expect(await ask(token)).toBe('00000');
		expect(await partOf('/faults')).toEqual({ latencyMs: 1, requestsSince: 1 });
	});
});

describe('The journal', () => {
	test('keeps parameters as received, decrypted values, files and every check', async () => {
		const token = await userAt(1);
		const entries = await journal();
		const upload = entries.find(({ operation }) => operation === 'uploadIdCard');
		const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
		expect(upload?.files).toEqual([{ name: 'image', fileName: '照片 1.jpg', size: 2048, sha256 }]);
		expect(upload?.params).toMatchObject({ client_key: 'sandbox-hstong', token });

		const submit = entries.at(-1);
		expect(submit).toMatchObject({
			operation: 'submitStep1',
			code: '00000',
			httpStatus: 200,
			inFlight: 1,
		});
		const { bankCardNo, idCardNo } = samples('hstong', 'submitStep1');
		expect(submit?.decrypted).toEqual({ bankCardNo, idCardNo });
		expect(submit?.params.bankCardNo).not.toBe(bankCardNo);
		expect(submit?.checks.map(({ name, ok }) => [name, ok])).toEqual([
			['path', true],
			['placement', true],
			['common parameters', true],
			['client_key', true],
			['sign_time', true],
			['sign_time window', true],
			['sign', true],
			['token present', true],
			['token', true],
			['parameters', true],
			['encryption of idCardNo', true],
			['encryption of bankCardNo', true],
			['state', true],
		]);
	});

	test('gives what came since, and the newest when asked for few', async () => {
		const token = await userAt(0);
		const { lastSeq } = await control<{ lastSeq: number }>('/journal?limit=1');
		await ask(token);
		await ask(token);
		const seqs = async (query: string): Promise<number[]> =>
			(await control<{ entries: Array<{ seq: number }> }>(`/journal?${query}`)).entries.map(
				({ seq }) => seq,
			);
		expect(await seqs(`since=${lastSeq}`)).toEqual([lastSeq + 1, lastSeq + 2]);
		expect(await seqs(`since=${lastSeq}&limit=1`)).toEqual([lastSeq + 1]);
		expect(await seqs('limit=2&provider=hstong')).toEqual([lastSeq + 1, lastSeq + 2]);
		expect(await control('/journal?provider=nobody')).toEqual({
			error: "There is no provider 'nobody'",
		});
	});
});

describe('The control server', () => {
	test('counts what was accepted and refused', async () => {
		await codeOf('sendAuthCode', { mobile: mobileNumber(1) });
		await codeOf('sendAuthCode', { mobile: '1' });
		expect(await partOf('/stats')).toEqual({
			...{ requests: 2, accepted: 1, refused: 1, faulted: 0 },
			...{ inFlight: 0, maxInFlight: 1, maxWorking: 1 },
			codes: { '00000': 1, '10111': 1 },
		});
	});

	test('shows users with their applications and reviews them', async () => {
		await userAt(8);
		const { users } = await control<{ users: Array<{ application: { applyId: string } }> }>(
			'/hstong/users',
		);
		expect(users).toMatchObject([
			{
				mobile: mobileNumber(1),
				tokens: [{ appId: 'sandbox-hstong', alive: true }],
				application: { status: 2, step: 10, photos: { front: { size: 2048 } } },
			},
		]);
		const applyId = users[0]?.application.applyId;
		const reviewed = await control('/hstong/review', { applyId, status: 3 });
		expect(reviewed).toMatchObject({ application: { status: 3, msg: expect.stringMatching(/./) } });
		expect(await control('/hstong/review', { applyId, status: 1 })).toMatchObject({
			error: expect.stringContaining('status must be one of'),
		});
		expect(await control('/hstong/review', { mobile: '1', status: 4 })).toMatchObject({
			error: expect.stringContaining('no application'),
		});
	});

	test('forgets everything on a reset', async () => {
		const token = await userAt(2);
		await setFaults({ latencyMs: 5 });
		await control('/reset', {});
		expect(await partOf('/faults')).toEqual({ requestsSince: 0 });
		expect(await control('/journal')).toEqual({ entries: [], lastSeq: 0 });
		expect(await control('/hstong/users')).toEqual({ users: [] });
		expect(await control(`/hstong/sms?mobile=${mobileNumber(1)}`)).toMatchObject({
			error: expect.anything(),
		});
		expect(await ask(token)).toBe('10106');
	});

	test('shows a page with codes, applications and verdicts, and no markup of others', async () => {
		const token = await userAt(1);
		const imageName = '<script>alert(1)</script>';
		const params = { type: 'front', imageName, image: photo() };
		await codeOf('uploadIdCard', params, { proof: token });
		await ask('unknown');
		const html = await page();
		const { code } = await control<{ code: string }>(`/hstong/sms?mobile=${mobileNumber(1)}`);
		expect(html).toContain(code);
		expect(html).toContain('data-post="/hstong/review"');
		expect(html).toContain('token is unknown');
		expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(html).not.toContain('<script>alert(1)');
	});
});

describe('Starting', () => {
	test('given a port in use, fails and leaves nothing open', async () => {
		const port = Number(new URL(controlUrl()).port);
		await expect(startSandbox({ controlPort: port })).rejects.toMatchObject({
			code: 'EADDRINUSE',
			port,
		});
	});

	test('given a latency, waits before every answer', async () => {
		const slow = await startSandbox({ latencyMs: 80 });
		const started = performance.now();
		await fetch(slow.urls.hstong);
		expect(performance.now() - started).toBeGreaterThanOrEqual(75);
		await slow.close();
	});
});
