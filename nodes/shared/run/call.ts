import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
} from 'n8n-workflow';

import { isCallerWaiting } from '../trigger/caller';
import { readFile } from '../values/files';
import type { Field } from '../model/field';
import type { ApiRequest, Call, Operation, Values } from '../model/operation';
import type { ReadParameter } from '../values/expressions';
import { readValues } from '../values/values';
import { withEndpoint } from '../request/endpoint';
import { pause } from './clock';
import type { Answer } from '../request/answer';

/**
 * Makes what an operation can do for its item.
 *
 * @param exchange sends a request and opens the answer
 */
export function makeCall(
	context: IExecuteFunctions,
	operation: Operation,
	credential: ICredentialDataDecryptedObject,
	read: ReadParameter,
	itemIndex: number,
	exchange: (request: ApiRequest) => Promise<Answer>,
): Call {
	let known: Values | undefined;
	const values = () => (known ??= readValues(operation.fields, (name) => read(name, itemIndex)));
	const files = async (name: string) => {
		const field = operation.fields.find((one) => one.name === name) as Field;
		const names = [values().local[name]].flat().map(String);
		return await Promise.all(
			names.map(
				async (binaryName) =>
					await readFile(context, itemIndex, field, binaryName, (warning) =>
						values().warnings.push(warning),
					),
			),
		);
	};
	return {
		itemIndex,
		credential,
		values,
		file: async (name) => (await files(name))[0],
		files,
		request: async (request) => (await exchange(withEndpoint(request, operation, values()))).data,
		download: async (request) => {
			const complete = withEndpoint({ ...request, expects: 'file' }, operation, values());
			const { body, mimeType } = await exchange(complete);
			return { data: body, mimeType };
		},
		answerCaller: async (body) => {
			if (isCallerWaiting(context)) {
				await context.sendResponse({ body, headers: {}, statusCode: 200 });
			}
		},
		wait: async (ms) => {
			const signal = context.getExecutionCancelSignal();
			await pause(ms, signal);
			signal?.throwIfAborted();
		},
		binary: async (name, data, fileName, mimeType): Promise<IBinaryKeyData> => ({
			[name]: await context.helpers.prepareBinaryData(data, fileName, mimeType),
		}),
	};
}
