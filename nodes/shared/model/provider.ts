import type { ErrorEntry, ErrorTable } from './errors';

/** A provider's answer without its envelope. */
export interface Envelope {
	/** The provider's code for success is turned into ''. */
	code: string;
	message: string;
	data: unknown;
	/** Explains this answer where its code alone does not tell what happened. */
	entry?: ErrorEntry;
}

/** What the shared code must know about a provider. */
export interface Provider {
	/** As it stands in sentences. */
	name: string;
	credential: string;
	errors: ErrorTable;
	/**
	 * Opens the envelope of a parsed JSON answer; undefined when it is not one of this provider's. The
	 * status is for providers whose codes do not tell what a refusal means.
	 */
	envelope(body: unknown, httpStatus?: number): Envelope | undefined;
}
