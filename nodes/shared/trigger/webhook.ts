import type {
	ICredentialDataDecryptedObject,
	IWebhookDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { fromFunction, fromParameter, webhookDescriptionFields } from 'n8n-workflow';

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
export async function recentCredentials(
	context: IWebhookFunctions,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	// Of one workflow only: another one may not be allowed to use the credential.
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
