import type { Browser, BrowserContext, Page } from 'playwright-core';
import { picture } from '../support/photos.ts';
import { openBrowser } from './support/browser.ts';
import { deskApart, deskOf, type DeskPage, loginOf } from './support/desk.ts';
import { type Environment, sharedEnvironment } from './support/environment.ts';
import { applicant, applicantsOf, carriedOut } from './support/flagship-applicants.ts';
import { type Applicant, told } from './support/flagship-pages.ts';
import { flagshipIn, openForm, type Row, submit, TABLE } from './support/flagship.ts';
import { tableOf } from './support/tables.ts';

// Thirty applicants, and two reviewers at the desk. Eight go through the flagship, whose calls are compared with the
// sandbox's journal; the others stand in the table in states that nobody reaches within a minute.

const EVENTS = 'onboarding_events';
const jpeg = new Uint8Array(picture('jpg', '-size', '600x400', 'plasma:', '-quality', '60'));
const face = new File([jpeg], 'face.jpg', { type: 'image/jpeg' });
const HOSTILE = `<script>window.hacked=1</script>"><img src=x onerror=window.hacked=1>{{ 7*7 }}$&'\``;

let environment: Environment;
let flagship: Awaited<ReturnType<typeof flagshipIn>>;
let browser: Browser;
let since: number;
const { apply, resume, rowOf, form, noFaults } = applicantsOf(() => ({ environment, flagship }));

const people = {
	applied: applicant(),
	approve: applicant({ amount: '60000' }),
	reject: applicant({ amount: '70000' }),
	race: applicant({ amount: '80000' }),
	listed: applicant({ name: '黑名单测试员' }),
	stopped: applicant({ broker: '海投汇 Htouhui' }),
	ask: applicant({ amount: '90000' }),
	failed: applicant({ amount: '65000' }),
};

const numberOf = async (person: Applicant) => String((await rowOf(person)).application_no);
const desk = (index = 0) => deskOf(environment, index);
const eventsOf = async (no: string) =>
	(await tableOf(environment, EVENTS, 20)).filter((event) => event.application_no === no);

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
		await flagship.insert({
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
	await flagship.insert({ ...event, ...refused, text_chinese: '' }, EVENTS);
}

beforeAll(async () => {
	environment = sharedEnvironment();
	flagship = await flagshipIn(environment, (parameters) => {
		if ('maximumWait' in parameters) Object.assign(parameters, { maximumWait: 8, interval: 0.3 });
		if (parameters.amount === 2) parameters.amount = 0.1;
	});
	browser = await openBrowser();
	await submit(await openForm(form()), {});
	await noFaults();
	await flagship.control.call('/webank/replies', { replies: [] });
	await flagship.control.call('/qiancheng-credit/settings', { stepMs: 30, reviewMs: 200 });
	since = await flagship.control.lastSeq();
	const { failed, ...others } = people;
	await insertOthers();
	const waiting = Object.values(others);
	while (waiting.length > 0) {
		await Promise.all(waiting.splice(0, 3).map(async (person) => await apply(person)));
	}
	await flagship.control.call('/faults', {
		'qiancheng-credit': { force: [{ path: 'searchBlacklist', code: '1001', times: 9 }] },
	});
	await apply(failed);
	await noFaults();
}, 240_000);

afterAll(async () => {
	await browser?.close();
	await flagship?.unpublish();
	await flagship?.control.call('/qiancheng-credit/settings', { stepMs: 300, reviewMs: 1500 });
});

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
		const sent = carriedOut(await flagship.control.journal(since));
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

const authorizationOf = (index: number): string => {
	const { user, password } = loginOf(index);
	return `Basic ${btoa(`${user}:${password}`)}`;
};

async function reviewerAt(
	index: number,
	query: string,
): Promise<{ context: BrowserContext; page: Page }> {
	const { user: username, password } = loginOf(index);
	const context = await browser.newContext({ httpCredentials: { username, password } });
	const page = await context.newPage();
	await page.goto(desk(index).url + query);
	return { context, page };
}

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

describe('what is done', () => {
	it('takes a case by a click, and approves it, once', async () => {
		const no = await numberOf(people.approve);
		const { context, page } = await reviewerAt(0, `?case=${no}`);
		await page.click('button:has-text("领取 Take")');
		expect(await page.textContent('main')).toContain('您已领取此申请');
		const colleague = await desk(1).open(`?case=${no}`);
		expect(colleague.text).toContain('由 reviewer-a 处理中');
		expect(colleague.text).not.toContain('确认通过');
		const forbidden = await desk(1).act(no, 'approve', { reason: '' });
		expect(forbidden.text).toContain('未执行');
		await page.click('summary:has-text("通过 Approve")');
		await page.click('button:has-text("确认通过")');
		expect(await page.textContent('main')).toContain('已通过，并已记录');
		await context.close();

		expect(await rowOf(people.approve)).toMatchObject({
			...{
				status: 'applied',
				decision: 'approve',
				decided_by: 'reviewer-a',
				credit_status: 'applied',
			},
		});
		expect((await eventsOf(no)).map(({ kind, step, by }) => [kind, step, by])).toEqual(
			expect.arrayContaining([
				['desk', 'take', 'reviewer-a'],
				['decision', 'approve', 'reviewer-a'],
			]),
		);
		const late = await desk(1).act(no, 'reject', { reason: '太晚了' });
		expect(late.text).toContain('未执行');
		expect(await rowOf(people.approve)).toMatchObject({ decided_by: 'reviewer-a' });
	});

	it('lets one of two decide who press at the same moment', async () => {
		const no = await numberOf(people.race);
		const before = await flagship.control.lastSeq();
		const { token } = await desk().open(`?case=${no}`);
		const body = { case: no, token, act: 'approve', reason: '' };
		const answers = await Promise.all(
			[0, 1, 0, 1].map(async (index) => await desk(index).send(body)),
		);
		expect(answers.filter(({ text }) => text.includes('已通过，并已记录'))).toHaveLength(1);
		expect(answers.filter(({ text }) => text.includes('未执行'))).toHaveLength(3);
		expect(carriedOut(await flagship.control.journal(before))).toEqual({ callService: 1 });
		const decisions = (await eventsOf(no)).filter(
			({ kind, step }) => kind === 'decision' && step === 'approve',
		);
		expect(decisions.map(({ by }) => by)).toEqual([(await rowOf(people.race)).decided_by]);
	});

	it.each([
		['without the token', { token: '' }],
		['with the token of another case', { token: 'other' }],
	])('does nothing for a post %s', async (_what, { token }) => {
		const no = await numberOf(people.reject);
		const other = (await desk().open(`?case=${await numberOf(people.approve)}`)).token;
		const answer = await desk().send({
			case: no,
			act: 'reject',
			reason: 'x',
			token: token && other,
		});
		expect(answer.text).toContain('页面已过期');
		expect(await rowOf(people.reject)).toMatchObject({ status: 'review' });
	});

	it('rejects with a reason only, which the applicant reads', async () => {
		const no = await numberOf(people.reject);
		expect((await desk(1).act(no, 'reject', { reason: ' ' })).text).toContain('请填写理由');
		expect(await rowOf(people.reject)).toMatchObject({ status: 'review' });
		await desk(1).act(no, 'reject', { reason: '收入证明不符' });
		expect(await rowOf(people.reject)).toMatchObject({
			status: 'rejected',
			decided_by: 'reviewer-b',
		});
		expect((await resume(people.reject)).text).toContain('收入证明不符');
	});

	it.each([
		['answer', '请说明收入来源', { 您的回答: '工资和奖金' }],
		['face', '请重拍人脸照片', { 拍照或选择照片: face }],
	])(
		'asks the applicant again for %s, who reads it with the link',
		async (request, reason, answer) => {
			const no = await numberOf(people.ask);
			expect((await desk().act(no, 'ask', { request, reason: '' })).text).toContain('请填写理由');
			await desk().act(no, 'ask', { request, reason });
			expect(await rowOf(people.ask)).toMatchObject({ status: 'asked', request });
			expect((await desk().act(no, 'approve', { reason: '' })).text).toContain('未执行');
			const waiting = await resume(people.ask);
			expect(waiting.text).toContain(reason);
			const [address] = /http[^"]*\/form\/answer\?link=[^"]*/.exec(waiting.html) ?? [''];
			const page = await submit(await openForm(address.replaceAll('&amp;', '&')), {});
			expect(page.text).toContain(reason);
			const ending = await submit(page, answer);
			expect(ending.title).toContain('已收到');
			expect(await rowOf(people.ask)).toMatchObject({ status: 'review' });
			const again = await submit(await openForm(address.replaceAll('&amp;', '&')), {});
			expect(again.title).toContain('无需补充');
		},
	);

	it('shows the answer at once, and the photo after the click, until the decision', async () => {
		const no = await numberOf(people.ask);
		const before = await desk().open(`?case=${no}`);
		expect(before.text).toContain('照片已收到');
		expect(before.html).not.toContain('base64,');
		const { html } = await desk().act(no, 'numbers');
		expect(html).toContain(`base64,${String((await rowOf(people.ask)).reply_photo)}"`);
		await desk().act(no, 'approve', { reason: '' });
		expect(await rowOf(people.ask)).toMatchObject({
			...{ status: 'applied', decided_by: 'reviewer-a', reply_photo: '' },
		});
	});

	it('goes on with the step that failed, once, and says what it costs', async () => {
		const no = await numberOf(people.failed);
		expect(await rowOf(people.failed)).toMatchObject({ status: 'failed', identity: 'verified' });
		const before = await flagship.control.lastSeq();
		expect((await desk().open(`?case=${no}`)).text).toContain('一次付费的黑名单查询');
		await desk().act(no, 'goOn');
		expect(await rowOf(people.failed)).toMatchObject({
			status: 'open',
			blacklist: 'notListed',
			failure: '',
		});
		expect(carriedOut(await flagship.control.journal(before))).toEqual({ searchBlacklist: 1 });
		expect((await desk().act(no, 'goOn')).text).toContain('未执行');
		expect(carriedOut(await flagship.control.journal(before))).toEqual({ searchBlacklist: 1 });
	});

	it.each([
		[
			'the risk audit',
			{ failed_step: 'Qiancheng Credit: Apply for Audit', account_status: 'opened' },
			'一次付费的风控审核',
			{ riskAuditApply: 1 },
			{ status: 'review', audit: 'approve', decision: 'review', decided_by: 'Rules' },
		],
		[
			'the credit application',
			{ failed_step: 'WeBank: Apply at WeBank', audit: 'approve', decision: 'approve' },
			'向微众银行提交授信申请',
			{ callService: 1 },
			{ status: 'applied', credit_status: 'applied', failure: '' },
		],
	])('goes on with %s, once', async (_what, stopped, question, calls, end) => {
		const person = applicant();
		const no = `26${Date.now()}`;
		await flagship.insert({
			...{
				...told(person),
				application_no: no,
				link_key: 'k',
				status: 'failed',
				identity: 'verified',
			},
			...{ blacklist: 'notListed', telecom_open_id: 'x', failure: 'No answer', outcome: 'refused' },
			telecom_report: JSON.stringify({ real_name_status: 1, average_bill: '88.00' }),
			...stopped,
		});
		const before = await flagship.control.lastSeq();
		expect((await desk().open(`?case=${no}`)).text).toContain(question);
		await desk().act(no, 'goOn');
		expect(await rowOf(person)).toMatchObject(end);
		expect((await desk().act(no, 'goOn')).text).toContain('未执行');
		expect(carriedOut(await flagship.control.journal(before))).toEqual(calls);
		expect((await eventsOf(no)).map(({ step }) => step)).toContain('go on');
	});

	it('shows the applicant’s link after a click that is recorded', async () => {
		const row = await rowOf(people.stopped);
		const { text } = await desk().act(String(row.application_no), 'link');
		expect(text).toContain(`/form/onboarding?link=${row.application_no}-${row.link_key}`);
		expect(await eventsOf(String(row.application_no))).toContainEqual(
			expect.objectContaining({ kind: 'desk', step: 'show link' }),
		);
	});
});
