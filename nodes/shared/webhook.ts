import type { IWebhookDescription } from 'n8n-workflow';
import { fromParameter, webhookDescriptionFields } from 'n8n-workflow';

/**
 * A field of a webhook description that is read from a parameter. In this form newer versions of n8n read
 * it without its expression engine, which is most of what a call costs; older ones evaluate the
 * expression.
 */
export function readsParameter<Name extends keyof IWebhookDescription & string>(
	name: Name,
	fallback: string,
): Record<Name, IWebhookDescription[Name]> {
	if (typeof webhookDescriptionFields === 'function') {
		const fields = { [name]: fromParameter(name, fallback) };
		return webhookDescriptionFields(fields) as Record<Name, IWebhookDescription[Name]>;
	}
	return { [name]: `={{$parameter["${name}"]}}` } as Record<Name, IWebhookDescription[Name]>;
}
