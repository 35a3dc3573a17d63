import { generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';

import {
	readCertificates,
	readPrivateKey,
	readRsaPublicKeys,
} from '../../../nodes/shared/values/keys';
import { createCertificate } from '../../../sandbox/core/certificates.ts';
import { randomOf } from '../../support/random';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const short = generateKeyPairSync('rsa', { modulusLength: 512 });

const authority = createCertificate('Authority', 'authority');
const certificate = createCertificate('Owner', 'client', { authority, keys });
const chain = certificate.pem + authority.pem;

const exported = (key: KeyObject, type: 'spki' | 'pkcs1' | 'pkcs8'): string =>
	key.export({ type: type as 'pkcs1', format: 'pem' }).toString();
const spki = exported(keys.publicKey, 'spki');
const pkcs1 = exported(keys.publicKey, 'pkcs1');

const locked = (type: 'pkcs8' | 'pkcs1') =>
	keys.privateKey
		.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' } as never)
		.toString();

/** What mails, chats, forms and spreadsheets do to a PEM text. */
const damages: Record<string, (pem: string) => string> = {
	none: (pem) => pem,
	'CRLF line breaks': (pem) => pem.replace(/\n/g, '\r\n'),
	'line breaks written as \\n': (pem) => pem.trim().replace(/\n/g, '\\n'),
	'line breaks written as \\r\\n': (pem) => pem.trim().replace(/\n/g, '\\r\\n'),
	'one line': (pem) => pem.trim().replace(/\n/g, ' '),
	'one line without blanks': (pem) => pem.replace(/\n/g, ''),
	'blank lines and blanks around': (pem) => `\n\n  ${pem.replace(/\n/g, '  \n\n  ')}  \n`,
	tabs: (pem) => pem.replace(/\n/g, '\n\t'),
	'line breaks written as \\\\n': (pem) => pem.trim().replace(/\n/g, '\\\\n'),
	'the dashes of a document': (pem) => pem.replace(/-----(BEGIN|END)/g, '—–---$1'),
	'long dashes': (pem) => pem.replace(/-----/g, '——'),
	'full-width dashes, blanks inside': (pem) => pem.replace(/-----(BEGIN|END)|-----/g, '－－－ $1 '),
	'words around': (pem) => `Public key of the test environment:\n${pem}\nRegards`,
};
const withoutHeader = {
	'no header and no footer': (pem: string) => pem.replace(/-----[^-]+-----\n?/g, ''),
	'no header, no line breaks': (pem: string) => pem.replace(/-----[^-]+-----|\n/g, ''),
	'a header and no footer': (pem: string) => pem.replace(/-----END.*/, ''),
	'no line breaks, in quotes': (pem: string) => `"${pem.replace(/-----[^-]+-----|\n/g, '')}"`,
	'no padding': (pem: string) => pem.replace(/-----[^-]+-----|[\n=]/g, ''),
};
const asPem = (label: string) => (pem: string) =>
	pem.replace(/(BEGIN|END) [A-Z ]+/g, (_all, side: string) => `${side} ${label}`);
const swaps = ['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE', 'PRIVATE KEY', 'KEY'];

describe('an RSA public key', () => {
	const forms: Array<[string, string]> = [
		['SPKI', spki],
		['PKCS#1', pkcs1],
		['a certificate', certificate.pem],
		['a chain', chain],
		...swaps.flatMap(
			(label): Array<[string, string]> => [
				[`SPKI as ${label}`, asPem(label)(spki)],
				[`PKCS#1 as ${label}`, asPem(label)(pkcs1)],
				[`a certificate as ${label}`, asPem(label)(certificate.pem)],
			],
		),
	];
	const each = forms.flatMap(([form, text]) =>
		Object.entries({ ...damages, ...(form === 'a chain' ? {} : withoutHeader) }).map(
			([damage, apply]) => ({ form, damage, text: apply(text) }),
		),
	);

	test.each(each)('$form with $damage is read', ({ text }) => {
		const read = readRsaPublicKeys(text);
		expect(read).toMatchObject({ ok: true });
		if (read.ok) expect(read.value.map((key) => exported(key, 'spki'))).toEqual([spki]);
	});

	test.each([
		['nothing', '', 'unreadable'],
		['words', 'no key at all', 'unreadable'],
		['a header alone', '-----BEGIN PUBLIC KEY-----', 'unreadable'],
		['a key that lost its end', spki.slice(0, 200), 'unreadable'],
		['a key with a hole', spki.replace(/\n.{40}/, '\n'), 'unreadable'],
		['a private key', exported(keys.privateKey, 'pkcs8'), 'isPrivate'],
		['a private key of PKCS#1', exported(keys.privateKey, 'pkcs1'), 'isPrivate'],
		[
			'a private key without header',
			withoutHeader['no header, no line breaks'](exported(keys.privateKey, 'pkcs8')),
			'isPrivate',
		],
		...(['pkcs8', 'pkcs1'] as const).map((type): [string, string, string] => [
			...([`an encrypted private key (${type})`, locked(type), 'isPrivate'] as const),
		]),
		['an elliptic key', exported(elliptic.publicKey, 'spki'), 'notRsa'],
		['a certificate of an elliptic key', authority.pem, 'notRsa'],
		['a key that is too short', exported(short.publicKey, 'spki'), 'tooShort'],
		['a key of OpenSSH', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ user@host', 'unreadable'],
	])('%s is none', (_name, text, fault) => {
		expect(readRsaPublicKeys(text)).toEqual({ ok: false, fault });
	});

	test('may be one of several, as while it is being changed', () => {
		const second = exported(other.publicKey, 'pkcs1');
		for (const damage of Object.values(damages)) {
			const read = readRsaPublicKeys(damage(`${spki}\n${second}`));
			expect(read.ok && read.value.map((key) => exported(key, 'spki'))).toEqual([
				spki,
				exported(other.publicKey, 'spki'),
			]);
		}
		expect(readRsaPublicKeys(spki + authority.pem)).toEqual({ ok: false, fault: 'notRsa' });
		expect(readRsaPublicKeys(spki + exported(keys.privateKey, 'pkcs8'))).toEqual({
			...{ ok: false, fault: 'isPrivate' },
		});
	});

	test('1,000 random damages: it is read or refused, and never an exception', () => {
		const { below: random } = randomOf(42);
		for (let i = 0; i < 1000; i++) {
			const text = [spki, pkcs1, chain, exported(keys.privateKey, 'pkcs8')][random(4)];
			const at = random(text.length);
			const damaged =
				text.slice(0, at) +
				['', '\\', '-----', '\n', 'A', '='][random(6)] +
				text.slice(at + random(9));
			const readings = [
				readRsaPublicKeys(damaged),
				readPrivateKey(damaged, 'x'),
				readCertificates(damaged),
			];
			for (const reading of readings) expect(typeof reading.ok).toBe('boolean');
		}
	});
});

describe('a private key', () => {
	const plain: Array<[string, string, KeyObject]> = [
		['PKCS#8', exported(keys.privateKey, 'pkcs8'), keys.privateKey],
		['PKCS#1', exported(keys.privateKey, 'pkcs1'), keys.privateKey],
		[
			'SEC1',
			elliptic.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
			elliptic.privateKey,
		],
		[
			'PKCS#8 as RSA PRIVATE KEY',
			asPem('RSA PRIVATE KEY')(exported(keys.privateKey, 'pkcs8')),
			keys.privateKey,
		],
		[
			'PKCS#1 as PRIVATE KEY',
			asPem('PRIVATE KEY')(exported(keys.privateKey, 'pkcs1')),
			keys.privateKey,
		],
	];
	const each = plain.flatMap(([form, text, key]) =>
		Object.entries({ ...damages, ...withoutHeader }).map(([damage, apply]) => ({
			form,
			damage,
			text: apply(text),
			key,
		})),
	);

	test.each(each)('$form with $damage is read', ({ text, key }) => {
		expect(readPrivateKey(text)).toEqual({ ok: true, value: exported(key, 'pkcs8') });
	});

	test.each(['pkcs8', 'pkcs1'] as const)('that is encrypted (%s) needs its passphrase', (type) => {
		const value = exported(keys.privateKey, 'pkcs8');
		for (const damage of [
			'none',
			'CRLF line breaks',
			'line breaks written as \\n',
			'long dashes',
		]) {
			const text = damages[damage](locked(type));
			expect(readPrivateKey(text, 'open')).toEqual({ ok: true, value });
			expect(readPrivateKey(text)).toEqual({ ok: false, fault: 'needsPassphrase' });
			expect(readPrivateKey(text, 'wrong')).toEqual({ ok: false, fault: 'wrongPassphrase' });
		}
	});

	test('that is encrypted is read in one line and without header, too', () => {
		const value = exported(keys.privateKey, 'pkcs8');
		for (const damage of [damages['one line'], withoutHeader['no header, no line breaks']]) {
			const text = damage(locked('pkcs8'));
			expect(readPrivateKey(text, 'open')).toEqual({ ok: true, value });
			expect(readPrivateKey(text)).toEqual({ ok: false, fault: 'needsPassphrase' });
		}
	});

	test.each([
		['nothing', '', 'unreadable'],
		['words', 'no key', 'unreadable'],
		['a certificate', certificate.pem, 'isCertificate'],
		[
			'a certificate without header',
			withoutHeader['no header, no line breaks'](certificate.pem),
			'isCertificate',
		],
		['a public key', spki, 'isPublic'],
		['a public key of PKCS#1', pkcs1, 'isPublic'],
		['a key that lost its end', exported(keys.privateKey, 'pkcs8').slice(0, 600), 'unreadable'],
		['a key that is too short', exported(short.privateKey, 'pkcs8'), 'tooShort'],
	])('%s is none', (_name, text, fault) => {
		expect(readPrivateKey(text)).toEqual({ ok: false, fault });
		expect(readPrivateKey(text, 'x')).toEqual({ ok: false, fault });
	});
});

describe('certificates', () => {
	test.each(Object.entries(damages))('a chain with %s is read', (_name, damage) => {
		const read = readCertificates(damage(chain));
		expect(read.ok && read.value.map(({ subject }) => subject)).toEqual([
			'CN=Owner',
			'CN=Authority',
		]);
		expect(read.ok && read.value[0].checkPrivateKey(keys.privateKey)).toBe(true);
		expect(read.ok && read.value[0].checkPrivateKey(other.privateKey)).toBe(false);
	});

	test.each([
		['nothing', '', 'unreadable'],
		['words', 'no certificate', 'unreadable'],
		['a public key', spki, 'isPublic'],
		['a private key', exported(keys.privateKey, 'pkcs8'), 'isPrivate'],
		[
			'a certificate and its key',
			certificate.pem + exported(keys.privateKey, 'pkcs8'),
			'isPrivate',
		],
		['an encrypted key', locked('pkcs8'), 'isPrivate'],
		['one that lost its end', certificate.pem.slice(0, 300), 'unreadable'],
		[
			'one that is whole, one that is not',
			chain.replace(/.{60}\n-----END CERTIFICATE-----\n$/, '-----END CERTIFICATE-----'),
			'unreadable',
		],
	])('%s is none', (_name, text, fault) => {
		expect(readCertificates(text)).toEqual({ ok: false, fault });
	});

	test('one without header is read', () => {
		const read = readCertificates(withoutHeader['no header, no line breaks'](certificate.pem));
		expect(read.ok && read.value[0]).toBeInstanceOf(X509Certificate);
	});
});
