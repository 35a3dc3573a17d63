/** How a message is signed; the document does not say (gap HTH-01), so a partner's account does. */
export const algorithms = ['none', 'md5', 'sha256', 'hmacSha256', 'rsaSha256'] as const;

/** The places where MD5 and SHA-256 put the secret around the text: text&key=…, text…, …text, …text… */
export const secretPlacements = ['appendKey', 'append', 'prepend', 'both'] as const;

/** What HMAC-SHA256 hashes: the text alone, or text&key=… */
export const hmacTexts = ['alone', 'appendKey'] as const;

export const letterCases = ['lower', 'upper'] as const;

export interface SignatureSettings {
	algorithm: (typeof algorithms)[number];
	signField: string;
	secret: string;
	secretPlacement: (typeof secretPlacements)[number];
	hmacText: (typeof hmacTexts)[number];
	/** The case of hexadecimal digits; an RSA signature is in Base64 and has none to choose. */
	letterCase: (typeof letterCases)[number];
}

/** A partner with everything that the document leaves open. */
export interface Account extends SignatureSettings {
	/** Name in the control API. */
	merchant: string;
	/** 通用字段 with constant values: in every message of both sides (gap HTH-01). */
	commonFields: Readonly<Record<string, string>>;
	/** Body of the server-to-server calls (gap HTH-02). */
	bodyFormat: 'form' | 'json';
	/** Address of the user query (gap HTH-03). */
	queryUserPath: string;
	/** The reply to a notification that ends its repetition (gap HTH-08). */
	notificationReply: string;
	/** A common field that numbers the results of bank pages; a repetition has the first one's (gap HTH-21). */
	serialField: string;
}

function account(merchant: string, algorithm: Account['algorithm']): Account {
	return {
		...{ merchant, algorithm, signField: 'sign', secret: 'htouhui-sandbox-key' },
		...{ secretPlacement: 'appendKey', hmacText: 'alone', letterCase: 'lower', bodyFormat: 'form' },
		commonFields: { merchant_id: merchant },
		queryUserPath: '/openapi/user/query',
		...{ notificationReply: 'success', serialField: '' },
	};
}

/** The accounts as they are until a control request changes one; the first signs nothing, as the document. */
export const accounts: readonly Account[] = [
	account('sandbox-htouhui', 'none'),
	account('sandbox-htouhui-md5', 'md5'),
	account('sandbox-htouhui-sha256', 'sha256'),
	account('sandbox-htouhui-hmac', 'hmacSha256'),
	account('sandbox-htouhui-rsa', 'rsaSha256'),
];

const isPairs = (value: unknown): boolean =>
	typeof value === 'object' &&
	value !== null &&
	!Array.isArray(value) &&
	Object.values(value).every((text) => typeof text === 'string');

const oneOf = (values: readonly string[]) => ({
	right: (value: unknown) => values.includes(String(value)),
	text: `one of ${values.join(', ')}`,
});
const aText = { right: (value: unknown) => typeof value === 'string', text: 'a string' };

const settings: Record<string, { right: (value: unknown) => boolean; text: string }> = {
	algorithm: oneOf(algorithms),
	secretPlacement: oneOf(secretPlacements),
	hmacText: oneOf(hmacTexts),
	letterCase: oneOf(letterCases),
	bodyFormat: oneOf(['form', 'json']),
	signField: { right: (value) => /^\w+$/.test(String(value)), text: 'a name' },
	secret: aText,
	notificationReply: aText,
	serialField: { right: (value) => /^\w*$/.test(String(value)), text: 'a name, or empty' },
	queryUserPath: { right: (value) => /^\/./.test(String(value)), text: 'a path' },
	commonFields: { right: isPairs, text: 'an object of texts' },
};

export const settingNames = Object.keys(settings);

/** Reads changes of an account from a control request; says what is wrong with them, if so. */
export function readSettings(value: Readonly<Record<string, unknown>>): Partial<Account> | string {
	for (const [name, setting] of Object.entries(value)) {
		const rule = settings[name];
		if (!rule) return `there is no '${name}'; known are ${settingNames.join(', ')}`;
		if (!rule.right(setting)) return `${name} must be ${rule.text}`;
	}
	return value as Partial<Account>;
}
