import { createPrivateKey } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	addressOfEnvironment,
	credentialChoice,
	credentialText,
	enteredBaseUrl,
	oncePerCredential,
	type CredentialField,
} from '../shared/model/credential';
import { credentialPrivateKey, credentialPublicKeys } from '../shared/model/credentialKeys';
import { SetupProblem, type InputProblem } from '../shared/model/errors';
import { faultOfPairs, PAIRS_REMEDY, withoutBlank } from '../shared/model/pairs';
import { pathFault } from '../shared/values/checks';
import { asObject, asObjects } from '../shared/values/json';
import { type SentField, type SignatureSettings, type Verification } from './protocol';

const BASE_URLS = {
	test: 'https://new-uat.test.htouhui.com',
	staging: 'https://stage.htouhui.com',
	production: 'https://www.htouhui.com',
};

/** Scheme, host and port of all interfaces and of the page. */
export const baseUrlOf = oncePerCredential((credential) =>
	addressOfEnvironment(credential, BASE_URLS, enteredBaseUrl),
);

const SECRET: CredentialField = ['secret', 'Secret'];
const SECOND_SECRET: CredentialField = ['secondSecret', 'Second Secret'];
const PRIVATE_KEY: CredentialField = ['privateKey', 'Private Key'];
const PUBLIC_KEY: CredentialField = ['publicKey', "Htouhui's Public Key"];

/**
 * 通用字段: constant fields of every message (gap HTH-01).
 *
 * @throws InputProblem for one that would be left out, or would replace another
 */
export const commonFieldsOf = oncePerCredential((credential): SentField[] => {
	const { values = [] } = asObject(credential.commonFields ?? {});
	const isRight = typeof (credential.commonFields ?? {}) === 'object' && Array.isArray(values);
	if (!isRight) {
		throw new SetupProblem(
			"The credential's 'Common Fields' is no list of fields",
			'Add the fields one by one. An expression belongs into the value of a field.',
		);
	}
	const pairs = asObjects(values).map((given) => {
		const field = given as ICredentialDataDecryptedObject;
		const name = credentialText(field, ['name', 'Common Fields']);
		const value = credentialText(field, ['value', `Common Fields': '${name}`]);
		return [name, value === '' ? undefined : value] as const;
	});
	const filled = withoutBlank(pairs);
	const fault = faultOfPairs(filled, signatureFields(credential));
	if (fault === undefined) return filled.map(([name, value]) => [name, String(value)]);
	throw new SetupProblem(
		`The credential's 'Common Fields' ${fault}`,
		`Correct it in the credential. ${PAIRS_REMEDY}`,
	);
});

/** Name of the field that has the signature. */
export const signFieldOf = (credential: ICredentialDataDecryptedObject): string =>
	credentialText(credential, ['signField', 'Signature Field']) || 'sign';

/** Names of fields that the signature makes. */
export const signatureFields = (credential: ICredentialDataDecryptedObject): string[] =>
	isUnsigned(credential) ? [] : [signFieldOf(credential)];

/** The reply to a notification that was accepted (gap HTH-08). */
export const replyOf = (credential: ICredentialDataDecryptedObject): string =>
	credentialText(credential, ['notificationReply', 'Notification Reply']) || 'success';

/** Address of the user query (gap HTH-03). */
export function queryPathOf(credential: ICredentialDataDecryptedObject): string {
	const path = credentialText(credential, ['queryUserPath', 'Query User Path']);
	const fault = pathFault(path);
	if (fault === undefined) return path;
	throw new SetupProblem(
		path === ''
			? "The credential has no 'Query User Path'"
			: `The credential's 'Query User Path' ${fault}`,
		"Htouhui's document leaves the address of this interface open (待定). Ask Htouhui for it and enter the part behind the host name.",
	);
}

/** Whether nothing is signed, so that nothing can be verified either. */
export const isUnsigned = (credentials: ICredentialDataDecryptedObject): boolean =>
	settingsOf(credentials).algorithm === 'none';

/** Whether the user has not said yet how messages are signed: 'None' is a choice, too. */
const isUndecided = (credential: ICredentialDataDecryptedObject): boolean =>
	algorithmOf(credential) === 'notChosen';

const algorithmOf = (credential: ICredentialDataDecryptedObject) =>
	credentialChoice(
		credential,
		['algorithm', 'Signature'],
		['notChosen', 'none', 'md5', 'sha256', 'hmacSha256', 'rsaSha256'],
	);

/**
 * How requests are signed.
 *
 * @throws InputProblem when a key is missing, or none was chosen for production (gap HTH-01)
 */
export const signatureOf = oncePerCredential((credentials): SignatureSettings => {
	const settings = settingsOf(credentials);
	if (baseUrlOf(credentials) === BASE_URLS.production && isUndecided(credentials)) {
		throw new SetupProblem(
			"The credential's 'Signature' has not been chosen",
			"For production choose the one that Htouhui told you, or 'None' if messages are really not signed.",
		);
	}
	if (needsSecret(settings) && settings.secret === '') throw missing(SECRET);
	if (settings.algorithm !== 'rsaSha256') return settings;
	const privateKey = credentialPrivateKey(credentials, PRIVATE_KEY);
	if (privateKey === '') throw missing(PRIVATE_KEY);
	if (createPrivateKey(privateKey).asymmetricKeyType !== 'rsa') throw notRsa;
	return { ...settings, privateKey };
});

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
		secrets: [settings.secret, credentialText(credentials, SECOND_SECRET)],
		publicKeys:
			settings.algorithm === 'rsaSha256' ? credentialPublicKeys(credentials, PUBLIC_KEY) : [],
	};
}

/** Why nothing can be verified; undefined when all is there, or 'None' was chosen. */
export function keyFaultOf(credentials: ICredentialDataDecryptedObject): InputProblem | undefined {
	const settings = settingsOf(credentials);
	if (isUndecided(credentials)) {
		return new SetupProblem(
			"The credential's 'Signature' has not been chosen",
			"Choose the one that Htouhui told you. With 'None' anyone who knows the address could send notifications.",
		);
	}
	if (needsSecret(settings) && settings.secret === '') return missing(SECRET);
	if (settings.algorithm !== 'rsaSha256') return undefined;
	try {
		const keys = credentialPublicKeys(credentials, PUBLIC_KEY);
		return keys.length > 0 ? undefined : missing(PUBLIC_KEY);
	} catch (error) {
		return error as InputProblem;
	}
}

/** What is not a choice of the user must not switch the signature off: each of these throws for it. */
function settingsOf(credentials: ICredentialDataDecryptedObject): SignatureSettings {
	const algorithm = algorithmOf(credentials);
	return {
		algorithm: algorithm === 'notChosen' ? 'none' : algorithm,
		signField: signFieldOf(credentials),
		secret: credentialText(credentials, SECRET),
		secretPlacement: credentialChoice(
			credentials,
			['secretPlacement', 'Place of the Secret'],
			['appendKey', 'append', 'prepend', 'both'],
		),
		hmacText: credentialChoice(
			credentials,
			['hmacText', 'Text of the HMAC'],
			['alone', 'appendKey'],
		),
		letterCase: credentialChoice(credentials, ['letterCase', 'Letter Case'], ['lower', 'upper']),
		privateKey: '',
	};
}

const needsSecret = ({ algorithm }: SignatureSettings): boolean =>
	algorithm !== 'none' && algorithm !== 'rsaSha256';

const missing = ([, displayName]: CredentialField): InputProblem =>
	new SetupProblem(
		`The credential has no '${displayName}'`,
		'Enter the one that belongs to the chosen signature: without it nothing can be signed or verified.',
	);

const notRsa = new SetupProblem(
	`The credential's '${PRIVATE_KEY[1]}' holds a key of another kind than RSA`,
	'Enter the RSA key whose public half you gave to Htouhui.',
);
