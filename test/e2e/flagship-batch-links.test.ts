import { openBrowser } from './support/browser.ts';
import { sharedEnvironment } from './support/environment.ts';
import { goToTheBank, newIdCard, newMobile, until } from './support/flagship.ts';
import {
	DONE,
	expectPage,
	followToTheBank,
	OPENED,
	overnightIn,
	results,
	TABLE,
	visit,
} from './support/overnight.ts';

// What a person meets behind the personal link of the batch, one at a time.

const environment = sharedEnvironment();
let overnight: Awaited<ReturnType<typeof overnightIn>>;

beforeAll(async () => {
	overnight = await overnightIn(environment);
}, 60_000);
beforeEach(async () => await overnight.faults(null, null));
afterAll(async () => await overnight?.end());

/** Somebody who has just been registered, with the row of the table. */
async function newPerson() {
	const person = { id_card: newIdCard('9'), mobile: newMobile(1) };
	const csv = `name,id_card,mobile\n王大志,${person.id_card},${person.mobile}`;
	await overnight.upload(Buffer.from(csv));
	const row = async () => await overnight.rowOf(person.id_card);
	const { opening_link, opening_key } = await row();
	return { ...person, csv, row, link: String(opening_link), key: String(opening_key) };
}
type Person = Awaited<ReturnType<typeof newPerson>>;

const write = async ({ id_card }: Person, data: Record<string, string>) =>
	await overnight.write(id_card, data, [TABLE, 'id_card']);

it('sends a person through a browser to the bank and back, and on from where it has stopped', async () => {
	const person = await newPerson();
	const browser = await openBrowser();
	try {
		const page = await (await browser.newContext()).newPage();
		page.setDefaultTimeout(15_000);
		await page.goto(person.link);
		await page.click('#fail-password');
		await page.getByRole('heading', { name: 'Not Finished Yet' }).waitFor();
		await page.getByRole('link', { name: 'Go on at the bank' }).click();
		await page.fill('[name=password]', '135790');
		await page.fill('[name=password_confirm]', '135790');
		await page.check('[name=authorise]');
		await page.click('#success');
		await page.getByRole('heading', { name: DONE }).waitFor();
		expect(await page.locator('body').innerText()).not.toContain(person.id_card);
	} finally {
		await browser.close();
	}
	expect(await person.row()).toMatchObject({ account_status: 'opened', next_step: '' });
}, 60_000);

it('says so for an unknown link and for an open account, without asking Htouhui', async () => {
	const person = await newPerson();
	const { third_party_user_id } = await followToTheBank(person.link);
	expectPage(await overnight.leaveTheBank(third_party_user_id), 200, DONE);
	const since = await overnight.control.lastSeq();
	const address = person.link.split('?')[0];

	expectPage(await visit(person.link), 200, DONE);
	const unknown = ['', '?key=', '?key=none', '?key=null', `?key=${crypto.randomUUID()}`];
	for (const query of [...unknown, `?key=${person.key}&key=1`, `?key[$ne]=1`]) {
		expectPage(await visit(address + query), 404, 'Unknown Link');
	}
	expect(await overnight.control.journal(since)).toEqual([]);
}, 60_000);

it.each([
	{
		what: 'Htouhui does not answer',
		break: async () =>
			await overnight.faults(null, {
				events: [{ at: [1, 2, 3], kind: 'drop', path: 'queryUser' }],
			}),
		problem: /./,
	},
	{
		what: 'Htouhui does not know the person',
		break: async () =>
			await overnight.control.call('/htouhui/force', {
				operation: 'queryUser',
				body: { status: '0', borrower: '0' },
			}),
		problem: /does not know this person/,
	},
	{
		what: 'the page cannot be built',
		break: async (person: Person) => await write(person, { name: '' }),
		problem: /Real Name/,
	},
])('shows a page and tells the table when $what', async ({ break: breakIt, problem }) => {
	const person = await newPerson();
	await breakIt(person);

	const shown = await visit(person.link);

	const row = await person.row();
	expectPage(shown, 503, 'Please Try Again Later');
	expect(shown.html).toContain(`night-${row.id}`);
	expect(row).toMatchObject({ account_status: 'registered' });
	expect(row.problem).toMatch(problem);
	expect(String(row.what_to_do).length).toBeGreaterThan(20);
	await overnight.faults(null, null);
	await write(person, { name: '王大志' });
	const { third_party_user_id } = await followToTheBank(person.link);
	await overnight.leaveTheBank(third_party_user_id);
	expect(await person.row()).toMatchObject({ account_status: 'opened', problem: '' });
});

describe('the notification', () => {
	it('writes where the person has stopped, while the browser never comes back', async () => {
		const person = await newPerson();
		const { third_party_user_id } = await followToTheBank(person.link);
		await overnight.finishAtTheBank(third_party_user_id, 'failAuthorise');

		await until('stop', async () => (await person.row()).account_status === 'stopped');
		expect(String((await person.row()).next_step)).toContain('缴费授权');
	});

	it('that is older takes no opened account back, and one that is forged changes nothing', async () => {
		const person = await newPerson();
		const fields = await followToTheBank(person.link);
		const send = async (kind: string, status: string) =>
			await overnight.control.call<{ status: number }>('/htouhui/notify', {
				...{ url: fields.notify_url, merchant: 'sandbox-htouhui-md5', kind, status },
				htouhuiUserId: fields.htouhui_user_id,
				thirdPartyUserId: fields.third_party_user_id,
			});
		expect(fields.notify_url.length).toBeLessThanOrEqual(200);

		expect(await send('wrongSignature', '3')).toMatchObject({ status: 401 });
		expect(await person.row()).toMatchObject({ account_status: 'registered' });
		await overnight.leaveTheBank(fields.third_party_user_id);
		await until('opening', async () => (await person.row()).account_status === 'opened');
		expect(await send('right', '1')).toMatchObject({ status: 200 });
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(await person.row()).toMatchObject({ account_status: 'opened', next_step: '' });
	});

	it('that was lost is made up for by the report of the morning', async () => {
		const person = await newPerson();
		const { third_party_user_id } = await followToTheBank(person.link);
		await overnight.finishAtTheBank(third_party_user_id);
		await until('opening', async () => (await person.row()).account_status === 'opened');
		await write(person, { account_status: 'registered' });

		const { rows } = await overnight.morningReport();

		expect(results(rows)).toEqual({ [OPENED]: 1 });
		expect(await person.row()).toMatchObject({ account_status: 'opened' });
	});
});

it('gives another link to whose key was taken away', async () => {
	const person = await newPerson();
	await write(person, { opening_key: '' });
	expectPage(await visit(person.link), 404, 'Unknown Link');

	await overnight.upload(Buffer.from(person.csv));

	const { opening_link } = await person.row();
	expect(opening_link).not.toBe(person.link);
	expect(await goToTheBank((await visit(opening_link)).html)).toBe(true);
});
