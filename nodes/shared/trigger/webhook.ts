import type {
	ICredentialDataDecryptedObject,
	IHookFunctions,
	IWebhookDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { fromFunction, fromParameter, webhookDescriptionFields } from 'n8n-workflow';

import { isAllowedAddress, rangesOf } from './allowlist';

/**
 * How a call is answered, read from the parameter 'responseMode': with what the trigger returns, or with
 * the first item of the last node. Without a responseData n8n would answer with the name of its default.
 * Newer versions of n8n read these without their expression engine, which is most of what a call costs;
 * older ones evaluate the expressions.
 */
export const answersInMode: Pick<IWebhookDescription, 'responseMode' | 'responseData'> =
	typeof webhookDescriptionFields === 'function'
		? webhookDescriptionFields({
				responseMode: fromParameter('responseMode', 'onReceived'),
				responseData: fromFunction((parameters) =>
					parameters.responseMode === 'lastNode' ? 'firstEntryJson' : '',
				),
			})
		: {
				responseMode: '={{$parameter["responseMode"]}}',
				responseData: '={{$parameter["responseMode"] === "lastNode" ? "firstEntryJson" : ""}}',
			};

/**
 * n8n makes an expression isolate whenever it decrypts a credential, which costs as much as an execution:
 * a burst of calls shares one. A changed salt or key counts after these milliseconds.
 */
const KEPT_MS = 5_000;
const kept = new Map<
	string,
	{ until: number; credentials: Promise<ICredentialDataDecryptedObject> }
>();

/** The decrypted credential of a trigger, read at most once in a few seconds. */
async function recentCredentials(
	context: IWebhookFunctions,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	// It is kept for one workflow only: another one may not be allowed to use the credential.
	const key = JSON.stringify([type, context.getWorkflow().id, context.getNode().credentials]);
	const now = Date.now();
	const known = kept.get(key);
	if (known && now < known.until) return await known.credentials;
	const credentials = context.getCredentials(type);
	kept.set(key, { until: now + KEPT_MS, credentials });
	return await credentials.catch((error) => {
		kept.delete(key);
		throw error;
	});
}

/** The list of addresses in the trigger's options. */
const allowlistOf = (context: IHookFunctions | IWebhookFunctions): unknown => {
	const options = context.getNodeParameter('options', {}) as object;
	return 'ipAllowlist' in options ? options.ipAllowlist : '';
};

/**
 * Lets a trigger be published only when its calls could be judged.
 *
 * @param read throws when the credential lacks what verifies
 * @throws InputProblem that says what is missing
 */
export async function requireVerifiable(
	context: IHookFunctions,
	type: string,
	read: (credentials: ICredentialDataDecryptedObject) => unknown,
): Promise<true> {
	rangesOf(allowlistOf(context));
	read(await context.getCredentials(type));
	return true;
}

/**
 * What verifies a call; undefined when the call was turned away without a look at it, which leaves no execution:
 * it comes from an address that may not call, or the credential was deleted, cannot be decrypted or lacks its key.
 */
export async function admit<Settings>(
	context: IWebhookFunctions,
	type: string,
	read: (credentials: ICredentialDataDecryptedObject) => Settings,
): Promise<Settings | undefined> {
	const turnAway = (status: number): undefined =>
		void context.getResponseObject().status(status).end();
	const address = context.getRequestObject().ip ?? '';
	if (!isAllowedAddress(allowlistOf(context), address)) return turnAway(403);
	try {
		return read(await recentCredentials(context, type));
	} catch {
		return turnAway(503);
	}
}

/** What the body of a call is, however its type is spelled: "Application/JSON ;charset=UTF-8" is JSON. */
export function bodyFormatOf(contentType: string | undefined): 'json' | 'form' | undefined {
	const [type] = (contentType ?? '').split(/[;,]/, 1);
	switch (type.trim().toLowerCase()) {
		case 'application/json':
		case 'text/json':
			return 'json';
		case 'application/x-www-form-urlencoded':
			return 'form';
		default:
			return undefined;
	}
}
