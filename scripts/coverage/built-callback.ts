import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodePropertyOptions,
	INodeType,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { BuiltCallback } from './built.ts';
import { SAMPLE } from './built-credential.ts';
import { type Modules, operationsById } from '../shared/providers.ts';
import { allFields, rehearse, type Stage } from './rehearsal.ts';
import { allOperations, type Spec } from '../shared/spec.ts';

interface ReplyVerdict {
	replyCode: string | null;
	content: unknown;
	faults: string[];
}

/** The bank's side of the sandbox: it makes calls of every kind, and checks replies. */
export async function loadSandbox(id: string) {
	const { kinds } = (await import(`../../sandbox/${id}/kinds.ts`)) as {
		kinds: Record<string, { expected: string[]; build: (input: object) => Outgoing }>;
	};
	const { verifyReply } = (await import(`../../sandbox/${id}/notification.ts`)) as {
		verifyReply: (body: string, salt: string) => ReplyVerdict;
	};
	const send = (
		kind: string,
		account: ICredentialDataDecryptedObject,
		field = 'Signature',
	): Outgoing =>
		kinds[kind].build({
			...{ text: '{"SAMPLE":"a sample"}', salt: account.salt, timestamp: String(Date.now()) },
			...{ transName: SAMPLE, seqNo: SAMPLE, field, skewSeconds: 600 },
			account: { ...account, commonFields: {} },
		});
	// What n8n itself answers is left out: bodies that are no JSON, and those of many megabytes.
	const names = Object.keys(kinds).filter((name) => kinds[name].expected.length > 0);
	return { kinds: names.filter((name) => name !== 'notJson'), send, verifyReply };
}

interface Outgoing {
	contentType: string;
	body: string;
	message: Record<string, string>;
}

/** Calls the trigger and the operations as the bank would, rightly and wrongly. */
export async function readCallback(
	id: string,
	spec: Spec,
	{ trigger, resources }: Modules,
	stage: Stage,
): Promise<BuiltCallback> {
	const { kinds, send, verifyReply } = await loadSandbox(id);
	const { account } = stage;
	const { message } = send('right', account);
	const call = async ({ body, contentType }: Outgoing) =>
		await callTrigger(trigger as INodeType, account, body, contentType);
	const codeOf = (reply: unknown) => verifyReply(JSON.stringify(reply), SAMPLE).replyCode;

	const callTo = async (verify: string, text: string): Promise<IDataObject> => {
		const place = operationsById(resources, spec).get(verify);
		const wanted = allOperations(spec).find((operation) => operation.id === verify);
		if (!place || !wanted) return {};
		const local = { notification: text };
		return (await rehearse(place.operation, wanted, { ...stage, local })).json;
	};
	const [notification] = spec.notifications ?? [];
	const demands: BuiltCallback['demands'] = { trigger: [], operation: [] };
	for (const { name } of notification.params) {
		const without = send('missingField', account, name);
		if (!(await call(without)).accepted) demands.trigger.push(name);
		const refused = await callTo(`${notification.id}.verify`, without.body).catch(() => name);
		if (refused === name) demands.operation.push(name);
	}

	const right = (await call(send('right', account))).reply;
	const built = await callTo(`${notification.id}.buildReply`, JSON.stringify(message));
	const codes: BuiltCallback['codes'] = { trigger: [], operation: [] };
	for (const kind of kinds) {
		const code = codeOf((await call(send(kind, account))).reply);
		if (code) codes.trigger.push(code);
	}
	const buildReply = resources.notification?.operations.buildReply;
	for (const { name, options = [] } of allFields(buildReply?.fields ?? [])) {
		if (name !== 'CODE') continue;
		codes.operation = (options as INodePropertyOptions[]).map(({ value }) => String(value));
	}
	const fieldsOfReply = (reply: unknown) =>
		typeof reply !== 'object' || verifyReply(JSON.stringify(reply), SAMPLE).faults.length > 0
			? []
			: Object.keys(reply as object);
	const contentOf = (reply: unknown) =>
		Object.keys(verifyReply(JSON.stringify(reply), SAMPLE).content ?? {});
	return {
		demands,
		replies: { trigger: fieldsOfReply(right), operation: fieldsOfReply(built) },
		content: { trigger: contentOf(right), operation: contentOf(built) },
		codes: { ...codes, trigger: [...new Set(codes.trigger)] },
		...(typeof right === 'string' && { text: right }),
		sandbox: Object.keys(message),
	};
}

/** Calls a trigger's address as n8n does, with its parameters as they are by default. */
async function callTrigger(
	trigger: INodeType,
	account: ICredentialDataDecryptedObject,
	text: string,
	contentType: string,
): Promise<{ accepted: boolean; reply: unknown }> {
	const isJson = contentType.startsWith('application/json');
	const form = Object.fromEntries(new URLSearchParams(text));
	let refusal: unknown;
	const response = {
		status: () => response,
		type: () => response,
		json: (body: unknown) => void (refusal = body),
		end: () => undefined,
	};
	const context = {
		getRequestObject: () => ({
			ip: '127.0.0.1',
			headers: { 'content-type': contentType },
			rawBody: Buffer.from(text),
			body: isJson ? (JSON.parse(text || '{}') as unknown) : form,
		}),
		getResponseObject: () => response,
		// Another workflow for each call: the trigger keeps a credential for a moment.
		getWorkflow: () => ({ id: String(Math.random()) }),
		getNode: () => ({}),
		getNodeParameter: (_name: string, otherwise: unknown) => otherwise,
		getCredentials: async () => await Promise.resolve(account),
	} as unknown as IWebhookFunctions;
	const { workflowData, webhookResponse } = (await trigger.webhook?.call(context)) ?? {};
	return { accepted: workflowData !== undefined, reply: webhookResponse ?? refusal };
}
