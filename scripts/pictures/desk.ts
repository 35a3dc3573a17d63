import { join, relative } from 'node:path';
import type { Browser } from 'playwright-core';
import { deskOf, loginOf } from '../../test/e2e/support/desk.ts';
import type { Environment } from '../../test/e2e/support/environment.ts';
import { applicant, applicantsOf } from '../../test/e2e/support/flagship-applicants.ts';
import { told } from '../../test/e2e/support/flagship-pages.ts';
import { flagshipIn, openForm, submit } from '../../test/e2e/support/flagship.ts';

const images = join(process.cwd(), 'docs', 'images');
/** Those that no page of docs shows are to be looked at. */
const others = join(process.cwd(), 'coverage', 'desk');
const SHOWN = [
	'desk-queue.png',
	'desk-case.png',
	'desk-queue-phone.png',
	'desk-case-phone-dark.png',
];
const NAMES = ['陈静', '李娜', '张伟', '刘洋', '赵敏', '周杰', '吴磊', '孙丽', '郑强', '钱芳'];
const STATES = [
	'done',
	'review',
	'applied',
	'open',
	'rejected',
	'failed',
	'done',
	'asked',
	'waiting',
	'photos',
];
/** A long page is cut to what fits a computer's screen, or two of a phone's. */
const SIZES = { '': { width: 1280, height: 1000 }, '-phone': { width: 390, height: 1200 } };

/** The operations desk with a month of applications, of which one is real: desk-<page><size><theme>.png. */
export async function takeDesk(browser: Browser, environment: Environment): Promise<void> {
	// The sandbox needs no time for what takes a provider minutes.
	const flagship = await flagshipIn(environment, (parameters) => {
		if ('maximumWait' in parameters) Object.assign(parameters, { maximumWait: 8, interval: 0.3 });
	});
	await flagship.control.call('/qiancheng-credit/settings', { stepMs: 30, reviewMs: 200 });
	const { apply, form, rowOf } = applicantsOf(() => ({ environment, flagship }));
	await submit(await openForm(form()), {});
	for (let place = 0; place < 60; place++) await flagship.insert(madeUp(place));
	for (const [provider, code] of FAILURES) {
		const call = { by: 'workflow', kind: 'call', step: 'Submit', outcome: 'refused', text: '' };
		const at = new Date().toISOString();
		await flagship.insert({ ...call, application_no: '', at, provider, code }, 'onboarding_events');
	}
	const person = applicant({ name: '王大志', amount: '60000' });
	await apply(person);
	const { application_no: no } = await rowOf(person);
	for (const [size, viewport] of Object.entries(SIZES)) {
		for (const theme of ['light', 'dark'] as const) {
			const { user: username, password } = loginOf(0);
			const context = await browser.newContext({
				...{ viewport, colorScheme: theme, httpCredentials: { username, password } },
			});
			const page = await context.newPage();
			const { url } = deskOf(environment, 0);
			const shoot = async (name: string) => {
				const file = `desk-${name}${size}${theme === 'dark' ? '-dark' : ''}.png`;
				const path = join(SHOWN.includes(file) ? images : others, file);
				await page.screenshot({ path });
				console.log(`  ${relative(process.cwd(), path)}`);
			};
			await page.goto(`${url}?state=all`);
			await shoot('queue');
			await page.goto(`${url}?case=${no}`);
			await page.click('button:has-text("显示完整号码和照片")');
			await shoot('case');
			await context.close();
		}
	}
}

const FAILURES = [
	['HSTong', '10001'],
	['HSTong', '10001'],
	['Qiancheng Credit', '1001'],
	['WeBank', '66590009'],
] as const;

/** Somebody who has applied within the last thirty days; more of them lately. */
function madeUp(place: number) {
	const status = STATES[place % STATES.length];
	const begun = new Date(Date.now() - ((place * place) % 30) * 86_400_000);
	const isFar = ['done', 'applied', 'review', 'asked'].includes(status);
	return {
		...told(applicant({ name: NAMES[place % NAMES.length] })),
		...{ application_no: `2611${String(place).padStart(11, '0')}`, status },
		day: begun.toISOString().slice(0, 10),
		...(isFar && { identity: 'verified', blacklist: 'notListed', account_status: 'opened' }),
		...(['done', 'applied'].includes(status) && { decision: 'approve' }),
		...(status === 'failed' && {
			failed_step: 'HSTong: Submit Finances 提交财务',
			failure_code: '10001',
		}),
		...(place % 20 === 1 && { taken_by: loginOf(1).user }),
	};
}
