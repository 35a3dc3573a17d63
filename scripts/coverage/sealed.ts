import { parseJson } from '../../sandbox/core/json.ts';
import { decryptBlocks, readCipherText } from '../../sandbox/qiancheng-credit/crypto.ts';
import { readRiskData } from '../../sandbox/qiancheng-credit/risk-data.ts';
import { riskPrivateKey, riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';

/** A part of a request that is encrypted as a whole, read with the sandbox's key. */
export interface Opened {
	value: unknown;
	/** Padding and text form that it was found to have. */
	padding: string;
	output: string;
	/** What the sandbox finds wrong with the content. */
	faults: string[];
}

/** What the partner has of a key pair whose other half is in the sandbox, by field of the credential. */
export const SANDBOX_KEYS: Record<string, string> = { riskPublicKey };

const PADDINGS = ['pkcs1', 'oaep'] as const;
const OUTPUTS = ['hex', 'base64'] as const;

// Shorter than one block, a value cannot be a cipher text.
const FEWEST_CHARACTERS = 340;

/** Those of the parts that the sandbox's key opens, by name. */
export const openSealed = (parts: Record<string, unknown>): Record<string, Opened> =>
	Object.fromEntries(
		Object.entries(parts).flatMap(([name, text]): Array<[string, Opened]> => {
			const opened =
				typeof text === 'string' && text.length > FEWEST_CHARACTERS ? open(text) : undefined;
			return opened ? [[name, opened]] : [];
		}),
	);

/** The part of a risk audit's data that one of the switches changes. */
interface Data {
	basic_info?: { user_contact?: object[] };
}

function open(text: string): Opened | undefined {
	for (const output of OUTPUTS) {
		const cipher = readCipherText(text, output);
		if (!Buffer.isBuffer(cipher)) continue;
		for (const padding of PADDINGS) {
			const plain = decryptBlocks(cipher, riskPrivateKey, padding);
			if (!Buffer.isBuffer(plain)) continue;
			const value = parseJson(plain.toString()) as Data | undefined;
			const hasMobile = value?.basic_info?.user_contact?.some((contact) => 'mobile' in contact);
			const { faults } = readRiskData(plain, hasMobile === true);
			return { value, padding, output, faults };
		}
	}
	return undefined;
}
