import type { INodeProperties } from 'n8n-workflow';

/** The option of a trigger with which addresses may call it; read with `isAllowedAddress`. */
export const ipAllowlistOption: INodeProperties = {
	displayName: 'IP(s) Allowlist',
	name: 'ipAllowlist',
	type: 'string',
	default: '',
	placeholder: 'e.g. 127.0.0.1, 192.168.1.0/24',
	description: 'Addresses that may call, separated by commas. Empty allows all.',
};

/**
 * Whether an address is in a list of addresses and IPv4 ranges in CIDR form.
 *
 * @param list separated by commas; empty allows every address
 * @param address as the web server reports it, IPv4 perhaps mapped into IPv6
 */
export function isAllowedAddress(list: string, address: string): boolean {
	const entries = list
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
	const plain = address.replace(/^::ffff:/i, '');
	return entries.length === 0 || entries.some((entry) => matches(entry, plain));
}

function matches(entry: string, address: string): boolean {
	const [base, bits] = entry.split('/', 2);
	if (bits === undefined) return base.toLowerCase() === address.toLowerCase();
	const [from, to] = [toNumber(base), toNumber(address)];
	if (from === undefined || to === undefined || !/^([0-9]|[12][0-9]|3[0-2])$/.test(bits))
		return false;
	const size = 2 ** (32 - Number(bits));
	return Math.floor(from / size) === Math.floor(to / size);
}

function toNumber(ipv4: string): number | undefined {
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(ipv4)?.slice(1).map(Number);
	return parts?.every((part) => part <= 255)
		? parts.reduce((sum, part) => sum * 256 + part, 0)
		: undefined;
}
