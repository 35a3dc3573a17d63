import { BlockList, isIPv4 } from 'node:net';

import { isAllowedAddress, rangesOf } from '../../../nodes/shared/trigger/allowlist';
import { bodyFormatOf } from '../../../nodes/shared/trigger/webhook';

describe('an address', () => {
	test.each([
		['', '1.2.3.4', true],
		['1.2.3.4', '1.2.3.4', true],
		['1.2.3.4', '::ffff:1.2.3.4', true],
		['1.2.3.4', '::FFFF:102:304', true],
		['::ffff:1.2.3.4', '1.2.3.4', true],
		['0:0:0:0:0:ffff:0102:0304', '1.2.3.4', true],
		['::ffff:1.2.3.0/120', '1.2.3.4', true],
		['1.2.3.4', '1.2.3.5', false],
		['1.2.3.4', '::1.2.3.4', false],
		['10.0.0.0/8, 192.168.1.0/24', '192.168.1.77', true],
		['10.0.0.0/8，192.168.1.0/24；::1\n2001:db8::/32', '2001:db8:ffff::1', true],
		['192.168.1.0/24', '192.168.2.1', false],
		['192.168.1.99/24', '192.168.1.1', true],
		['0.0.0.0/0', '8.8.8.8', true],
		['0.0.0.0/0', '2001:db8::1', false],
		['::/0', '8.8.8.8', true],
		['::1', '::1', true],
		['[::1]', '0:0:0:0:0:0:0:1', true],
		['2001:DB8:0:0::00A0', '2001:db8::a0', true],
		['[2001:db8::]/32', '2001:db8:1::', true],
		['2001:db8::/32', '2001:db9::', false],
		['fe80::1', 'fe80::1%eth0', true],
		['10.0.0.5-10.0.0.9', '10.0.0.9', true],
		['10.0.0.5-10.0.0.9', '10.0.0.10', false],
		['2001:db8::1-2001:db8::ff', '2001:db8::80', true],
		['1.2.3.4', '', false],
		['1.2.3.4', 'unknown', false],
	])('with the list %p, %s: %p', (list, address, allowed) =>
		expect(isAllowedAddress(list, address)).toBe(allowed),
	);

	test.each([
		...[
			'10.0.0.0/99',
			'10.0.0.0/',
			'10.0.0.0/08',
			'10.0.0/8',
			'010.0.0.1',
			'256.1.1.1',
			'1.2.3.4.',
		],
		...['::1/129', '1::2::3', '2001:db8', 'g::1', '::1]/@[', '[::1', '1.2.3.4:80', 'fe80::1%eth0'],
		...['localhost', 'n8n.example.com', '*', '10.0.0.*', '10.0.0.9-10.0.0.5', '::1-1.2.3.4'],
		...['1.1.1.1-2.2.2.2-3.3.3.3', '10.0.0.0/8/8', ',', ' ', '10.0.0.0/-8', '0x7f.1', '127.1'],
		...([undefined, null, 5, ['1.2.3.4'], {}] as const),
	])('%p in a list is refused when the trigger is published, and allows nobody', (entry) => {
		expect(() => rangesOf(entry)).toThrow("'IP(s) Allowlist' holds ");
		expect(isAllowedAddress(entry, '1.2.3.4')).toBe(false);
		if (typeof entry !== 'string' || !entry.trim().replace(',', '')) return;
		const beside = `127.0.0.1, ${entry}`;
		expect(() => rangesOf(beside)).toThrow(`'${entry}'`);
		expect(isAllowedAddress(beside, '127.0.0.1')).toBe(false);
	});

	test("is judged as node's own BlockList does", () => {
		const pick = (n: number) => Math.floor(Math.random() * n);
		const v4 = () => [10, pick(2), pick(2), pick(4)].join('.');
		const v6 = () => `2001:db8:${pick(2)}::${pick(3).toString(16)}:${pick(4).toString(16)}`;
		const mapped = () => `::ffff:${v4()}`;
		for (let round = 0; round < 2000; round++) {
			const base = [v4, v6][pick(2)]();
			const kind = isIPv4(base) ? 'ipv4' : 'ipv6';
			const width = kind === 'ipv4' ? 32 : 128;
			const bits = pick(3) === 0 ? width : width - pick(18);
			const list = new BlockList();
			list.addSubnet(base, bits, kind);
			const address = [v4, v6, mapped][pick(3)]();
			const expected = list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
			const entry = `${base}/${bits}`;
			expect([entry, address, isAllowedAddress(entry, address)]).toEqual([
				entry,
				address,
				expected,
			]);
		}
	});
});

test.each([
	...(['application/json', 'Application/JSON', 'application/json;charset=UTF-8'] as const),
	...([
		'application/json ;charset=utf-8',
		' application/json ',
		'application/json,charset=utf-8',
	] as const),
	...([
		'application/json; charset="utf-8"; profile=x',
		'text/json',
		'application/json\t;',
	] as const),
])('%p is JSON', (type) => expect(bodyFormatOf(type)).toBe('json'));
test.each(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded ;charset=gbk'])(
	'%p is a form',
	(type) => expect(bodyFormatOf(type)).toBe('form'),
);
test.each([
	...[undefined, '', ';', 'text/plain', 'application/json-patch+json', 'application/jsonp', 'json'],
	...['multipart/form-data; boundary=application/json', 'text/plain; a=application/json'],
])('%p is neither', (type) => expect(bodyFormatOf(type)).toBeUndefined());
