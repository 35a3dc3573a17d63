import type {
	IDataObject,
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { MASK_PERSONAL_DATA } from '../shared/model/maskOption';
import { ipAllowlistOption } from '../shared/trigger/allowlist';
import { shownTo } from '../shared/trigger/mask';
import { admit, bodyFormatOf, requireVerifiable } from '../shared/trigger/webhook';
import { parseExact, parseJson } from '../shared/values/json';
import { htouhuiApiTest } from './accountTest';
import { fieldsOfObject, outputOf } from './callback';
import { parseForm, verifyMessage, type Fields } from './protocol';
import { replyOf, verificationOf } from './settings';

/** This is the most that a notification has; the document's four fields and a few common ones need less than 1 KB. */
const MOST_BYTES = 64 * 1024;

/** What a refused call gets; the document has no word for it (gap HTH-08). */
const REFUSED = 'fail';

export class HtouhuiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Htouhui Trigger',
		name: 'htouhuiTrigger',
		icon: { light: 'file:../../icons/htouhui.svg', dark: 'file:../../icons/htouhui.dark.svg' },
		group: ['trigger'],
		// For version 1 of any webhook node n8n evaluates an expression on every call.
		version: 2,
		subtitle: 'result of an account (开户结果)',
		description:
			'Register users and open bank accounts with Htouhui (海投汇), or start when it tells a result, after its signature was verified',
		eventTriggerDescription: '',
		activationMessage:
			"Htouhui can now tell results to this workflow. Put the production URL into 'Notification Address' (notify_url) of the Htouhui node's 'Open Account'.",
		defaults: { name: 'Htouhui Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'htouhuiApi', required: true, testedBy: 'htouhuiApiTest' }],
		// Paths in the output that n8n always redacts for those who may not see them.
		sensitiveOutputFields: ['bank_card_number'],
		hints: [
			{
				message:
					"Nothing proves that this came from Htouhui: the signature in the credential is 'None'. Confirm it with 'Query User' before you act on it.",
				type: 'warning',
				location: 'outputPane',
				whenToDisplay: 'afterExecution',
				displayCondition: '={{ $json.verified === false }}',
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'htouhui',
				// These are literals, because n8n would evaluate an expression on every call.
				responseMode: 'onReceived',
				responseData: '',
			},
		],
		triggerPanel: {
			header: 'Receive results from Htouhui',
			executionsHelp: {
				inactive:
					"Press the button and open an account with the test URL as 'Notification Address' (notify_url). When it works, publish the workflow and use the production URL.",
				active:
					"Results sent to the production URL start this workflow by themselves. Put it into 'Notification Address' (notify_url) of 'Open Account'.",
			},
			activationHint:
				"Publish the workflow, then put its production URL into 'Notification Address' (notify_url) of the Htouhui node's 'Open Account'. Only results with the right signature start it.",
		},
		properties: [
			{
				displayName:
					"Htouhui sends each result to the 'Notification Address' (notify_url, 后台通知链接) of its 'Open Account' call: put the <b>Production URL</b> of this node there. The credential says how results are signed.",
				name: 'addressNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName:
					"<b>Warning</b>: when 'Signature' in the credential is 'None', anyone who learns this URL can start the workflow. Keep the URL secret, and confirm each result with the Htouhui node's 'Query User' where 'verified' is false.",
				name: 'unsignedNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				options: [
					{
						displayName: 'Address Tells Attempts Apart',
						name: 'attemptInAddress',
						type: 'boolean',
						default: false,
						description:
							"Whether a result that comes to the address with another query, such as '?attempt=2', is another result (dedupeKey)",
						hint: 'Needed when the messages of Htouhui have neither a number nor a time: a second failure looks like a repetition of the first then',
					},
					ipAllowlistOption,
					MASK_PERSONAL_DATA,
					{
						displayName: 'Reply',
						name: 'reply',
						type: 'string',
						default: '',
						placeholder: 'e.g. success',
						description:
							"Text that tells Htouhui that the result has arrived, in place of the credential's 'Notification Reply'",
					},
				],
			},
		],
	};

	methods = { credentialTest: { htouhuiApiTest } };

	webhookMethods = {
		default: {
			/** The address travels with each page call (gap HTH-04), so nothing is registered anywhere. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** A trigger that could not verify what it should is not activated. */
			async create(this: IHookFunctions): Promise<boolean> {
				return await requireVerifiable(this, 'htouhuiApi', verificationOf);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/**
	 * Verifies a call and answers it. What is refused leaves no execution; throwing would make an error 500
	 * and a failed execution of it.
	 */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const settings = await admit(this, 'htouhuiApi', (credentials) => ({
			credentials,
			verification: verificationOf(credentials),
		}));
		if (!settings) return { noWebhookResponse: true };
		const { credentials, verification } = settings;
		const request = this.getRequestObject();
		const response = this.getResponseObject();
		const { reply, attemptInAddress } = this.getNodeParameter('options', {}) as IDataObject;

		const verdict = verifyMessage(readFields(request), verification);
		if (!verdict.ok) {
			const status = verdict.fault === 'signature' ? 401 : 400;
			response.status(status).type('text/plain').end(REFUSED);
			return { noWebhookResponse: true };
		}
		const text = String(reply ?? '').trim() || replyOf(credentials);
		response.type(parseJson(text) instanceof Object ? 'application/json' : 'text/plain');
		const [, query = ''] = /^(true|yes|1)$/i.test(String(attemptInAddress))
			? (request.url ?? '').split('?', 2)
			: [];
		return {
			workflowData: [
				[{ json: shownTo(this, outputOf(verdict.fields, credentials, { attempt: query })) }],
			],
			webhookResponse: text,
		};
	}
}

/** The fields of a call as they were sent; undefined for what is no message of a few texts. */
function readFields({
	headers,
	rawBody,
}: Pick<ReturnType<IWebhookFunctions['getRequestObject']>, 'headers' | 'rawBody'>):
	| Fields
	| undefined {
	if (!rawBody?.length || rawBody.length > MOST_BYTES) return undefined;
	const text = rawBody.toString('utf8');
	switch (bodyFormatOf(headers['content-type'])) {
		case 'form':
			return parseForm(text);
		case 'json':
			return fieldsOfObject(parseExact(text));
		default:
			return undefined;
	}
}
