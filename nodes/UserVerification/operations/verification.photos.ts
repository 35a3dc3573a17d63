import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { dictionary } from '../../shared/model/dictionary';
import type { Call, Field } from '../../shared/model/operation';
import { extensionOf } from '../../shared/values/files';
import { baseUrlOf } from '../signing';

const PHOTOS = dictionary(
	['cardFront', 'Document Photo', '证件正面照'],
	['faceAuth', 'Face Photo', '人脸识别图片'],
	['handSign', 'Signature Photo', '手持签名照'],
);

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

/** Fetches photos of a user as binary fields of their names. One that was not submitted is left out. */
export async function downloadPhotos(
	call: Call,
	user: IDataObject,
	names: string[],
): Promise<IBinaryKeyData> {
	const files: IBinaryKeyData = {};
	for (const name of names) {
		const host = baseUrlOf(call.credential);
		const address = addressOf(name, user, host);
		if (address === undefined) continue;
		const unsigned = !URL.canParse(address) || new URL(address).origin !== host;
		const { data, mimeType } = await call.download({
			...{ method: 'GET', path: address },
			...(unsigned && { unsigned }),
		});
		Object.assign(
			files,
			await call.binary(name, data, `${name}.${extensionOf(mimeType)}`, mimeType),
		);
	}
	return files;
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
