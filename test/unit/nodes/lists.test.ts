import type { IHttpRequestOptions } from 'n8n-workflow';

import { signRequest } from '../../../nodes/HSTong/signing';
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

describe("HSTong's 'Further Encrypted Parameters'", () => {
	const PASSWORDS = { password: 'p-12345', tradePassword: 't-67890', nick: 'plain' };

	test.each([...SEPARATORS, ' ', '\t'])(
		'separated by %j leave no password as it is',
		async (separator) => {
			const credential = {
				...{ environment: 'test', appId: 'id', appSecret: 'secret' },
				furtherEncrypted: ` password${separator}tradePassword\u200B`,
			};
			const options: IHttpRequestOptions = {
				...{ method: 'POST', url: '/account/any', body: PASSWORDS },
			};
			const { body } = await signRequest(credential, options, 0);
			const sent = new URLSearchParams(String(body));
			expect([...sent.keys()]).toEqual(expect.arrayContaining(Object.keys(PASSWORDS)));
			expect(sent.get('password')).not.toBe(PASSWORDS.password);
			expect(sent.get('tradePassword')).not.toBe(PASSWORDS.tradePassword);
			expect(sent.get('nick')).toBe('plain');
		},
	);
});
