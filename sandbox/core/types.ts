import type { FastifyInstance } from 'fastify';
import type { TlsOptions } from 'node:tls';
import type { Course } from './people.ts';
import type { Trace } from './trace.ts';
import type { View } from './view.ts';

/** What `<provider>/index.ts` exports as `sandbox`. */
export interface SandboxProvider {
	/** The port that the command line gives it by default, followed by those of its further listeners. */
	port: number;
	create: () => SimulatedProvider;
	/** Credentials for its accounts, as `npm start` creates them and the examples name them; `urls` by listener. */
	demoCredentials: (urls: Readonly<Record<string, string>>) => DemoCredential[];
}

export interface DemoCredential {
	name: string;
	/** The name of its type in n8n, e.g. `hstongApi`. */
	type: string;
	data: Record<string, unknown>;
}

/** An address of a provider beside its first one, which has the provider's own id. */
export interface Listener {
	id: string;
	/** Makes it an HTTPS server; asked once, when the server is made. */
	tls?: () => TlsOptions;
}

/** The text parameters as they were received. A name sent twice keeps its first value and is listed. */
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
export interface SimulatedProvider {
	readonly id: string;
	/** Its name for people, in both languages. */
	readonly title: string;
	/** Documented codes, all of which can be forced. */
	readonly codes: ReadonlySet<string>;
	/** Addresses beside its first one; each takes the port after the one before. */
	readonly listeners?: readonly Listener[];
	/** Largest body in bytes that is read; 4 MB without it. */
	readonly largestBody?: number;
	/** Finds the operation of a request, on any listener when none is named. */
	match(method: string, path: string, listener?: string): MatchedRoute | undefined;
	handle(request: ReceivedRequest, route: MatchedRoute | undefined, trace: Trace): Answer;
	reset(): void;
	/** Ends every session or token at once and says how many there were. */
	expireTokens(): number;
	/** Control routes of this provider, mounted under /<id>. */
	routes?(app: FastifyInstance): void;
	/** The provider's part of the page. */
	view(): View;
	/** Ends one of the view's sessions; false where there is none that lives. */
	endSession?(value: string): boolean;
	/** How it can go for a test person here, the good course first. */
	courses?(): readonly Course[];
}
