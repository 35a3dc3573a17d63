import type { IWebhookDescription } from 'n8n-workflow';
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
