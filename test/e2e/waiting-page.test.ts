import { deskOf } from './support/desk.ts';
import { applicant } from './support/flagship-applicants.ts';
import { told } from './support/flagship-pages.ts';
import { until, type Row } from './support/flagship.ts';
import { useFlagship } from './support/use-flagship.ts';
import { type Walk, walkIn } from './support/walk.ts';

// What an applicant sees of a decision who has the page open and touches nothing.

const { environment, flagship, linkOf, rowOf } = useFlagship((parameters) => {
	const { responseBody: body } = parameters;
	if (typeof body === 'string')
		parameters.responseBody = body.replace('content="20"', 'content="1"');
});
let walk: Walk;

beforeAll(async () => (walk = await walkIn(environment, 'waiting')));
afterAll(async () => await walk?.close());

/** Somebody whose application stands like this. */
async function standing(row: Row) {
	const person = applicant({ amount: '60000' });
	const application_no = String(2.6112e14 + Math.floor(Math.random() * 1e9));
	await flagship().insert({
		...{ ...told(person), application_no, link_key: `k${application_no}`, identity: 'verified' },
		...{ blacklist: 'notListed', audit: 'approve', ...row },
	});
	const link = `${environment.n8n.url}/webhook/my-application?link=${application_no}-k${application_no}`;
	return { person, no: application_no, link };
}

const waits = async () => (await walk.page.locator('meta[http-equiv="refresh"]').count()) > 0;

it('shows what a reviewer asks, and the decision, to whoever has it open', async () => {
	const desk = deskOf(environment, 0);
	const { person, no, link } = await standing({ status: 'review', decision: 'review' });

	await walk.page.goto(await linkOf(person));
	await walk.page.locator('#submit-btn').click();
	expect(await walk.end('人工审核中')).toContain(no);
	expect(walk.page.url()).toBe(link);

	await desk.act(no, 'ask', { request: 'answer', reason: '请说明<b>收入来源</b>' });
	expect(await walk.end('请补充材料')).toContain('请说明<b>收入来源</b>');
	await walk.page.click('a:has-text("现在补充")');
	await walk.page.locator('#submit-btn').click();
	await walk.complete('请回答', { 您的回答: '工资' });
	await walk.end('已收到，继续审核中');
	expect(walk.page.url()).toBe(link);
	await until('The team is told', async () =>
		(await flagship().rows('notifications')).some(
			({ reference, step }) => reference === no && step === '已补充 Answered',
		),
	);

	await desk.act(no, 'approve', { reason: '' });
	await walk.end('授信申请已提交');
	expect((await rowOf(person)).credit_status).toBe('applied');
	// What the bank decides comes by itself, too.
	await flagship().write(no, { status: 'done', credit_status: 'approved', credit_limit: '20000' });
	expect(await walk.end('授信已通过')).toContain('20,000');
	expect(await waits()).toBe(false);
}, 120_000);

it.each<[string, boolean, Row]>([
	[
		'申请未通过',
		false,
		{ status: 'rejected', decision: 'reject', decision_reason: '收入证明不符' },
	],
	[
		'申请未通过',
		false,
		{ status: 'rejected', decision: 'reject', decided_by: 'Blacklist', decision_reason: 'listed' },
	],
	['授信未通过', false, { status: 'done', decision: 'approve', credit_status: 'declined' }],
	['审核已通过', true, { status: 'open', decision: 'approve' }],
	['正在核实', true, { status: 'failed', decision: 'approve', credit_status: 'sending' }],
	[
		'正在核实',
		true,
		{ status: 'failed', outcome: 'unknown', failed_step: 'Qiancheng Credit: Apply for Audit' },
	],
	[
		'可以继续申请',
		false,
		{ status: 'failed', failed_step: 'HSTong: Upload Face', failure: 'x', outcome: 'refused' },
	],
	['可以继续申请', false, { status: 'open' }],
])('says %s, and renews itself: %s', async (title, renews, row) => {
	const { person, link } = await standing(row);
	// The page of the test before may renew itself in this moment.
	await walk.load(link);
	const said = await walk.end(title);
	expect(await waits()).toBe(renews);
	expect(said.includes('收入证明不符')).toBe(row.decision_reason === '收入证明不符');
	expect(said).not.toMatch(/listed|HSTong|Qiancheng/);
	for (const told of [person.name, person.idCard, person.mobile]) expect(said).not.toContain(told);
	const onward = await walk.page
		.locator('a.next')
		.getAttribute('href', { timeout: 500 })
		.catch(() => '');
	if (title.startsWith('可以')) expect(onward).toBe(await linkOf(person));
});

it('shows nobody anything without the secret', async () => {
	const { no } = await standing({
		status: 'rejected',
		decision: 'reject',
		decision_reason: '收入证明不符',
	});
	const shown = await Promise.all(
		[
			`?link=${no}-`,
			`?link=${no}`,
			`?link=${no}-none`,
			'?link=none-none',
			'?link=-',
			'',
			`?link=${no}-%25`,
			'?link=1&link=2',
		].map(async (query) => {
			const answer = await fetch(`${environment.n8n.url}/webhook/my-application${query}`);
			return { status: answer.status, html: await answer.text() };
		}),
	);
	expect(new Set(shown.map(({ status }) => status))).toEqual(new Set([404]));
	expect(new Set(shown.map(({ html }) => html)).size).toBe(1);
	expect(shown[0].html).toContain('链接无效');
	expect(shown[0].html).not.toContain(no);
});
