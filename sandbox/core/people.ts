import { idCardNo } from './id-card.ts';

/** The name of every test person, unless a course has its own; the one that HSTong's OCR reads. */
export const testName = '测试员';

/** How it goes for a person at one provider, which follows from what the person writes. */
export interface Course {
	/** What happens, e.g. 认证通过 Verified. */
	text: string;
	/** The last character of the identity card, which only some courses care about. */
	idCardEnds?: string;
	mobileEnds?: string;
	name?: string;
	/** Whether few people need it, so that it is shown behind a click. */
	isRare?: boolean;
}

/** The courses of a provider, the good one first. */
export interface Courses {
	provider: string;
	courses: readonly Course[];
}

export interface TestPerson {
	/** What this person is there for: the provider and the course that differs, or none for the good ones. */
	about: { provider: string; text: string; isRare: boolean } | undefined;
	/** How it goes at each provider that has courses. */
	courses: Array<{ provider: string; text: string }>;
	name: string;
	idCard: string;
	mobile: string;
	bankCard: string;
}

const firstBirth = Date.UTC(1970, 0, 1);
const births = 10_000;
const day = 86_400_000;

/** A well-formed identity number that ends as told; no region has a code that begins with 99. */
function idCardFor(serial: number, ends: string): string {
	// The last four digits before it bring every check character within a hundred numbers.
	for (let index = serial * 100; ; index++) {
		const birth = new Date(firstBirth + (Math.floor(index / 1000) % births) * day);
		const date = birth.toISOString().slice(0, 10).replaceAll('-', '');
		const region = 990_101 + Math.floor(index / 1000 / births);
		const number = idCardNo(`${region}${date}${String(index % 1000).padStart(3, '0')}`);
		if (ends === '' || number.endsWith(ends)) return number;
	}
}

/** A bank card with its check digit. */
function bankCardFor(serial: number): string {
	const digits = `622202${String(serial).padStart(12, '0')}`;
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return digits + String((10 - (sum % 10)) % 10);
}

/**
 * People to try with: one for whom all goes well, then for each other course of each provider one who has
 * nothing but that. Each batch has other numbers, since an identity or a mobile can be used up.
 */
export function testPeople(providers: readonly Courses[], batch: number): TestPerson[] {
	const good = providers.flatMap(({ courses: [first], provider }) =>
		first ? [{ provider, course: first }] : [],
	);
	const others = providers.flatMap(({ courses, provider }) =>
		courses.slice(1).map((course) => ({ provider, course })),
	);
	const all = [undefined, ...others];
	return all.map((other, index) => {
		const serial = batch * all.length + index;
		const chosen = good.map((one) => (one.provider === other?.provider ? other : one));
		const {
			idCardEnds = '',
			mobileEnds = '',
			name = testName,
		} = Object.assign({}, ...chosen.map(({ course }) => course)) as Partial<Course>;
		return {
			about: other && {
				...{ provider: other.provider, text: other.course.text },
				isRare: other.course.isRare ?? false,
			},
			courses: chosen.map(({ course, provider }) => ({ provider, text: course.text })),
			name,
			idCard: idCardFor(serial, idCardEnds),
			mobile: `139${String(serial).padStart(8 - mobileEnds.length, '0')}${mobileEnds}`,
			bankCard: bankCardFor(serial),
		};
	});
}
