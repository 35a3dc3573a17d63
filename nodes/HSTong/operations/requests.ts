import type { INodePropertyOptions } from 'n8n-workflow';
import { withLabels } from '../../shared/model/dictionary';
import { asObject } from '../../shared/values/json';
import { answeredObject, answeredText } from '../../shared/values/answered';
import { extensionOf } from '../../shared/values/files';
import type { Call, Result } from '../../shared/model/operation';

/** Posts the operation's fields. */
export const post = async (call: Call): Promise<Result> => ({
	json: asObject(await call.request({ body: call.values().wire })),
});

/** Posts the operation's fields to an interface that answers with the code alone. */
export async function submit(call: Call): Promise<Result> {
	const { json } = await post(call);
	return { json: { success: true, ...json } };
}

/**
 * Posts the operation's fields to an interface that answers with data.
 *
 * @throws NoAnswer when there is none: whatever the code of the answer says, it tells nothing
 */
export async function query(call: Call): Promise<Result> {
	const data = await call.request({ body: call.values().wire });
	return { json: answeredObject(data, 'data (result)') };
}

/** Asks as `query` does, and adds a label beside each code that the answer holds. */
export async function queryAndLabel(
	call: Call,
	dictionaries: Record<string, INodePropertyOptions[]>,
): Promise<Result> {
	const { json } = await query(call);
	return { json: withLabels(json, dictionaries) };
}

/**
 * Uploads the image of a file field as multipart form (gap HST-07).
 *
 * @param nameField the field that carries the file's name
 * @param answersId whether the answer names the application, without which the image cannot be fetched
 */
export async function upload(
	call: Call,
	fileField: string,
	nameField: string,
	answersId = true,
): Promise<Result> {
	const fields = call.values().wire;
	const file = await call.file(fileField);
	const fileName = String(fields[nameField] || file.fileName);
	const form = new FormData();
	for (const [name, value] of Object.entries({ ...fields, [nameField]: fileName })) {
		form.append(name, String(value));
	}
	form.append(fileField, new Blob([file.data], { type: file.mimeType }), fileName);
	const data = await call.request({ body: form });
	// uploadIdCard answers with the bare applyId, uploadAvatarAction with an object (gap HST-27),
	// submitStep8 with neither.
	if (!answersId) return { json: { success: true, ...asObject(data) } };
	const result = typeof data === 'object' ? asObject(data) : { applyId: data };
	const applyId = answeredText(result.applyId, 'application ID');
	return { json: { success: true, ...result, applyId } };
}

/** Downloads a stored photo into the binary field that the user chose. */
export async function download(call: Call, kind: 'id-card' | 'avatar-action'): Promise<Result> {
	const { wire, path, local } = call.values();
	const { data, mimeType } = await call.download({ query: wire });
	return {
		json: path,
		binary: await call.binary(
			String(local.binaryPropertyName),
			data,
			`${kind}-${path.type}.${extensionOf(mimeType)}`,
			mimeType,
		),
	};
}
