import type { IDataObject } from 'n8n-workflow';

import { jpeg, png } from '../support/applicant';
import { providerOf, runExample } from '../support/providers';
import { useServers, type Reply } from '../support/servers';

const servers = useServers();

interface Download {
	provider: string;
	resource: string;
	operation: string;
	values: IDataObject;
	/** What the provider answers when it has no such file. */
	refusal: object;
	code: string;
}

const downloads: Download[] = [
	{
		provider: 'HSTong',
		resource: 'identity',
		operation: 'getPhoto',
		values: { token: 't', applyId: '1', type: 'front', binaryPropertyName: 'photo' },
		refusal: { code: '10114', error: '文件不存在' },
		code: '10114',
	},
	{
		provider: 'HSTong',
		resource: 'liveness',
		operation: 'getPhoto',
		values: { token: 't', applyId: '1', type: 1, binaryPropertyName: 'photo' },
		refusal: { code: 10106, error: '授权token失效' },
		code: '10106',
	},
	{
		provider: 'WeBank',
		resource: 'file',
		operation: 'download',
		values: { fileId: '1', hashValue: '2', binaryPropertyName: 'photo' },
		refusal: { code: '60840002', msg: '未满足接口输入要求' },
		code: '60840002',
	},
];

const each = downloads.map((download): [string, Download] => [
	`${download.provider}: ${download.resource} ${download.operation}`,
	download,
]);

async function download({ provider, ...example }: Download, reply: Reply, values = {}) {
	const place = { ...example, values: { ...example.values, ...values } };
	const options = { retries: 0 };
	return await runExample(providerOf(provider), place, await servers.answering(reply), { options });
}

describe.each(each)('%s', (_name, example) => {
	test.each([
		'image/jpeg',
		'image/png',
		'application/json',
		'text/plain',
		'application/octet-stream',
	])('a refusal that comes as %s is a refusal, not a file', async (type) => {
		for (const body of [
			JSON.stringify(example.refusal),
			`\uFEFF${JSON.stringify(example.refusal)}`,
			` \r\n${JSON.stringify(example.refusal, null, 2)}`,
		]) {
			const { json, binary } = await download(example, { type, body });
			expect(json.details).toMatchObject({ outcome: 'refused', code: example.code });
			expect(binary?.photo).toBeUndefined();
		}
	});

	test.each([
		['JSON without a code', '{"error":"no"}'],
		['a page', '<html><body>Login</body></html>'],
		['words', '文件不存在'],
		['nothing', ''],
		['JSON that breaks off', '{"code":"101'],
	])('%s is no file, whatever type it claims to have', async (_case, body) => {
		for (const type of ['image/jpeg', 'text/html', 'application/octet-stream']) {
			const { json, binary } = await download(example, { type, body });
			expect(json.details).toMatchObject({ outcome: 'noAnswer' });
			expect(binary?.photo).toBeUndefined();
		}
	});

	test.each([
		['image/jpeg', 'jpg', jpeg(300)],
		['image/png', 'png', png(300)],
		['image/gif', 'gif', Buffer.from('GIF89a and more')],
		['image/bmp', 'bmp', Buffer.from('BM\x36\0\0\0\0\0\0\0\x36\0\0\0', 'latin1')],
		['image/webp', 'webp', Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1')],
	])('a file of type %s is known by its first bytes', async (mimeType, extension, body) => {
		for (const type of ['image/jpeg', 'application/octet-stream', 'text/plain', mimeType]) {
			const { binary } = await download(example, { type, body });
			expect(binary?.photo).toMatchObject({ mimeType, fileExtension: extension });
			expect(binary?.photo.fileName).toMatch(new RegExp(`\\.${extension}$`));
			expect(Buffer.from(String(binary?.photo.data), 'base64')).toEqual(body);
		}
	});
});

describe('WeBank: a text that was asked for', () => {
	const webank = downloads[downloads.length - 1];
	test.each([
		['text/plain', '合同', 'text/plain'],
		['text/csv', 'a,b', 'text/csv'],
		['application/xml', '<a/>', 'application/xml'],
		['application/json', '{"a":1}', 'application/json'],
		['application/octet-stream', 'any', 'application/octet-stream'],
	])('as %s is a file', async (contentType, body, type) => {
		const values = { additionalFields: { contentType } };
		const { json } = await download(webank, { type, body }, values);
		expect(json).toMatchObject({ mimeType: contentType, bytes: Buffer.byteLength(body) });
	});
});
