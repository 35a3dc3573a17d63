import { SetupProblem } from '../model/errors';
import type { RequestOptions } from './unsigned';

/** The hosts that a credential signs for: scheme, host and port. */
export interface SigningHosts {
	all: string[];
	/** The one that a path alone goes to; the first where this is left out. */
	of?(path: string): string;
}

export interface Address {
	/** Host and path. */
	url: string;
	path: string;
	/** The query is kept as given, without its question mark. */
	query: string;
}

// Every reader of addresses leaves such a path as it is.
const ORDINARY_PATH = /^(\/[\w~%-][\w.~%-]*)+\/?$/;

/**
 * Reads where a request goes: to a path of the provider, or to a whole address at one of its hosts. A
 * signature or a token must not reach anybody else.
 *
 * @throws InputProblem for any other host, and for what is no address
 */
export function requestAddress(options: RequestOptions, hosts: SigningHosts): Address {
	const hostFor = (path: string) => hosts.of?.(path) ?? hosts.all[0];
	const given = String(options.url ?? options.uri ?? '').trim();
	if (ORDINARY_PATH.test(given) && !options.baseURL) {
		return { url: hostFor(given) + given, path: given, query: '' };
	}
	const [, target = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(given) ?? [];
	const base = options.baseURL || (target.startsWith('/') ? hosts.all[0] : undefined);
	const url = parse(target, base);
	if (!hosts.all.includes(url.origin)) {
		throw new SetupProblem(
			`The credential signs requests to ${hosts.all.join(' and ')} only, not to ${url.host === '' ? url.protocol : url.origin}`,
			"Begin the address with the host of the credential's environment, or with the slash of a path.",
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw new SetupProblem(
			'The address of the request holds a user name or a password',
			'Leave out what stands before the @: the credential is what the request is signed with.',
		);
	}
	const isPath = target.startsWith('/') && !options.baseURL;
	const origin = isPath ? hostFor(url.pathname) : url.origin;
	return { url: origin + url.pathname, path: url.pathname, query };
}

function parse(target: string, base: string | undefined): URL {
	if (URL.canParse(target, base)) return new URL(target, base);
	throw new SetupProblem(
		`The address of the request cannot be read: ${target === '' ? 'it is empty' : `'${target}'`}`,
		'It must begin with https:// or with the slash of a path.',
	);
}
