import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { InputProblem } from '../shared/model/errors';
import {
	isKey,
	publicKeysOf,
	type Fields,
	type SignatureSettings,
	type Verification,
} from './protocol';

const BASE_URLS: Record<string, string> = {
	test: 'https://new-uat.test.htouhui.com',
	staging: 'https://stage.htouhui.com',
	production: 'https://www.htouhui.com',
};

const text = (value: unknown): string => String(value ?? '').trim();

export const baseUrlOf = ({ environment, baseUrl }: ICredentialDataDecryptedObject): string =>
	BASE_URLS[String(environment)] ?? text(baseUrl).replace(/\/+$/, '');

/** 通用字段: constant fields of every message (gap HTH-01). */
export function commonFieldsOf({ commonFields }: ICredentialDataDecryptedObject): Fields {
	const { values = [] } = ((commonFields as unknown) ?? {}) as { values?: IDataObject[] };
	return Object.fromEntries(
		values
			.map(({ name, value }) => [text(name), text(value)])
			.filter(([name, value]) => name !== '' && value !== ''),
	);
}

/** Name of the field that has the signature. */
export const signFieldOf = ({ signField }: ICredentialDataDecryptedObject): string =>
	text(signField) || 'sign';

/** The reply to a notification that was accepted (gap HTH-08). */
export const replyOf = ({ notificationReply }: ICredentialDataDecryptedObject): string =>
	text(notificationReply) || 'success';

/** Address of the user query (gap HTH-03). */
export function queryPathOf({ queryUserPath }: ICredentialDataDecryptedObject): string {
	const path = text(queryUserPath);
	if (/^\/\S+$/.test(path)) return path;
	throw new InputProblem(
		path === ''
			? "The credential has no 'Query User Path'"
			: "The credential's 'Query User Path' does not begin with a slash",
		"Htouhui's document leaves the address of this interface open (待定). Ask Htouhui for it and enter the part behind the host name.",
	);
}

/** Whether nothing is signed, so that nothing can be verified either. */
export const isUnsigned = (credentials: ICredentialDataDecryptedObject): boolean =>
	settingsOf(credentials).algorithm === 'none';

/** Whether the user has not said yet how messages are signed: 'None' is a choice, too. */
const isUndecided = ({ algorithm }: ICredentialDataDecryptedObject): boolean =>
	(algorithm ?? 'notChosen') === 'notChosen';

/**
 * How requests are signed.
 *
 * @throws InputProblem when a key is missing, or none was chosen for production (gap HTH-01)
 */
export function signatureOf(credentials: ICredentialDataDecryptedObject): SignatureSettings {
	const settings = settingsOf(credentials);
	if (credentials.environment === 'production' && isUndecided(credentials)) {
		throw new InputProblem(
			"The credential's 'Signature' has not been chosen",
			"For production choose the one that Htouhui told you, or 'None' if messages are really not signed.",
		);
	}
	if (needsSecret(settings) && settings.secret === '') throw missing('Secret');
	if (settings.algorithm === 'rsaSha256' && !isKey(settings.privateKey, 'private')) {
		throw settings.privateKey === '' ? missing('Private Key') : unreadable('Private Key');
	}
	return settings;
}

/**
 * How messages of Htouhui are verified.
 *
 * @throws InputProblem without a key: nothing could be verified, so nothing is accepted
 */
export function verificationOf(credentials: ICredentialDataDecryptedObject): Verification {
	const fault = keyFaultOf(credentials);
	if (fault) throw fault;
	return keysOf(credentials);
}

/** What verifies, where it is known that nothing is missing. */
export function keysOf(credentials: ICredentialDataDecryptedObject): Verification {
	const settings = settingsOf(credentials);
	return {
		settings,
		secrets: [settings.secret, text(credentials.secondSecret)],
		publicKeys: pem(credentials.publicKey),
	};
}

/** Why nothing can be verified; undefined when all is there, or 'None' was chosen. */
export function keyFaultOf(credentials: ICredentialDataDecryptedObject): InputProblem | undefined {
	const settings = settingsOf(credentials);
	if (isUndecided(credentials)) {
		return new InputProblem(
			"The credential's 'Signature' has not been chosen",
			"Choose the one that Htouhui told you. With 'None' anyone who knows the address could send notifications.",
		);
	}
	if (needsSecret(settings) && settings.secret === '') return missing('Secret');
	if (settings.algorithm !== 'rsaSha256') return undefined;
	const publicKeys = pem(credentials.publicKey);
	if (publicKeys === '') return missing("Htouhui's Public Key");
	const keys = publicKeysOf(publicKeys);
	const areKeys = keys.length > 0 && keys.every((key) => isKey(key, 'public'));
	return areKeys ? undefined : unreadable("Htouhui's Public Key");
}

const ALGORITHMS = ['md5', 'sha256', 'hmacSha256', 'rsaSha256'] as const;
const PLACEMENTS = ['append', 'prepend', 'both'] as const;

function settingsOf(credentials: ICredentialDataDecryptedObject): SignatureSettings {
	const { algorithm, secret, secretPlacement, letterCase, privateKey } = credentials;
	return {
		algorithm: ALGORITHMS.find((name) => name === algorithm) ?? 'none',
		signField: signFieldOf(credentials),
		secret: text(secret),
		secretPlacement: PLACEMENTS.find((name) => name === secretPlacement) ?? 'appendKey',
		letterCase: letterCase === 'upper' ? 'upper' : 'lower',
		privateKey: pem(privateKey),
	};
}

const needsSecret = ({ algorithm }: SignatureSettings): boolean =>
	algorithm !== 'none' && algorithm !== 'rsaSha256';

/** A PEM text with its line breaks, which are lost when it is pasted into a field of one line. */
const pem = (value: unknown): string =>
	text(value)
		.replace(/\\n/g, '\n')
		.replace(
			/(-----BEGIN [^-]+-----)([^-]*)(-----END [^-]+-----)/g,
			(_all, begin: string, base64: string, end: string) =>
				`${begin}\n${base64.trim().replace(/\s+/g, '\n')}\n${end}`,
		);

const missing = (field: string): InputProblem =>
	new InputProblem(
		`The credential has no '${field}'`,
		'Enter the one that belongs to the chosen signature: without it nothing can be signed or verified.',
	);

const unreadable = (field: string): InputProblem =>
	new InputProblem(
		`The credential's '${field}' cannot be read`,
		'It must be an RSA key in PEM form, from -----BEGIN to the end of the last line -----END.',
	);
