import type { INodeProperties } from 'n8n-workflow';

import { SetupProblem } from '../model/errors';
import { splitList } from '../values/lists';

/** The option of a trigger with which addresses may call it; read with `isAllowedAddress`. */
export const ipAllowlistOption: INodeProperties = {
	displayName: 'IP(s) Allowlist',
	name: 'ipAllowlist',
	type: 'string',
	default: '',
	placeholder: 'e.g. 203.0.113.7, 192.168.1.0/24, 2001:db8::/32',
	description: 'Addresses and ranges that may call, IPv4 or IPv6. Empty allows all.',
	hint: 'Behind a reverse proxy n8n sees the address of the proxy, unless N8N_PROXY_HOPS says how many there are',
};

/** The first and the last address of an entry, as numbers of 128 bits. */
type Range = readonly [first: bigint, last: bigint];

const WIDTH = 128;

/**
 * Whether an address is in a list of addresses and ranges.
 *
 * @param list as `rangesOf` reads it; one that cannot be read allows nobody
 * @param address as the web server reports it, IPv4 perhaps mapped into IPv6
 */
export function isAllowedAddress(list: unknown, address: string): boolean {
	try {
		const ranges = rangesOf(list);
		const number = numberOf(address.replace(/%.*$/, ''));
		return (
			ranges.length === 0 ||
			(number !== undefined && ranges.some(([first, last]) => first <= number && number <= last))
		);
	} catch {
		return false;
	}
}

/**
 * Reads the list: addresses, ranges by their prefix (10.0.0.0/8) or by their ends (10.0.0.1-10.0.0.9), in any
 * spelling, separated by commas, semicolons or line breaks.
 *
 * @returns nothing for an empty list, which allows every address
 * @throws InputProblem for an entry that is none: it would allow others than was meant
 */
export function rangesOf(list: unknown): Range[] {
	if (list === '') return [];
	const entries = typeof list === 'string' ? splitList(list) : [];
	const ranges = entries.map((entry) => rangeOf(entry) ?? invalid(entry));
	return ranges.length > 0 ? ranges : invalid(String(list));
}

function invalid(entry: string): never {
	throw new SetupProblem(
		`'${ipAllowlistOption.displayName}' holds '${entry}', which is neither an address nor a range`,
		'Write addresses such as 203.0.113.7 or 2001:db8::1 and ranges such as 192.168.1.0/24, separated by commas. Host names are not understood.',
	);
}

function rangeOf(entry: string): Range | undefined {
	const [from, to, ...more] = entry.split('-');
	const first = numberOf(from);
	if (to !== undefined) {
		const last = numberOf(to);
		const isRange = first !== undefined && last !== undefined && first <= last && more.length === 0;
		return isRange && isIpv4(from) === isIpv4(to) ? [first, last] : undefined;
	}
	if (first !== undefined) return [first, first];
	const [, base, bits] = /^(.+)\/(0|[1-9]\d{0,2})$/.exec(entry.replace(/[[\]]/g, '')) ?? [];
	const start = base === undefined ? undefined : numberOf(base);
	if (start === undefined) return undefined;
	const fixed = Number(bits) + (isIpv4(base) ? WIDTH - 32 : 0);
	if (fixed > WIDTH) return undefined;
	const size = 1n << BigInt(WIDTH - fixed);
	const lowest = (start / size) * size;
	return [lowest, lowest + size - 1n];
}

const isIpv4 = (text: string): boolean => !text.includes(':');

/** IPv4 has its place among the IPv6 addresses (::ffff:0:0/96), so that both can be compared. */
function numberOf(text: string): bigint | undefined {
	const plain = text.replace(/^\[(.*)\]$/, '$1');
	if (isIpv4(plain)) {
		const isDotted = /^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/.test(plain) && !plain.endsWith('.');
		return isDotted ? numberOf(`::ffff:${plain}`) : undefined;
	}
	if (!/^[0-9a-f:.]+$/i.test(plain) || !URL.canParse(`http://[${plain}]`)) return undefined;
	// The parser of addresses knows every spelling, and leaves one: hexadecimal groups with the longest row of zeros as "::".
	const [head, tail = ''] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
	const [left, right] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
	const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
	return BigInt(
		`0x${[...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join('')}`,
	);
}
