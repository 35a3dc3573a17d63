import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

/** The reason why a text is not the key that belongs in its place. */
export type KeyFault =
	| 'unreadable'
	| 'isPrivate'
	| 'isPublic'
	| 'isCertificate'
	| 'notRsa'
	| 'tooShort'
	| 'needsPassphrase'
	| 'wrongPassphrase';

export type Read<T> = { ok: true; value: T } | { ok: false; fault: KeyFault };

/** A part of a text in PEM form; a text without header and footer is one, too. */
interface Block {
	label: string;
	der: Buffer;
}

const right = <T>(value: T): Read<T> => ({ ok: true, value });
const wrong = (fault: KeyFault): { ok: false; fault: KeyFault } => ({ ok: false, fault });

/**
 * Reads RSA public keys of somebody else, in any form in which they are handed over: SPKI or PKCS#1, under
 * whichever header or none, in one line, with line breaks written as \r\n, as a certificate or a chain
 * of them.
 *
 * @returns one key or several; of a chain the first alone, which is its owner's
 */
export function readRsaPublicKeys(text: string): Read<KeyObject[]> {
	const keys: KeyObject[] = [];
	let hasCertificate = false;
	for (const block of blocksOf(text)) {
		// Node would take the public half of a private key.
		if (isPrivate(block)) return wrong('isPrivate');
		const bare = bareKeyIn(block);
		const certified = bare ? undefined : attempt(() => new X509Certificate(block.der).publicKey);
		if (certified && hasCertificate) continue;
		hasCertificate ||= certified !== undefined;
		const key = bare ?? certified;
		if (!key) return wrong(isLabelledPrivate(block) ? 'isPrivate' : 'unreadable');
		if (key.asymmetricKeyType !== 'rsa') return wrong('notRsa');
		if (bitsOf(key) < LEAST_BITS) return wrong('tooShort');
		keys.push(key);
	}
	return keys.length > 0 ? right(keys) : wrong('unreadable');
}

const bareKeyIn = ({ der: key }: Block): KeyObject | undefined =>
	attempt(() => createPublicKey({ key, format: 'der', type: 'spki' })) ??
	attempt(() => createPublicKey({ key, format: 'der', type: 'pkcs1' }));

/** Shorter keys can be broken, and have no room for a block of text. */
const LEAST_BITS = 1024;

/** The length of an RSA key; that of another kind has nothing to do with it. */
const bitsOf = ({ asymmetricKeyDetails }: KeyObject): number =>
	asymmetricKeyDetails?.modulusLength ?? Infinity;

/**
 * Reads a private key of our own, in the same forms; an encrypted one with its passphrase.
 *
 * @returns the key as PEM text, no longer encrypted
 */
export function readPrivateKey(text: string, passphrase = ''): Read<string> {
	const plain = asWritten(text);
	const [first] = blocksOf(text);
	const encrypted = isEncrypted(plain, first);
	const unlocked = passphrase === '' ? {} : { passphrase };
	const key =
		// The older encryption has header lines of its own, which only the whole text keeps.
		attempt(() => createPrivateKey({ key: plain, ...unlocked })) ??
		(first &&
			PRIVATE_TYPES.map((type) =>
				attempt(() => createPrivateKey({ key: first.der, format: 'der', type, ...unlocked })),
			).find((found) => found !== undefined));
	if (key && bitsOf(key) < LEAST_BITS) return wrong('tooShort');
	if (key) return right(key.export({ type: 'pkcs8', format: 'pem' }).toString());
	if (encrypted) return wrong(passphrase === '' ? 'needsPassphrase' : 'wrongPassphrase');
	if (first && attempt(() => new X509Certificate(first.der))) return wrong('isCertificate');
	return wrong(readRsaPublicKeys(text).ok ? 'isPublic' : 'unreadable');
}

/** Reads one certificate or a chain, as PEM texts in their order. */
export function readCertificates(text: string): Read<X509Certificate[]> {
	const blocks = blocksOf(text);
	const certificates = blocks.map(({ der }) => attempt(() => new X509Certificate(der)));
	const found = certificates.filter((certificate) => certificate !== undefined);
	if (found.length > 0 && found.length === blocks.length) return right(found);
	const others = blocks.filter((_, i) => certificates[i] === undefined);
	if (others.some((block) => isPrivate(block) || isLabelledPrivate(block)))
		return wrong('isPrivate');
	return wrong(found.length === 0 && readRsaPublicKeys(text).ok ? 'isPublic' : 'unreadable');
}

const PRIVATE_TYPES = ['pkcs8', 'pkcs1', 'sec1'] as const;

/** A text as it was before a form wrote its line breaks as \n, and a document made other dashes of its dashes. */
const asWritten = (text: string): string =>
	text
		.replace(/\\+[rn]/g, '\n')
		.replace(HEADER, '\n-----$1 $2-----\n')
		.trim();

const HEADER = /\s*[\p{Pd}\u2212]* ?(BEGIN|END) ([A-Z\d# ]+?) ?[\p{Pd}\u2212]+\s*/gu;
const PEM = /-----BEGIN ([^-]+)-----([^]*?)-----END [^-]+-----/g;

function blocksOf(text: string): Block[] {
	const plain = asWritten(text);
	const blocks = Array.from(plain.matchAll(PEM), ([, label, base64]) => toBlock(label, base64));
	const all = blocks.length > 0 ? blocks : [toBlock('', plain.replace(/-----[^-]*-----/g, ''))];
	return all.filter((block) => block !== undefined);
}

/** What the older encryption writes in front of a key. */
const ENCRYPTION = /^[A-Z][A-Za-z-]+:.*$/gm;

function toBlock(label: string, text: string): Block | undefined {
	const base64 = text.replace(ENCRYPTION, '').replace(/[\s"']+/g, '');
	if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return undefined;
	return { label, der: Buffer.from(base64, 'base64') };
}

const isPrivate = ({ der }: Block): boolean =>
	PRIVATE_TYPES.some(
		(type) => attempt(() => createPrivateKey({ key: der, format: 'der', type })) !== undefined,
	);

/** Whether the header of an encrypted key, of which nothing else can be known, says so. */
const isLabelledPrivate = ({ label }: Block): boolean => label.includes('PRIVATE');

/** Whether a key is encrypted: its header says so, or OpenSSL asks for the passphrase. */
function isEncrypted(text: string, block: Block | undefined): boolean {
	if (/ENCRYPTED/.test(text)) return true;
	if (!block) return false;
	try {
		createPrivateKey({ key: block.der, format: 'der', type: 'pkcs8' });
		return false;
	} catch (error) {
		return (error as { code?: unknown }).code === 'ERR_MISSING_PASSPHRASE';
	}
}

function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
