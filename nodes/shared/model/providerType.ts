import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { ErrorEntry, ErrorTable, Refusal } from './errors';
import { ADDRESS } from './errorTable';

/** A provider's answer without its envelope. */
export interface Envelope {
	/** The provider's code for success is turned into ''. */
	code: string;
	message: string;
	data: unknown;
	/** Explains this answer where its code alone does not tell what happened. */
	entry?: ErrorEntry;
}

/** A session that belongs to the account and is kept in the credential. */
export interface AccountSession {
	/** The fingerprint of environment, account and secret. */
	account(credential: ICredentialDataDecryptedObject): string;
	/** It is given where the document does not say how the provider refuses a lost session. */
	unclearLoss?: {
		/** Explains a refusal that turned out to mean it. */
		entry: ErrorEntry;
		/** Whether the user has told us that this refusal means it. */
		isListed(refusal: Refusal, credential: ICredentialDataDecryptedObject): boolean;
		/** Whether code or words can mean it: then a new session is tried once. */
		canMean(refusal: Refusal): boolean;
	};
}

/** A remedy with the fields of this provider's credential in their place. */
export const withAddress = (remedy: string, { address }: Pick<Provider, 'address'>): string =>
	remedy.replaceAll(ADDRESS, address);

/** What the shared code must know about a provider. */
export interface Provider {
	/** This is the name as it stands in sentences. */
	name: string;
	credential: string;
	/** The fields of the credential that say where requests go, as the object of "Check …". */
	address: string;
	errors: ErrorTable;
	/** The fields of the credential that are secret. */
	secrets: readonly string[];
	session?: AccountSession;
	/**
	 * Opens the envelope of a parsed JSON answer; undefined when it is not one of this provider's. The
	 * status is for providers whose codes do not tell what a refusal means.
	 */
	envelope(body: unknown, httpStatus?: number): Envelope | undefined;
}
