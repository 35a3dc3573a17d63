import { idCardNumber, luhnDigit, mainlandMobile } from '../../nodes/shared/values/checks';
import { testPeople } from '../../sandbox/core/people.ts';
import type { TestPerson } from '../../sandbox/core/people.ts';
import { registry } from '../../sandbox/registry.ts';
import { photo } from '../reference/samples.ts';
import { authorise, hstongClient } from '../support/sandboxes/use-hstong.ts';
import { useQiancheng } from '../support/sandboxes/use-qiancheng.ts';
import { expectCode } from '../support/sandboxes/use-sandbox.ts';
import { submitUntil, verificationClient } from '../support/sandboxes/use-user-verification.ts';

// Each test person of the page does what it promises, by the real operations of the providers.

const { ask, control, controlUrl, page, pass, urls } = useQiancheng();

const providers = registry.map(({ create, id }) => ({
	provider: id,
	courses: create().courses?.() ?? [],
}));
const people = testPeople(providers, 0);
const named = people.map((person, index): [string, TestPerson, number] => [
	person.about?.text ?? 'All goes well',
	person,
	index,
]);
const promise = ({ courses }: TestPerson, provider: string): string =>
	courses.find((course) => course.provider === provider)?.text ?? '';

/** The digits of the states that a promise names. */
const statesIn = (text: string): string[] => text.match(/\d(?= [A-Z])/g) ?? [];

test.each(named)('%s: User Verification', async (_text, person, index) => {
	const client = verificationClient(urls(), { apiKey: `sandbox-verification-user-${index}` });
	await submitUntil(5, client, person.idCard);
	const seen: string[] = [];
	for (let count = 0; count < 5; count++) {
		const { data } = await expectCode('000000', client.call('queryUserVerified'));
		seen.push(String(data.cardStatus));
	}
	client.close();
	expect([...new Set(seen)]).toEqual([
		...new Set(['2', ...statesIn(promise(person, 'user-verification'))]),
	]);
});

const listings = [
	['不在黑名单 not listed', { code: 0, data: { is_in: false } }],
	['在黑名单 listed', { code: 0, data: { is_in: true } }],
	['没有答案 no answer', { code: 0, data: {} }],
	['没有数据 no data', { code: 0 }],
] as const;

test.each(named)('%s: blacklist', async (_text, person) => {
	const { idCard, mobile, name } = person;
	const text = promise(person, 'qiancheng-credit');
	const [, expected] = listings.find(([words]) => text.includes(words)) ?? [];
	expect(expected).toBeDefined();
	const asked = { name, mobile, id_card: idCard };
	expect((await ask('searchBlacklist', asked)).json).toEqual(expected);
});

/** How each thing that a carrier asks for is answered, by the words on the phone. */
const answers: Record<
	string,
	[operation: 'telecomSubmitCaptcha' | 'telecomSubmitQueryPassword', name: string]
> = {
	'sms captcha': ['telecomSubmitCaptcha', 'captcha'],
	'query password': ['telecomSubmitQueryPassword', 'query_password'],
};

test.each(named)('%s: carrier', async (_text, person) => {
	const { idCard: id_card, mobile, name } = person;
	const identity = { name, mobile, id_card, service_password: 'right' };
	const { open_id } = (await ask('telecomCreate', identity)).data;
	const asked: string[] = [];
	let state = 0;
	for (let second = 0; second < 20 && state !== 42 && state !== 43; second++) {
		await pass(1);
		state = Number((await ask('telecomGetState', { open_id })).data.state);
		if ([0, 1].includes(state) && second > 0) {
			asked.push('service');
			await ask('telecomSubmitServicePassword', { open_id, service_password: 'right' });
		}
		if (![21, 31].includes(state)) continue;
		const phone = /<p>[^<]* ([A-Z][\w ]+)<br>.*?data-copy="(\d+)"/;
		const [, kind = '', code = ''] = phone.exec(await page()) ?? [];
		asked.push(kind.toLowerCase());
		const [operation, field] = answers[kind.toLowerCase()] ?? answers['sms captcha'];
		expect((await ask(operation, { open_id, [field]: code })).json).toEqual({ code: 0 });
	}
	const text = promise(person, 'qiancheng-credit').split('carrier:').at(-1) ?? '';
	if (/never finishes/.test(text)) expect(state).toBe(11);
	else expect(state).toBe(/fails/.test(text) ? 42 : 43);
	const promised =
		text.match(/SMS captcha|query password|service(?= password refused)|process(?= restarted)/g) ??
		[];
	expect(asked).toEqual(
		promised.map((word) => (word === 'process' ? 'service' : word.toLowerCase())),
	);
});

test.each(named)('%s: OCR of its photos, and the checks of the nodes', async (_text, person) => {
	const { bankCard, idCard, mobile, name } = person;
	const faults = [idCardNumber(idCard, {}), mainlandMobile(mobile, {}), luhnDigit(bankCard, {})];
	expect(faults).toEqual([undefined, undefined, undefined]);
	const client = hstongClient(urls());
	const proof = await authorise(client, controlUrl(), mobile);
	await expectCode('00000', client.call('agreeLicense', {}, { proof }));
	for (const type of ['front', 'back']) {
		const fileName = `${type}-${idCard}.png`;
		expect(await page()).toMatch(/photos\/front-\d/);
		const picture = await fetch(`${controlUrl()}/photos/${fileName}`);
		const content = Buffer.from(await picture.arrayBuffer());
		const params = { type, image: photo(fileName, content) };
		await expectCode('00000', client.call('uploadIdCard', params, { proof }));
	}
	const { data } = await expectCode('00000', client.call('ocrValidate', {}, { proof }));
	client.close();
	expect(data).toMatchObject({ idCardNo: idCard });
	if (!/by name/.test(promise(person, 'qiancheng-credit'))) expect(data).toMatchObject({ name });
});

test('Every course of every provider has its person, and no two people share a number', async () => {
	const courses = providers.flatMap(({ courses: all }) => all.map(({ text }) => text));
	const shown = people.flatMap((person) => person.courses.map(({ text }) => text));
	expect(new Set(shown)).toEqual(new Set(courses));
	const many = Array.from({ length: 200 }, (_, batch) =>
		testPeople(providers, batch * 2500),
	).flat();
	for (const part of ['idCard', 'mobile', 'bankCard'] as const)
		expect(new Set(many.map((person) => person[part])).size).toBe(many.length);

	type People = { people: TestPerson[] };
	const before = await control<People>('/people');
	const after = await control<People>('/people', {});
	expect(before.people.map(({ courses: all }) => all)).toEqual(
		people.map(({ courses: all }) => all),
	);
	const ids = [...before.people, ...after.people].map(({ idCard }) => idCard);
	expect(new Set(ids).size).toBe(people.length * 2);
});
