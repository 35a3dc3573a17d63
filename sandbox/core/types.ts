import type { FastifyInstance } from 'fastify';
import type { TlsOptions } from 'node:tls';
import type { Trace } from './trace.ts';

/** The providers that the sandbox can play; a new one adds its name here and a line in registry.ts. */
export type ProviderId = 'hstong' | 'webank' | 'qiancheng-credit' | 'user-verification' | 'htouhui';

/** Where requests arrive: each provider's own address, and the further ones of those that have several. */
export type ListenerId = ProviderId | 'webank-files' | 'webank-mtls';

/** An address of a provider beside its first one. */
export interface Listener {
	id: ListenerId;
	/** Makes it an HTTPS server; asked once, when the server is made. */
	tls?: () => TlsOptions;
}

/** Text parameters as received. A name sent twice keeps its first value and is listed. */
export interface Fields {
	values: Record<string, string>;
	duplicates: string[];
}

export interface ReceivedFile {
	/** Name of the multipart part. */
	name: string;
	fileName: string;
	content: Buffer;
	sha256: string;
	/** Whether the sandbox stopped reading it, beyond every limit. */
	truncated: boolean;
}

/** One request, read completely, before any rule of a provider is applied to it. */
export interface ReceivedRequest {
	method: string;
	path: string;
	headers: Record<string, string | string[] | undefined>;
	/** Media type without parameters, lower case; empty when the request has none. */
	contentType: string;
	query: Fields;
	/** Text parameters of a form or multipart body. */
	form: Fields;
	files: ReceivedFile[];
	raw: Buffer;
	/** Why the body could not be read, if so. */
	bodyFault?: string;
}

/** What a provider answers; `code` is the provider's own code, null where there is none (an image). */
export interface Answer {
	httpStatus: number;
	contentType: string;
	body: string | Buffer;
	/** Further headers, such as where a browser is sent. */
	headers?: Readonly<Record<string, string>>;
	code: string | null;
	/** Whether the operation did its work, as opposed to refusing it. */
	processed: boolean;
}

export interface MatchedRoute {
	operation: string;
	/** Path as the document prints it, with {placeholders}. */
	template: string;
	pathParams: Record<string, string>;
}

/** A provider in the sandbox: the rules and the state, without any transport. */
export interface Provider {
	readonly id: ProviderId;
	/** Documented codes, all of which can be forced. */
	readonly codes: ReadonlySet<string>;
	/** Addresses beside its first one; each takes the port after the one before. */
	readonly listeners?: readonly Listener[];
	/** Largest body in bytes that is read; 4 MB without it. */
	readonly largestBody?: number;
	/** Finds the operation of a request, on any listener when none is named. */
	match(method: string, path: string, listener?: ListenerId): MatchedRoute | undefined;
	handle(request: ReceivedRequest, route: MatchedRoute | undefined, trace: Trace): Answer;
	reset(): void;
	/** Ends every session or token at once and says how many there were. */
	expireTokens(): number;
	/** Control routes of this provider, mounted under /<id>. */
	routes?(app: FastifyInstance): void;
	/** The provider's part of the page, as HTML. */
	section?(): string;
}

export interface SpecParam {
	name: string;
	type: string;
	required: boolean | 'conditional' | null;
	enum: string | ReadonlyArray<string | number | boolean> | null;
	encrypted: boolean;
}

export interface SpecOperation {
	id: string;
	section: string;
	method: string;
	path: string;
	authenticated: boolean;
	contentType: string | null;
	pathParams: SpecParam[];
	params: SpecParam[];
}

/** The part of a spec file (spec) that the sandbox works from. */
export interface ProviderSpec {
	operations: SpecOperation[];
	dictionaries: Record<string, Array<{ value: string | number; zh: string; en?: string }>>;
	errorCodes: Array<{ code: string; zh: string; en: string }>;
	limits: Array<{ id: string; value: number | null }>;
}
