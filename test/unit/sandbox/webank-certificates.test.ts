import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { createCertificate, createPkcs12 } from '../../../sandbox/core/certificates.ts';

const authority = createCertificate('Authority', 'authority');
const server = createCertificate('Server', 'server', { authority });
const client = createCertificate('Client', 'client', { authority });
const read = ({ pem }: { pem: string }): X509Certificate => new X509Certificate(pem);

test('An authority signs itself and others', () => {
	const { publicKey, ca, subject } = read(authority);
	expect([ca, subject]).toEqual([true, 'CN=Authority']);
	for (const certificate of [authority, server, client]) {
		expect(read(certificate).verify(publicKey)).toBe(true);
		expect(read(certificate).issuer).toBe('CN=Authority');
		expect(read(certificate).checkPrivateKey(certificate.key)).toBe(true);
	}
	expect([read(server).ca, read(client).ca]).toEqual([false, false]);
	const other = read(createCertificate('Authority', 'authority'));
	expect(read(client).verify(other.publicKey)).toBe(false);
});

test('A server’s certificate is for this machine, for a year', () => {
	const certificate = read(server);
	expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
	expect(certificate.checkHost('localhost')).toBe('localhost');
	expect(certificate.checkHost('example.com')).toBeUndefined();
	const left = Date.parse(certificate.validTo) - Date.now();
	expect(left / 86_400_000).toBeCloseTo(365, 1);
	expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
});

test.each([
	['of a server', server, '1.3.6.1.5.5.7.3.1'],
	['of a client', client, '1.3.6.1.5.5.7.3.2'],
])('A certificate %s is for nothing else', (_whose, certificate, use) => {
	expect(read(certificate).keyUsage).toEqual([use]);
});

test('No two certificates have the same serial number', () => {
	const serials = [authority, server, client].map((certificate) => read(certificate).serialNumber);
	expect(new Set(serials).size).toBe(3);
});

test.each(['short', 'a passphrase that is longer than one block of its hash, 系统 😀'])(
	'A PKCS#12 file opens with its passphrase only: %s',
	(passphrase) => {
		const pfx = createPkcs12(client, passphrase);
		expect(() => createSecureContext({ pfx, passphrase })).not.toThrow();
		expect(() => createSecureContext({ pfx, passphrase: `${passphrase}x` })).toThrow();
	},
);
