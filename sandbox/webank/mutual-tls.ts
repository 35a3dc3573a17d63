import type { TlsOptions } from 'node:tls';
import { createCertificate, createPkcs12 } from '../core/certificates.ts';
import type { Certificate } from '../core/certificates.ts';

/** What a client needs for the address with mutual TLS, and what it must not get in with. */
interface ClientMaterial {
	/** Certificate of the sandbox's authority, which signed the server's and the client's. */
	ca: string;
	certificate: string;
	key: string;
	/** The same key, encrypted with the passphrase. */
	encryptedKey: string;
	/** Certificate and key as a PKCS#12 file in Base64, protected by the passphrase. */
	pfx: string;
	passphrase: string;
	/** A certificate of another authority, which the server refuses. */
	foreign: { certificate: string; key: string };
}

export interface MutualTls {
	serverOptions(): TlsOptions;
	clientMaterial(): ClientMaterial;
}

const passphrase = 'webank-sandbox-passphrase';

const pem = ({ key }: Certificate): string =>
	key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Certificates of this start of the sandbox, made when they are first needed (3.1: 双向HTTPS, gap WB-01). */
export function createMutualTls(): MutualTls {
	let made: { authority: Certificate; server: Certificate; client: ClientMaterial } | undefined;
	const make = (): NonNullable<typeof made> => {
		if (made) return made;
		const authority = createCertificate('Sandbox authority', 'authority');
		const server = createCertificate('Sandbox server', 'server', { authority });
		const client = createCertificate('Sandbox partner', 'client', { authority });
		const stranger = createCertificate('Another authority', 'authority');
		const foreign = createCertificate('Sandbox partner', 'client', { authority: stranger });
		const encrypted = client.key.export({
			type: 'pkcs8',
			format: 'pem',
			cipher: 'aes-256-cbc',
			passphrase,
		});
		made = {
			authority,
			server,
			client: {
				ca: authority.pem,
				certificate: client.pem,
				key: pem(client),
				encryptedKey: encrypted.toString(),
				pfx: createPkcs12(client, passphrase).toString('base64'),
				passphrase,
				foreign: { certificate: foreign.pem, key: pem(foreign) },
			},
		};
		return made;
	};
	return {
		serverOptions: () => {
			const { authority, server } = make();
			return {
				cert: server.pem,
				key: pem(server),
				ca: authority.pem,
				requestCert: true,
				rejectUnauthorized: true,
			};
		},
		clientMaterial: () => make().client,
	};
}
