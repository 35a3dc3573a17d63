import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { dictionary, type Entry } from '../../shared/model/dictionary';
import { InputProblem, NoAnswer, Refusal } from '../../shared/model/errors';
import type { Field } from '../../shared/model/field';
import type { Call } from '../../shared/model/operation';
import { settle } from '../../shared/run/settle';
import { extensionOf } from '../../shared/values/files';
import { baseUrlOf } from '../signing';
import type { Warning } from '../../shared/model/warning';

const NAMES: Entry[] = [
	['cardFront', 'Document Photo', '证件正面照'],
	['faceAuth', 'Face Photo', '人脸识别图片'],
	['handSign', 'Signature Photo', '手持签名照'],
];
const PHOTOS = dictionary(...NAMES);

/** Whether and which photos are fetched with the query. */
export const photoFields: Field[] = [
	{
		displayName: 'Download Photos',
		name: 'downloadPhotos',
		technical: true,
		type: 'boolean',
		default: false,
		description:
			'Whether to fetch the submitted photos as files, into the output binary fields cardFront, handSign and faceAuth',
		local: true,
	},
	{
		displayName: 'Photos',
		name: 'photos',
		technical: true,
		type: 'multiOptions',
		displayOptions: { show: { downloadPhotos: [true] } },
		options: PHOTOS,
		default: ['cardFront', 'faceAuth', 'handSign'],
		description: 'Which photos to fetch; one that was not submitted is left out',
		local: true,
	},
];

/**
 * Fetches photos of a user as binary fields of their names. One that was not submitted is left out; one that
 * cannot be had is a warning, since the answer of the query is there already.
 */
export async function downloadPhotos(
	call: Call,
	user: IDataObject,
	names: string[],
): Promise<{ files: IBinaryKeyData; warnings: Warning[] }> {
	const files: IBinaryKeyData = {};
	const warnings: Warning[] = [];
	for (const name of names) {
		const host = baseUrlOf(call.credential);
		const address = addressOf(name, user, host);
		if (address === undefined) continue;
		const unsigned = !URL.canParse(address) || new URL(address).origin !== host;
		const result = await settle(
			call.download({ ...{ method: 'GET', path: address }, ...(unsigned && { unsigned }) }),
		);
		if (!result.ok) {
			const reason = reasonOf(result.error);
			warnings.push({
				english: `The photo '${name}' could not be fetched: ${reason}. All else is complete.`,
				chinese: `${chineseOf(name)}暂时无法取回，其他信息是完整的。`,
			});
			continue;
		}
		const { data, mimeType } = result.value;
		Object.assign(
			files,
			await call.binary(name, data, `${name}.${extensionOf(mimeType)}`, mimeType),
		);
	}
	return { files, warnings };
}

const chineseOf = (name: string): string => NAMES.find(([value]) => value === name)?.[2] ?? '照片';

/** Why a photo cannot be had, as the end of a sentence; its server may be another one than the provider's. */
function reasonOf(error: unknown): string {
	if (error instanceof Refusal) {
		const { providerCode: code, providerMessage: words } = error;
		if (/^(HTTP )?4(04|10)/.test(code)) return `its server does not have it (${code})`;
		return `its server does not hand it out (${[code, words].filter(Boolean).join(' ')})`;
	}
	if (error instanceof NoAnswer) {
		const { message, sent } = error;
		if (!sent) return `its server was not reached, ${message}`;
		return `${message[0].toLowerCase()}${message.slice(1)}`;
	}
	return error instanceof InputProblem ? `${error.message}` : 'something unforeseen happened';
}

/**
 * A photo is at ServerUrl and Url joined, unless Url is a whole address (gap UV-23). The face photo
 * has no ServerUrl; a path alone is looked for where the other photos are, and then at the base URL.
 */
export function addressOf(name: string, user: IDataObject, baseUrl: string): string | undefined {
	const textOf = (field: string) => String(user[field] ?? '').trim();
	const url = textOf(`${name}Url`);
	if (url === '') return undefined;
	if (/^https?:\/\//i.test(url)) return url;
	const server =
		[textOf(`${name}ServerUrl`), textOf('cardFrontServerUrl'), textOf('handSignServerUrl')].find(
			(address) => address !== '',
		) ?? baseUrl;
	return `${server.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}
