import { splitList } from '../../../nodes/shared/values/lists';
import { randomOf } from '../../support/random';

const SEPARATORS = [',', '，', '、', ';', '；', '\n', '\r\n', ', ', ' ，　', ',,', '；\n'];

test('a list in one text is cut at every separator, and nowhere else', () => {
	const random = randomOf(5);
	const entries = ['a', 'b c', '王大志', '1.5', 'a/b', 'x-1', '"q"', '。', '|', ':', '·'];
	for (let i = 0; i < 1000; i++) {
		const list = random.some(6, () => random.pick(entries));
		const ends = [0, 0].map(() => random.pick(['', ' ', '\u3000', '\u200B', ',', '\n']));
		const text = list.reduce((all, entry) => all + (all && random.pick(SEPARATORS)) + entry, '');
		expect(splitList(ends[0] + text + ends[1])).toEqual(list);
	}
});
