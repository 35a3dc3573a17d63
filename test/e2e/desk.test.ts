import { type DeskPage, deskApart, deskOf, loginOf } from './support/desk.ts';
import { applicant, carriedOut } from './support/flagship-applicants.ts';
import { told } from './support/flagship-pages.ts';
import { type Row, TABLE } from './support/flagship.ts';
import { tableOf } from './support/tables.ts';
import { EVENTS, HOSTILE, useDesk } from './support/use-desk.ts';

// Some go through the flagship, whose calls are compared with the sandbox's journal; the others stand in the table in
// states that nobody reaches within a minute.

const people = {
	applied: applicant(),
	approve: applicant({ amount: '60000' }),
	listed: applicant({ name: '黑名单测试员' }),
	stopped: applicant({ broker: '海投汇 Htouhui' }),
	failed: applicant({ amount: '65000' }),
};
const world = useDesk(people, 'failed');
const { desk, environment, eventsOf, flagship, journal, numberOf, reviewerAt, rowOf } = world;
beforeAll(insertOthers);

/** Rows in all states, with names and reasons that would be markup. */
async function insertOthers(): Promise<void> {
	const states = [
		'open',
		'photos',
		'at the bank',
		'waiting',
		'review',
		'asked',
		'failed',
		'rejected',
		'applied',
		'done',
	];
	for (let place = 0; place < 22; place++) {
		const person = applicant();
		const isHostile = place === 4;
		await flagship().insert({
			...told(person),
			...{ application_no: `26102000000${String(place).padStart(4, '0')}`, link_key: `k${place}` },
			...{ status: states[place % states.length], day: '2026-11-20', desk_token: '' },
			...(isHostile && {
				...{ name: HOSTILE, broker: HOSTILE, decision_reason: HOSTILE, failed_step: HOSTILE },
				...{
					identity: HOSTILE,
					blacklist: HOSTILE,
					taken_by: HOSTILE,
					request_text: HOSTILE,
					reply: HOSTILE,
				},
			}),
		});
	}
	const event = {
		application_no: '261020000000004',
		at: new Date().toISOString(),
		by: HOSTILE,
		kind: 'call',
	};
	const refused = {
		provider: 'HSTong',
		step: HOSTILE,
		outcome: 'refused',
		code: HOSTILE,
		text: HOSTILE,
	};
	await flagship().insert({ ...event, ...refused, text_chinese: '' }, EVENTS);
}

/** The number of a card on top of the queue, or the count of a state. */
const counted = ({ html }: DeskPage, words: string): number =>
	Number(
		new RegExp(`${words}[^<]*(?:<i>[^<]*</i><b>(\\d+)| \\((\\d+)\\))`)
			.exec(html)
			?.slice(1)
			.find(Boolean),
	);

describe('the queue', () => {
	it('has the numbers of the table, and those of the calls are the journal’s', async () => {
		const rows = await tableOf(environment, TABLE, 40);
		const queue = await desk().open('?state=all');
		const count = (wanted: (row: Row) => unknown) => rows.filter(wanted).length;

		expect(queue.status).toBe(200);
		expect({
			applied: counted(queue, '申请'),
			verified: counted(queue, '身份已核验'),
			screened: counted(queue, '已查黑名单'),
			opened: counted(queue, '已开户'),
			approved: counted(queue, '已通过'),
			toDecide: counted(queue, '待审核'),
			interrupted: counted(queue, '已中断'),
		}).toEqual({
			applied: rows.length,
			verified: count(({ identity }) => identity === 'verified'),
			screened: count(({ blacklist }) => blacklist),
			opened: count(({ account_status: status }) =>
				['opened', 'submitted'].includes(String(status)),
			),
			approved: count(({ decision }) => decision === 'approve'),
			toDecide: count(({ status }) => status === 'review'),
			interrupted: count(({ status }) => status === 'failed'),
		});
		const mine = await Promise.all(Object.values(people).map(numberOf));
		const events = await tableOf(environment, EVENTS, 20);
		const calls = events.filter(
			({ application_no: no, kind }) => kind === 'call' && mine.includes(String(no)),
		);
		const sent = carriedOut(await journal());
		const done = (provider: string, ...steps: string[]) =>
			calls.filter(
				(call) =>
					call.provider === provider &&
					call.outcome === 'done' &&
					steps.some((step) => String(call.step).startsWith(step)),
			).length;
		expect({
			'Submit Person': done('User Verification', 'Submit Person'),
			'Submit Face': done('User Verification', 'Submit Face'),
			'Submit Signature': done('HSTong', 'Submit Signature'),
			'Check Blacklist': done('Qiancheng Credit', 'Check Blacklist'),
			'Start Collection': done('Qiancheng Credit', 'Start Collection'),
			'Apply for Audit': done('Qiancheng Credit', 'Apply for Audit'),
			'Register User': done('Htouhui', 'Register User'),
			'Apply at WeBank': done('WeBank', 'Apply at WeBank'),
		}).toEqual({
			'Submit Person': sent.submitStepOne,
			'Submit Face': sent.submitStepFive,
			'Submit Signature': sent.submitStep8,
			'Check Blacklist': sent.searchBlacklist,
			'Start Collection': sent.telecomCreate,
			'Apply for Audit': sent.riskAuditApply,
			'Register User': sent.registerUser,
			'Apply at WeBank': sent.callService,
		});
		expect(queue.text).toContain('Qiancheng Credit 1001');
	});

	it.each(['review', 'failed', 'asked', 'done'])('shows those who are %s only', async (state) => {
		const rows = await tableOf(environment, TABLE, 40);
		const { html } = await desk().open(`?state=${state}`);
		const shown = [...html.matchAll(/href="\?case=(\d+)"/g)].map(([, no]) => no);
		const expected = rows.filter(({ status }) => status === state);
		// Who waits for a person comes first who has waited longest.
		if (state !== 'done') expected.reverse();
		expect(shown).toEqual(expected.map(({ application_no: no }) => String(no)));
	});

	it('finds by reference, name, and the last four digits of each number', async () => {
		const row = await rowOf(people.approve);
		const card = (JSON.parse(String(row.answers)) as { bank_card: string }).bank_card;
		const last = [row.id_card, row.mobile, card].map((number) => String(number).slice(-4));
		for (const search of [String(row.application_no), ...last]) {
			const { html } = await desk().open(`?search=${search}`);
			expect(html).toContain(`?case=${row.application_no}"`);
		}
		const { text } = await desk().open('?search=0000000');
		expect(text).toContain('没有申请');
	});
});

const authorizationOf = (index: number): string => {
	const { user, password } = loginOf(index);
	return `Basic ${btoa(`${user}:${password}`)}`;
};

describe('the login', () => {
	it.each(['desk-a', 'desk-b', 'desk'])('is asked for by %s', async (door) => {
		const no = await numberOf(people.approve);
		for (const method of ['GET', 'POST']) {
			if (door === 'desk' && method === 'POST') continue;
			for (const authorization of [undefined, `Basic ${btoa('reviewer-a:wrong')}`]) {
				const headers = authorization === undefined ? undefined : { authorization };
				const answer = await fetch(`${environment.n8n.url}/webhook/${door}?case=${no}`, {
					method,
					headers,
				});
				expect(answer.status).toBe(401);
				expect(await answer.text()).not.toContain(people.approve.name);
			}
		}
	});

	it('belongs to one door', async () => {
		expect((await deskOf(environment, 1, 'desk-a').open()).status).toBe(401);
	});

	it('is not replaced by nothing: a door without a credential does not open', async () => {
		const open = deskApart('open');
		for (const node of open.nodes) delete node.credentials;
		const { id } = await environment.n8n.saveWorkflow(open);
		await environment.n8n.publish(id).catch(() => undefined);
		const answer = await fetch(`${environment.n8n.url}/webhook/open-a`);
		expect([404, 500]).toContain(answer.status);
		expect(await answer.text()).not.toContain(people.approve.name);
		await environment.n8n.unpublish(id).catch(() => undefined);
	});

	it('leads a link in a message to the own door', async () => {
		const cookie = (
			await fetch(desk(1).url, { headers: { authorization: authorizationOf(1) } })
		).headers.get('set-cookie');
		expect(cookie).toMatch(/^desk=desk-b;.*HttpOnly/);
		const link = `${environment.n8n.url}/webhook/desk?case=12`;
		const headers = { cookie: 'desk=desk-b' };
		const answer = await fetch(link, { headers, redirect: 'manual' });
		expect([answer.status, answer.headers.get('location')]).toEqual([302, 'desk-b?case=12']);
		const elsewhere = await fetch(link, {
			headers: { cookie: 'desk=//evil.example' },
			redirect: 'manual',
		});
		expect(elsewhere.status).toBe(401);
	});
});

describe('a case', () => {
	it('has no full number before the click, which is recorded, and photos after it', async () => {
		const row = await rowOf(people.approve);
		const no = String(row.application_no);
		const { bank_card: card } = JSON.parse(String(row.answers)) as { bank_card: string };
		const secrets = [
			row.id_card,
			row.mobile,
			card,
			row.link_key,
			'八一路1号',
			'applicant@example.com',
		].map(String);
		const queue = await desk().open('?state=review');
		const before = await desk().open(`?case=${no}`);
		for (const secret of secrets) {
			expect(queue.html).not.toContain(secret);
			expect(before.html).not.toContain(secret);
		}
		expect(before.html).not.toContain('<img');

		const { context, page } = await reviewerAt(0, `?search=${no}`);
		await page.click(`a[href="?case=${no}"]`);
		await page.click('button:has-text("显示完整号码和照片")');
		for (const secret of secrets.filter((one) => one !== row.link_key)) {
			expect(await page.textContent('main')).toContain(secret);
		}
		const widths = await page.$$eval('figure img', (images) =>
			images.map((image) => (image as HTMLImageElement).naturalWidth),
		);
		expect(widths).toHaveLength(3);
		expect(Math.min(...widths)).toBeGreaterThan(100);
		expect(await page.locator('svg[aria-label^="每月话费"] rect').count()).toBeGreaterThan(1);
		await context.close();
		expect(await eventsOf(no)).toContainEqual(
			expect.objectContaining({ kind: 'access', step: 'show numbers', by: desk().user }),
		);
		expect((await desk().open(`?case=${no}`)).html).not.toContain(secrets[0]);
	});

	it('shows each call with its outcome and code, and what was typed beside what HSTong has read', async () => {
		const { html, text } = await desk().open(`?case=${await numberOf(people.applied)}`);
		const calls = (await eventsOf(await numberOf(people.applied))).length;
		expect(html.split('data-label="时间"').length - 1).toBe(calls);
		expect(text).toContain('未命中 Not Listed');
		expect(text).toContain('已提交微众银行');
		const { ocr } = await rowOf(people.applied);
		expect(html).toContain(
			`<td data-label="华盛识别">${(JSON.parse(String(ocr)) as { name: string }).name}</td>`,
		);
	});

	it('says what was done, and what went wrong, in Chinese', async () => {
		for (const person of [people.applied, people.failed]) {
			const { html } = await desk().open(`?case=${await numberOf(person)}`);
			const said = [...html.matchAll(/(?:data-label="(?:步骤|说明)"|class="say no")>([^<]+)/g)];
			expect(said.length).toBeGreaterThan(10);
			for (const [, text] of said) expect(text).toMatch(/\p{Script=Han}/u);
		}
	});

	it('renders nothing that comes from outside as markup', async () => {
		for (const query of [
			'?state=review',
			'?case=261020000000004',
			`?search=${encodeURIComponent(HOSTILE)}`,
			`?state=${encodeURIComponent(HOSTILE)}`,
		]) {
			const { context, page } = await reviewerAt(0, query);
			expect(await page.evaluate('window.hacked')).toBeUndefined();
			expect(await page.locator('script, img[src="x"]').count()).toBe(0);
			expect(await page.content()).not.toContain('>49<');
			await context.close();
		}
		const { page, context } = await reviewerAt(0, '?case=261020000000004');
		expect(await page.textContent('main')).toContain(HOSTILE);
		await context.close();
	});

	it('answers 404 for a reference that nobody has', async () => {
		expect((await desk().open('?case=4711')).status).toBe(404);
	});
});
