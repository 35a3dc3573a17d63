import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

/**
 * n8n's HTTP Request node passes the older names of the options, and passes them on as they are.
 */
export type RequestOptions = IHttpRequestOptions & {
	uri?: string;
	form?: IDataObject | string;
	formData?: IDataObject;
	qsStringifyOptions?: { arrayFormat?: IHttpRequestOptions['arrayFormat'] };
	useQuerystring?: boolean;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
};

// The options that a credential has signed: only after that n8n sends a request.
const signed = new WeakSet<object>();

export const wasSigned = (options: IHttpRequestOptions): boolean => signed.has(options);

// n8n may ask for a signature again on options that it got from a credential.
const unsigned = new WeakMap<object, RequestOptions>();

// n8n puts the signal of the execution in place of the one that a node gives.
const ends = new WeakMap<object, IHttpRequestOptions['abortSignal']>();

/** Notes what ends a request, so that it does so after the credential has signed it, too. */
export function keepingItsEnd(options: IHttpRequestOptions): IHttpRequestOptions {
	ends.set(options, options.abortSignal);
	return options;
}

/** The options to sign: those that these were made from, if a credential has signed them already. */
export const unsignedOf = (options: IHttpRequestOptions): RequestOptions =>
	unsigned.get(options) ?? (options as RequestOptions);

/** Signed options, with a note of what they were made from. */
export function signedFrom<T extends IHttpRequestOptions>(original: RequestOptions, result: T): T {
	signed.add(original);
	const abortSignal = ends.get(original);
	const whole = abortSignal ? { ...result, abortSignal } : result;
	unsigned.set(whole, original);
	return whole;
}
