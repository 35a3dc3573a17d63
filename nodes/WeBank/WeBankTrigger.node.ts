import type {
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
import { admit, answersInMode, bodyFormatOf, requireVerifiable } from '../shared/trigger/webhook';
import { parseExact } from '../shared/values/json';
import { splitList } from '../shared/values/lists';
import { webankApiTest } from './accountTest';
import { acceptance, outputOf, replyTo, settingsOf, verdictOf } from './callback';
import { REFUSAL_CODES, type Message } from './protocol';

export class WeBankTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WeBank Trigger',
		name: 'weBankTrigger',
		icon: { light: 'file:../../icons/webank.svg', dark: 'file:../../icons/webank.dark.svg' },
		group: ['trigger'],
		// For version 1 of any webhook node n8n evaluates an expression on every call.
		version: 2,
		subtitle: '={{ $parameter["transNames"] || "all calls (所有通知)" }}',
		description:
			'Call the credit open platform of WeBank (微众银行), or start when the bank calls, after its signature was verified',
		eventTriggerDescription: '',
		activationMessage:
			'WeBank can now call this workflow. Give the production URL to WeBank as the address for reverse calls.',
		defaults: { name: 'WeBank Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'webankApi', required: true, testedBy: 'webankApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webank',
				...answersInMode,
			},
		],
		triggerPanel: {
			header: 'Receive calls from WeBank',
			executionsHelp: {
				inactive:
					'Press the button and let WeBank (or the sandbox) call the test URL. When it works, publish the workflow and register the production URL with WeBank.',
				active:
					'Calls to the production URL start this workflow by themselves. Register it with WeBank as the one address for reverse calls.',
			},
			activationHint:
				'Publish the workflow, then register its production URL with WeBank. Only calls with the right signature start it.',
		},
		properties: [
			{
				displayName:
					'WeBank calls one address for everything. Register the <b>Production URL</b> of this node with WeBank, and put its callback salt into the credential.',
				name: 'addressNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Transaction Names',
				name: 'transNames',
				type: 'string',
				default: '',
				placeholder: 'e.g. TLMerchantQuery, LoanResult',
				description:
					'Which calls (transName) start the workflow, separated by commas. Others are answered 0002. Empty accepts all.',
				hint: 'WeBank signs the content of a call, neither its name nor its number (SeqNo): let the content decide what happens',
			},
			{
				displayName: 'Respond',
				name: 'responseMode',
				type: 'options',
				options: [
					{
						name: 'Immediately',
						value: 'onReceived',
						description: 'Answer with a signed success as soon as n8n has accepted the execution',
					},
					{
						name: "When 'Build Reply' Runs",
						value: 'responseNode',
						description:
							"Answer as soon as the WeBank node's 'Build Reply' runs in this workflow, which then goes on",
					},
					{
						name: 'When Last Node Finishes',
						value: 'lastNode',
						description:
							"Answer with the output of the last node, which must be the WeBank node's 'Build Reply'",
					},
				],
				default: 'onReceived',
				description: 'When and with what to answer a call that was verified',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				options: [ipAllowlistOption, MASK_PERSONAL_DATA],
			},
		],
	};

	methods = { credentialTest: { webankApiTest } };

	webhookMethods = {
		default: {
			/** WeBank has no interface for registering an address, so nothing exists there. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** A trigger that could not verify anything is not activated. */
			async create(this: IHookFunctions): Promise<boolean> {
				return await requireVerifiable(this, 'webankApi', settingsOf);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/**
	 * Verifies a call and answers it. What is refused gets WeBank's code and leaves no execution; throwing would
	 * make an error 500 and a failed execution of it.
	 */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const settings = await admit(this, 'webankApi', settingsOf);
		if (!settings) return { noWebhookResponse: true };
		const { headers, rawBody } = this.getRequestObject();
		const reply = (message: Partial<Message>, code: string, isProven: boolean): Message =>
			replyTo(message, acceptance(settings, code), settings, isProven);
		const refuse = (...refusal: Parameters<typeof reply>): IWebhookResponseData => {
			this.getResponseObject()
				.status(200)
				.json(reply(...refusal));
			return { noWebhookResponse: true };
		};

		const isJson = bodyFormatOf(headers['content-type']) === 'json';
		const body = isJson && rawBody ? parseExact(rawBody.toString('utf8')) : undefined;
		const verdict = verdictOf(body, settings, Date.now());
		if (!verdict.ok) {
			return refuse(verdict.message, REFUSAL_CODES[verdict.fault], verdict.isProven);
		}
		const names = splitList(String(this.getNodeParameter('transNames', '')));
		if (names.length > 0 && !names.includes(verdict.message.transName)) {
			return refuse(verdict.message, '0002', true);
		}
		return {
			workflowData: [[{ json: shownTo(this, outputOf(verdict)) }]],
			webhookResponse: reply(verdict.message, '0000', true),
		};
	}
}
