// X.509 certificates and PKCS#12 files, written by hand in DER (ITU-T X.690): node:crypto signs and reads
// them but cannot make them, and a sandbox must start on a machine without openssl.
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject, KeyPairKeyObjectResult } from 'node:crypto';

export interface Certificate {
	name: string;
	key: KeyObject;
	der: Buffer;
	pem: string;
}

type Use = 'authority' | 'server' | 'client';

const oids = {
	commonName: '2.5.4.3',
	keyUsage: '2.5.29.15',
	alternativeName: '2.5.29.17',
	basicConstraints: '2.5.29.19',
	extendedKeyUsage: '2.5.29.37',
	serverAuth: '1.3.6.1.5.5.7.3.1',
	clientAuth: '1.3.6.1.5.5.7.3.2',
	ecdsaWithSha256: '1.2.840.10045.4.3.2',
	sha256: '2.16.840.1.101.3.4.2.1',
	data: '1.2.840.113549.1.7.1',
	x509Certificate: '1.2.840.113549.1.9.22.1',
	shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
	certificateBag: '1.2.840.113549.1.12.10.1.3',
};

const tags = {
	boolean: 0x01,
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	null: 0x05,
	oid: 0x06,
	utf8String: 0x0c,
	utcTime: 0x17,
	sequence: 0x30,
	set: 0x31,
	context: 0xa0,
};

function encode(tag: number, ...contents: Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const { length } = content;
	if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
	const digits = Buffer.from(length.toString(16).padStart(length > 0xffff ? 6 : 4, '0'), 'hex');
	return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, content]);
}

const sequence = (...contents: Buffer[]): Buffer => encode(tags.sequence, ...contents);
const octets = (content: Buffer): Buffer => encode(tags.octetString, content);
const integer = (value: number): Buffer => encode(tags.integer, Buffer.from([value]));
const yes = encode(tags.boolean, Buffer.from([0xff]));
const explicit = (number: number, content: Buffer): Buffer =>
	encode(tags.context | number, content);

function oid(text: string): Buffer {
	const [first = 0, second = 0, ...others] = text.split('.').map(Number);
	const bytes = [first * 40 + second];
	for (const arc of others) {
		const digits = [arc & 0x7f];
		for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift(0x80 | (rest & 0x7f));
		bytes.push(...digits);
	}
	return encode(tags.oid, Buffer.from(bytes));
}

const nameOf = (text: string): Buffer =>
	sequence(
		encode(tags.set, sequence(oid(oids.commonName), encode(tags.utf8String, Buffer.from(text)))),
	);

function time(milliseconds: number): Buffer {
	const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
	return encode(tags.utcTime, Buffer.from(`${digits}Z`));
}

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
	sequence(oid(id), ...(critical ? [yes] : []), octets(value));

function extensions(use: Use): Buffer {
	// Bits from the left: 0 digitalSignature; 5 keyCertSign and 6 cRLSign.
	const usage = use === 'authority' ? [1, 0x06] : [7, 0x80];
	const list = [
		extension(oids.basicConstraints, true, use === 'authority' ? sequence(yes) : sequence()),
		extension(oids.keyUsage, true, encode(tags.bitString, Buffer.from(usage))),
	];
	if (use !== 'authority') {
		const purpose = use === 'server' ? oids.serverAuth : oids.clientAuth;
		list.push(extension(oids.extendedKeyUsage, false, sequence(oid(purpose))));
	}
	if (use === 'server') {
		const address = encode(0x87, Buffer.from([127, 0, 0, 1]));
		const host = encode(0x82, Buffer.from('localhost'));
		list.push(extension(oids.alternativeName, false, sequence(address, host)));
	}
	return sequence(...list);
}

const day = 86_400_000;

interface CertificateOptions {
	/** Signs the certificate, which otherwise is signed by itself. */
	authority?: Certificate;
	/** The end of its year. */
	validUntil?: number;
	/** The certificate gets this key in place of a new one; an RSA key needs an authority. */
	keys?: KeyPairKeyObjectResult;
}

/** Makes a certificate for this machine, valid for a year. */
export function createCertificate(
	name: string,
	use: Use,
	{
		authority,
		validUntil = Date.now() + 365 * day,
		keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
	}: CertificateOptions = {},
): Certificate {
	const { privateKey: key, publicKey } = keys;
	const algorithm = sequence(oid(oids.ecdsaWithSha256));
	// A serial number is positive: its first bit must be 0, its first byte not.
	const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
	const content = sequence(
		explicit(0, integer(2)),
		encode(tags.integer, serial),
		algorithm,
		nameOf(authority?.name ?? name),
		sequence(time(validUntil - 366 * day), time(validUntil)),
		nameOf(name),
		publicKey.export({ type: 'spki', format: 'der' }),
		explicit(3, extensions(use)),
	);
	const signature = sign('sha256', content, authority?.key ?? key);
	const bits = encode(tags.bitString, Buffer.from([0]), signature);
	const der = sequence(content, algorithm, bits);
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	const pem = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
	return { name, key, der, pem };
}

const iterations = 100;

/** The key of a PKCS#12 file's MAC: appendix B.2 of RFC 7292, for one block of SHA-256. */
function macKey(passphrase: string, salt: Buffer): Buffer {
	const block = 64;
	const fill = (bytes: Buffer): Buffer =>
		Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
	const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
	let key = Buffer.concat([Buffer.alloc(block, 3), fill(salt), fill(password)]);
	for (let round = 0; round < iterations; round++) key = createHash('sha256').update(key).digest();
	return key;
}

/** A PKCS#12 file (.p12, .pfx) with a certificate and its key, protected by a passphrase. */
export function createPkcs12({ key, der }: Certificate, passphrase: string): Buffer {
	const data = (content: Buffer): Buffer => sequence(oid(oids.data), explicit(0, octets(content)));
	const bag = (id: string, value: Buffer): Buffer => sequence(oid(id), explicit(0, value));
	const certificate = sequence(oid(oids.x509Certificate), explicit(0, octets(der)));
	const cipher = 'aes-256-cbc';
	const shrouded = key.export({ type: 'pkcs8', format: 'der', cipher, passphrase });
	const safe = sequence(
		data(sequence(bag(oids.certificateBag, certificate))),
		data(sequence(bag(oids.shroudedKeyBag, shrouded))),
	);
	const salt = randomBytes(16);
	const mac = createHmac('sha256', macKey(passphrase, salt)).update(safe).digest();
	const digest = sequence(sequence(oid(oids.sha256), encode(tags.null)), octets(mac));
	return sequence(integer(3), data(safe), sequence(digest, octets(salt), integer(iterations)));
}
