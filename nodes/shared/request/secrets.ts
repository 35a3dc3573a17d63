import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Provider } from '../model/providerType';
import { asObject, parseJson } from '../values/json';

/** A shorter one is no secret, and may be a word or a number that means something else. */
const SHORTEST = 6;

/**
 * What hides the secrets of a credential, and its session, in the words of a server: a proxy, or an error page, can
 * repeat the request that carried them.
 */
export const hiderOf =
	({ secrets }: Pick<Provider, 'secrets'>, credential: ICredentialDataDecryptedObject) =>
	(words: string): string =>
		secrets
			.flatMap((name) => textsIn(String(credential[name] ?? '').trim()))
			.filter((secret) => secret.length >= SHORTEST)
			.flatMap(formsOf)
			.reduce((shown, form) => shown.replaceAll(form, '***'), words);

/** A secret, or the parts of a session. */
function textsIn(secret: string): string[] {
	const parts = Object.values(asObject(parseJson(secret)));
	return [secret, ...parts.filter((part) => typeof part === 'string')];
}

/** A secret as it is, and as an address, a form and JSON have it; the longest first, of which others are a part. */
const formsOf = (secret: string): string[] => {
	const encoded = encodeURIComponent(secret);
	const forms = [
		secret,
		encoded,
		encoded.replace(/%20/g, '+'),
		JSON.stringify(secret).slice(1, -1),
	];
	return forms.sort((one, other) => other.length - one.length);
};
