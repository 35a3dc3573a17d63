import { generateKeyPairSync } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { signatureOf, verificationOf } from '../../../nodes/Htouhui/settings';
import { riskPublicKey } from '../../../nodes/QianchengCredit/signing';
import type { InputProblem } from '../../../nodes/shared/model/errors';
import { clientCertificate } from '../../../nodes/WeBank/signing';
import { createCertificate } from '../../../sandbox/core/certificates.ts';
import { problemIn } from '../../support/values';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const authority = createCertificate('Authority', 'authority');
const own = createCertificate('Partner', 'client', { authority, keys });
const elliptic = createCertificate('Partner', 'client', { authority });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const locked = keys.privateKey
	.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: ' open ' })
	.toString();
const elsewhere = elliptic.key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A field of a credential that holds a key or a certificate, and what reads it. */
interface Place {
	field: string;
	read(value: string): unknown;
	rest?: string;
}

const rsa = { algorithm: 'rsaSha256', environment: 'test' };
const publicPlaces: Place[] = [
	{ field: 'Risk Public Key', read: (riskKey) => riskPublicKey({ riskPublicKey: riskKey }) },
	{
		field: "Htouhui's Public Key",
		read: (key) => verificationOf({ ...rsa, publicKey: key }),
	},
];
const privatePlaces: Place[] = [
	{ field: 'Private Key', read: (key) => signatureOf({ ...rsa, privateKey: key }) },
	{
		field: 'Client Key',
		read: (clientKey) => clientCertificate({ clientKey, clientCertificate: own.pem }),
	},
];
const certificatePlaces: Place[] = [
	{
		field: 'Client Certificate',
		read: (certificate) =>
			clientCertificate({ clientCertificate: certificate, clientKey: privateKey }),
	},
	{ field: 'CA Certificate', read: (caCertificate) => clientCertificate({ caCertificate }) },
];

function problemOf(read: () => unknown): InputProblem {
	const problem = problemIn(read);
	if (!problem) throw new Error('It was read');
	return problem;
}

const each = (places: Place[], cases: Array<[what: string, text: string, says: string]>) =>
	places.flatMap(({ field, read }) =>
		cases.map(([what, text, says]) => ({ field, what, text, says, read })),
	);

test.each([
	...each(publicPlaces, [
		['words', 'no key', 'holds no public key that can be read'],
		['half a key', publicKey.slice(0, 150), 'holds no public key that can be read'],
		['a private key', privateKey, 'holds a private key, and a public key belongs there'],
		['an encrypted private key', locked, 'holds a private key, and a public key belongs there'],
		['a key of another kind', elliptic.pem, 'holds a key of another kind than RSA'],
		['an invisible character', publicKey.replace('A', 'A\u200B'), 'holds an invisible character'],
	]),
	...each(privatePlaces, [
		['words', 'no key', 'holds no private key that can be read'],
		['half a key', privateKey.slice(0, 300), 'holds no private key that can be read'],
		['a public key', publicKey, 'holds a public key, and a private key belongs there'],
		['a certificate', own.pem, 'holds a certificate, and a private key belongs there'],
		['an encrypted key', locked, 'is encrypted'],
	]),
	...each(certificatePlaces, [
		['words', 'no key', 'holds no certificate that can be read'],
		['half a certificate', own.pem.slice(0, 200), 'holds no certificate that can be read'],
		['a private key', privateKey, 'holds a private key, and a certificate belongs there'],
		['a public key', publicKey, 'holds a public key, and a certificate belongs there'],
	]),
])("'$field' with $what: $says", ({ field, text, says, read }) => {
	const { message, remedy } = problemOf(() => read(text));
	expect(message).toBe(
		says.startsWith('holds an invisible')
			? `The credential's '${field}' holds an invisible character (U+200B)`
			: `The credential's '${field}' ${says}`,
	);
	expect(remedy.length).toBeGreaterThan(20);
	expect(message + remedy).not.toMatch(/MII|error|asn1|DECODER/i);
});

test("Htouhui's 'Private Key' must be an RSA key", () => {
	const { message } = problemOf(() => signatureOf({ ...rsa, privateKey: elsewhere }));
	expect(message).toBe("The credential's 'Private Key' holds a key of another kind than RSA");
});

describe('the client certificate of WeBank', () => {
	const whole = { clientCertificate: own.pem + authority.pem, clientKey: privateKey };

	test('goes with its key, decrypted, and the authority', () => {
		const expected = { cert: own.pem + authority.pem, key: privateKey };
		expect(clientCertificate(whole)).toEqual({ agentOptions: expected });
		const clientKeyPassphrase = ' open ';
		const encrypted = { ...whole, clientKey: locked, clientKeyPassphrase };
		expect(clientCertificate(encrypted)).toEqual({ agentOptions: expected });
		const oneLine = whole.clientCertificate.replace(/\n/g, ' ');
		const pasted = { clientCertificate: oneLine, clientKey: privateKey.replace(/\n/g, '\\r\\n') };
		expect(clientCertificate({ ...pasted, caCertificate: authority.pem })).toEqual({
			agentOptions: { ...expected, ca: authority.pem },
		});
		expect(clientCertificate({})).toEqual({});
	});

	test.each<[string, IDataObject, string]>([
		[
			'no key',
			{ clientCertificate: own.pem },
			"The credential has a 'Client Certificate' and no 'Client Key'",
		],
		[
			'no certificate',
			{ clientKey: privateKey },
			"The credential has a 'Client Key' and no 'Client Certificate'",
		],
		[
			'the key of another',
			{ ...whole, clientKey: elsewhere },
			"The credential's 'Client Certificate' and 'Client Key' do not belong together",
		],
		[
			'the chain in the wrong order',
			{ ...whole, clientCertificate: authority.pem + own.pem },
			"The credential's 'Client Certificate' and 'Client Key' do not belong together",
		],
		[
			'a wrong passphrase',
			{ ...whole, clientKey: locked, clientKeyPassphrase: 'open' },
			"The credential's 'Client Key Passphrase' does not open the 'Client Key'",
		],
	])('with %s is refused', (_what, credential, message) => {
		expect(problemOf(() => clientCertificate(credential as never)).message).toBe(message);
	});

	test('says where the passphrase belongs', () => {
		const problem = problemOf(() => clientCertificate({ ...whole, clientKey: locked }));
		expect(problem.remedy).toBe("Enter its passphrase in 'Client Key Passphrase'.");
	});
});
