import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

/** A tool as a chat model is offered it. */
export interface OfferedTool {
	name: string;
	description: string;
	/** The JSON schema of its arguments. */
	parameters: {
		properties?: Record<string, { type?: string; description?: string }>;
		required?: string[];
	};
}

interface Message {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: unknown;
	tool_call_id?: string;
}

/** What the model gets in one request. */
export interface Turn {
	tools: OfferedTool[];
	messages: Message[];
	/** The results of the tools called in the turn before, in the order of the calls. */
	results: string[];
}

/** What it answers: calls of tools, or its last word. */
export type Reply = { calls: Array<{ tool: string; arguments: IDataObject }> } | { text: string };

interface CompletionRequest {
	model: string;
	messages: Message[];
	tools?: Array<{ function: OfferedTool }>;
}

/**
 * A server with the interface of OpenAI's chat completions, on a free port. Each request is answered by
 * the next part of the script; what a part throws ends the agent's run, and `stop` throws it again.
 */
export async function startScriptedModel(script: Array<(turn: Turn) => Reply>) {
	const turns: Turn[] = [];
	let failure: unknown;
	let calls: string[] = [];

	function answer(request: CompletionRequest): object {
		const turn: Turn = {
			tools: (request.tools ?? []).map((tool) => tool.function),
			messages: request.messages,
			results: calls.map((id) => textOf(request.messages.find((m) => m.tool_call_id === id))),
		};
		turns.push(turn);
		const part = script.at(turns.length - 1);
		if (!part) throw new Error(`The script has no answer to request ${turns.length}.`);
		const reply = part(turn);
		const toolCalls = 'calls' in reply ? reply.calls : [];
		calls = toolCalls.map((_call, i) => `call_${turns.length}_${i}`);
		return {
			id: `chatcmpl-${turns.length}`,
			object: 'chat.completion',
			created: 0,
			model: request.model,
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			choices: [
				{
					index: 0,
					finish_reason: toolCalls.length > 0 ? 'tool_calls' : 'stop',
					message: {
						role: 'assistant',
						content: 'text' in reply ? reply.text : null,
						...(toolCalls.length > 0 && {
							tool_calls: toolCalls.map((call, i) => ({
								id: calls[i],
								type: 'function',
								function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
							})),
						}),
					},
				},
			],
		};
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
			return send(response, 404, { error: { message: `No ${request.method} ${request.url}` } });
		}
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		try {
			const body = JSON.parse(Buffer.concat(chunks).toString()) as CompletionRequest;
			send(response, 200, answer(body));
		} catch (error) {
			failure ??= error;
			send(response, 400, { error: { message: String(error), type: 'invalid_request_error' } });
		}
	}

	const server = createServer((request, response) => void serve(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// A test that fails before it stops the server must not keep the process.
	server.unref();
	const { port } = server.address() as AddressInfo;
	return {
		/** The address for the credential of the model. */
		baseUrl: `http://127.0.0.1:${port}/v1`,
		turns,
		/** Ends the server, and tells what was wrong with what the model was given. */
		stop: async (): Promise<void> => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			if (failure) throw failure;
		},
	};
}

function send(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function textOf(message: Message | undefined): string {
	if (typeof message?.content === 'string') return message.content;
	return JSON.stringify(message?.content ?? null);
}
