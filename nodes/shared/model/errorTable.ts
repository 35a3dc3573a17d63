/** Why an operation failed, in n8n's terms. */
export type Cause =
	| 'configuration-invalid'
	| 'credential-invalid'
	| 'node-defect'
	| 'rate-limited'
	| 'temporarily-unavailable';

/**
 * What the person reads who filled in the form, when they can cause or must know it: what happened and what
 * to do now, the same in both languages. Without it they read a sentence that holds for every refusal.
 */
export type ForThePerson =
	| { chinese: string; english: string }
	| { chinese?: undefined; english?: undefined };

/** A provider's code, as a user reads it. */
export type ErrorEntry = ForTheOperator & ForThePerson;

interface ForTheOperator {
	/** What happened, one sentence without full stop. */
	message: string;
	/** What to do next. */
	remedy: string;
	/** What the node has tried before it gives up; the test of a credential tries nothing twice. */
	tried?: string;
	/** What more there is to know when it was a submission. */
	ofSubmissions?: string;
	/** The provider's own text. */
	original: string;
	/** The same call may succeed when repeated; operations that only read then do so. */
	retryable?: true;
	/** It was refused before it was looked at, because of the moment of signing: sign and send once more. */
	signAgain?: true;
	/** The provider itself does not know whether it did what was asked. */
	outcomeUnknown?: true;
	/** The account's session has ended: renew it and send once more. What 'perhaps' has another reason is renewed for once. */
	sessionLost?: true | 'perhaps';
	/** It is given only where the code proves it. */
	cause?: Cause;
}

export type ErrorTable = Record<string, ErrorEntry>;

/** Stands in a remedy for the fields of the credential that say where requests go, which differ by provider. */
export const ADDRESS = '{address}';

const CHECK_ADDRESS = `Check ${ADDRESS}`;

const entry = (
	message: string,
	remedy: string,
	more: Partial<ForTheOperator> & ForThePerson = {},
): ErrorEntry => ({
	message,
	remedy,
	original: '',
	...more,
});

const tooLong = entry(
	'The request is too long for a server on the way',
	'Send fewer or shorter values. If they must be so long, ask whoever runs the proxy of your n8n, or the provider, to allow more.',
	{
		chinese: '填写的内容太长，请缩短后重新提交。',
		english: 'What you have filled in is too long. Please shorten it and hand it in again.',
	},
);

/** Refusals by a server or a proxy in front of the provider, which has no code of the provider. */
export const httpErrors: ErrorTable = {
	'HTTP 400': entry(
		'A server on the way does not understand the request',
		`${CHECK_ADDRESS}: the address may begin with http:// in place of https://, or a client certificate may be missing. A proxy of your n8n may have changed the request, too.`,
	),
	'HTTP 401': entry(
		'A server on the way wants a login',
		`${CHECK_ADDRESS}. If that is right, ask whoever runs the proxy of your n8n whether it wants one.`,
	),
	'HTTP 403': entry(
		'The server refuses requests from this address',
		'Ask the provider to allow the IP address of your n8n.',
	),
	'HTTP 404': entry('The server does not know this interface', `${CHECK_ADDRESS}.`),
	'HTTP 405': entry(
		'This address does not take such requests',
		`${CHECK_ADDRESS}: the address is probably that of a website, or a proxy of your n8n lets only reading through.`,
	),
	'HTTP 408': entry(
		'The request did not arrive in time',
		'Run the item again. If it stays so, send a smaller file, and check the network of your n8n.',
		// Servers use it for their own slowness, too.
		{ outcomeUnknown: true, retryable: true, cause: 'temporarily-unavailable' },
	),
	'HTTP 413': entry(
		'The request is too large for a server on the way',
		'Send a smaller file. If it is within the limit of the provider, ask whoever runs the proxy of your n8n to allow larger requests.',
		{
			chinese: '上传的文件太大，请缩小后重新上传。',
			english: 'The file is too large. Please reduce it and upload it again.',
		},
	),
	'HTTP 414': tooLong,
	'HTTP 415': entry(
		'A server on the way does not accept this kind of content',
		`${CHECK_ADDRESS}, and the settings there that say how requests are made.`,
	),
	'HTTP 421': entry('The server does not serve this address', `${CHECK_ADDRESS}.`),
	'HTTP 429': entry(
		'The server is receiving too many requests at once',
		"Lower 'Concurrency' in the node's options and run the item again. It was not processed.",
		{ retryable: true, cause: 'rate-limited' },
	),
	'HTTP 431': tooLong,
};

/** Any other status, which no provider documents: something in front of it answered. */
export const unlistedStatus = (code: string): ErrorEntry | undefined =>
	/^HTTP \d{3}$/.test(code)
		? entry(
				'A server in front of the provider refused the request',
				`${CHECK_ADDRESS}, and whether a proxy or a firewall of your n8n is in the way.`,
			)
		: undefined;
