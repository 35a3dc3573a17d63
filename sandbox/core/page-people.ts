import { renderSection } from './page-parts.ts';
import type { TestPerson } from './people.ts';
import type { Part, Row, Section } from './view.ts';

/** The photo that goes with an identity number: its file name is what HSTong's OCR reads. */
const photo = (idCard: string, side: string, label: string): Part => {
	const name = `${side}-${idCard}.png`;
	return { link: `/photos/${name}`, label, download: name };
};

function peopleSection(
	people: readonly TestPerson[],
	titles: ReadonlyMap<string, string>,
	head: Pick<Section, 'id' | 'title' | 'hint' | 'controls'>,
): Section {
	const rows = people.map(({ about, bankCard, courses, idCard, mobile, name }): Row => {
		const all = [name, idCard, mobile, bankCard].join('\t');
		const title = about ? `${titles.get(about.provider)}: ${about.text}` : '一切顺利 All goes well';
		const others = courses
			.filter(({ provider }) => provider !== about?.provider)
			.map(({ provider, text }) => `${titles.get(provider)}: ${text}`);
		return {
			key: idCard,
			cells: [
				[title, { text: others.join('; '), tone: 'faded' }],
				{ copy: name },
				{ copy: idCard },
				{ copy: mobile },
				{ copy: bankCard },
				[
					{ copy: all, label: '全部 All' },
					photo(idCard, 'front', '正面照 Front photo'),
					photo(idCard, 'back', '背面照 Back photo'),
				],
			],
		};
	});
	return {
		...head,
		rows,
	};
}

/** Those whom most people need, and the others behind a click. */
export function renderPeople(
	people: readonly TestPerson[],
	titles: ReadonlyMap<string, string>,
): string {
	const isRare = ({ about }: TestPerson): boolean => about?.isRare ?? false;
	const common = people.filter((person) => !isRare(person));
	const rare = people.filter(isRare);
	const some = peopleSection(common, titles, {
		...{ id: 'people', title: '测试人员 Test people' },
		hint: '姓名、身份证、手机号、银行卡，点击即复制。每个号码只用一次，用过请换一批。 Name, ID card, mobile and bank card: a click copies. Use each number once, then take other people.',
		controls: [[{ button: '换一批 Other people', post: '/people' }]],
	});
	const title = '更多测试人员 More test people';
	const more = peopleSection(rare, titles, { id: 'more', title });
	const behind = `<details class="developer"><summary>${title}</summary>${renderSection(more, 'page')}</details>`;
	return `<div>${renderSection(some, 'page')}${rare.length > 0 ? behind : ''}</div>`;
}
