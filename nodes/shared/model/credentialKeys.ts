import type { KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	readCertificates,
	readPrivateKey,
	readRsaPublicKeys,
	type KeyFault,
	type Read,
} from '../values/keys';
import { exactText, pastedText, type CredentialField } from './credential';
import { InputProblem, SetupProblem } from './errors';

type Credential = ICredentialDataDecryptedObject;

const PASTE = 'Paste the whole text again, from -----BEGIN to the end of the last line -----END.';

/**
 * RSA public keys of a provider.
 *
 * @returns none when the field is empty
 * @throws InputProblem when it holds anything else
 */
export const credentialPublicKeys = (credential: Credential, field: CredentialField): KeyObject[] =>
	readWith(readRsaPublicKeys, 'public key', credential, field) ?? [];

/**
 * A private key of our own, as PEM.
 *
 * @param passphraseField the field for the passphrase, where there is one
 * @returns '' when the field is empty
 * @throws InputProblem when it holds anything else, or the passphrase does not open it
 */
export function credentialPrivateKey(
	credential: Credential,
	field: CredentialField,
	passphraseField?: CredentialField,
): string {
	const passphrase = passphraseField && exactText(credential, passphraseField);
	const read = (text: string) => readPrivateKey(text, passphrase);
	return readWith(read, 'private key', credential, field, passphraseField) ?? '';
}

/**
 * A certificate or a chain.
 *
 * @returns none when the field is empty
 * @throws InputProblem when it holds anything else
 */
export const credentialCertificates = (credential: Credential, field: CredentialField) =>
	readWith(readCertificates, 'certificate', credential, field) ?? [];

function readWith<T>(
	read: (text: string) => Read<T>,
	what: string,
	credential: Credential,
	field: CredentialField,
	passphraseField?: CredentialField,
): T | undefined {
	const text = pastedText(credential, field);
	if (text === '') return undefined;
	const result = read(text);
	if (result.ok) return result.value;
	throw problemOf(result.fault, what, field[1], passphraseField?.[1]);
}

function problemOf(
	fault: KeyFault,
	what: string,
	field: string,
	passphraseField: string | undefined,
): InputProblem {
	const problem = (says: string, remedy: string) =>
		new SetupProblem(`The credential's '${field}' ${says}`, remedy);
	switch (fault) {
		case 'isPrivate':
			return problem(
				`holds a private key, and a ${what} belongs there`,
				`Take it out: a private key stays with its owner. ${PASTE}`,
			);
		case 'isPublic':
			return problem(`holds a public key, and a ${what} belongs there`, PASTE);
		case 'isCertificate':
			return problem(`holds a certificate, and a ${what} belongs there`, PASTE);
		case 'notRsa':
			return problem(
				'holds a key of another kind than RSA',
				'Ask whoever gave it to you for an RSA key.',
			);
		case 'tooShort':
			return problem(
				'holds a key that is too short',
				'Ask whoever gave it to you for one of 2048 bits.',
			);
		case 'needsPassphrase':
			return problem(
				'is encrypted',
				passphraseField
					? `Enter its passphrase in '${passphraseField}'.`
					: 'Decrypt it first, for example with "openssl pkey", and paste the result.',
			);
		case 'wrongPassphrase':
			return new SetupProblem(
				`The credential's '${passphraseField}' does not open the '${field}'`,
				`Enter the passphrase of this key. If it is right, the key is damaged. ${PASTE}`,
			);
		default:
			return problem(`holds no ${what} that can be read`, PASTE);
	}
}
