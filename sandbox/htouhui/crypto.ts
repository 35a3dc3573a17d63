// The signatures that an account can be set to, with crypto-js (and node:crypto for RSA, which crypto-js does
// not have), so that the package's own implementation has something independent to agree with.
import CryptoJS from 'crypto-js';
import { sign, verify } from 'node:crypto';
import { hmacTexts, letterCases, secretPlacements } from './accounts.ts';
import type { SignatureSettings } from './accounts.ts';
import { merchantPublicKey, platformPrivateKey } from './keys.ts';

export type Pairs = Readonly<Record<string, string>>;

/**
 * The text that is signed: name=value of all fields but the signature, by name in ascending code units,
 * joined by "&"; values raw, empty ones left out.
 */
export function stringToSign(fields: Pairs, signField: string): string {
	return Object.keys(fields)
		.filter((name) => name !== signField && fields[name] !== '')
		.sort()
		.map((name) => `${name}=${fields[name] ?? ''}`)
		.join('&');
}

/** The text with the secret where MD5 and SHA-256 take it. */
function withSecret(text: string, { secret, secretPlacement }: SignatureSettings): string {
	const places = {
		appendKey: `${text}&key=${secret}`,
		append: text + secret,
		prepend: secret + text,
		both: secret + text + secret,
	};
	return places[secretPlacement];
}

/** The signature of a text by the platform, unless another private key is given. */
export function signText(
	text: string,
	settings: SignatureSettings,
	privateKey = platformPrivateKey,
): string {
	const { algorithm, hmacText, letterCase, secret } = settings;
	if (algorithm === 'none') return '';
	if (algorithm === 'rsaSha256')
		return sign('sha256', Buffer.from(text, 'utf8'), privateKey).toString('base64');
	const hashes = {
		md5: () => CryptoJS.MD5(withSecret(text, settings)),
		sha256: () => CryptoJS.SHA256(withSecret(text, settings)),
		hmacSha256: () =>
			CryptoJS.HmacSHA256(hmacText === 'appendKey' ? `${text}&key=${secret}` : text, secret),
	};
	const digits = hashes[algorithm]().toString(CryptoJS.enc.Hex);
	return letterCase === 'upper' ? digits.toUpperCase() : digits;
}

/** The fields with their signature as the platform sends them; without one when nothing is signed. */
export function signFields(
	fields: Pairs,
	settings: SignatureSettings,
	privateKey?: string,
): Record<string, string> {
	if (settings.algorithm === 'none') return { ...fields };
	const text = stringToSign(fields, settings.signField);
	return { ...fields, [settings.signField]: signText(text, settings, privateKey) };
}

/** What is wrong with the signature of a partner's message; undefined when it is right. */
export function signatureFault(fields: Pairs, settings: SignatureSettings): string | undefined {
	const { algorithm, signField } = settings;
	const sent = fields[signField];
	if (algorithm === 'none') return undefined;
	if (sent === undefined) return `${signField} is missing`;
	const text = stringToSign(fields, signField);
	if (algorithm === 'rsaSha256') {
		const bytes = Buffer.from(sent, 'base64');
		const isRight =
			bytes.toString('base64') === sent &&
			verify('sha256', Buffer.from(text, 'utf8'), merchantPublicKey, bytes);
		return isRight ? undefined : `${signField} is no RSA-SHA256 signature in Base64 of ${text}`;
	}
	const expected = signText(text, settings);
	return sent === expected ? undefined : `expected ${expected} of ${text} with the secret`;
}

/** Signatures by the other ways that an account can be set to, with what each differs in (gap HTH-01). */
export function otherWays(fields: Pairs, settings: SignatureSettings): Array<[string, string]> {
	const text = stringToSign(fields, settings.signField);
	const ways: Array<Partial<SignatureSettings>> = [
		...(['md5', 'sha256'] as const).flatMap((algorithm) =>
			secretPlacements.map((secretPlacement) => ({ algorithm, secretPlacement })),
		),
		...hmacTexts.map((hmacText) => ({ algorithm: 'hmacSha256' as const, hmacText })),
	];
	return ways.flatMap((way) =>
		letterCases.map((letterCase): [string, string] => [
			Object.values({ ...way, letterCase }).join(', '),
			signText(text, { ...settings, ...way, letterCase }),
		]),
	);
}

/** Fields in form encoding, in their order. */
export const encodeForm = (fields: Pairs): string => new URLSearchParams({ ...fields }).toString();
