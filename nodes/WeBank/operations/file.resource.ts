import type { IDataObject } from 'n8n-workflow';

import { credentialText } from '../../shared/model/credential';
import { additionalFields, outputField } from '../../shared/model/commonFields';
import { Refusal } from '../../shared/model/errors';
import type { Field } from '../../shared/model/field';
import type {
	ApiRequest,
	Call,
	InputFile,
	Output,
	Resource,
	Result,
	Values,
} from '../../shared/model/operation';
import { extensionOf } from '../../shared/values/files';
import { asObject, asObjects, codeIn, wordsOf } from '../../shared/values/json';
import { answeredText } from '../../shared/values/answered';
import { formOfBytes } from '../../shared/request/multipart';
import { uploadJsonErrors } from '../codes';
import { fileFormat, fileType } from '../dictionaries';
import { businessPath } from './fields';
import { jsonObject } from '../../shared/values/checks';

const inputFile = (name: string, description: string): Field => ({
	displayName: 'Input Data Field Name',
	name,
	chinese: '文件',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the input binary field that holds the file',
	description,
	file: {},
});

const typeFields: Field[] = [
	{
		displayName: 'File Type',
		name: 'fileType',
		chinese: '文件类型',
		technical: true,
		type: 'options',
		options: fileType,
		required: true,
		default: '999',
		description: 'What the file is',
	},
	{
		displayName: 'File Format',
		name: 'fileFormat',
		chinese: '文件格式',
		technical: true,
		type: 'options',
		options: fileFormat,
		required: true,
		default: 'jpg',
		description: 'Format of the file',
	},
	{
		displayName: 'Other Format',
		name: 'otherFormat',
		technical: true,
		type: 'string',
		displayOptions: { show: { fileFormat: ['other'] } },
		required: true,
		default: '',
		placeholder: 'e.g. pdf',
		description: 'The format as WeBank agreed it with you',
		local: true,
	},
];

const notification = {
	displayName: 'Notification',
	name: 'bizContent',
	chinese: '通知报文',
	technical: true as const,
	hint: 'Such as {"BIZ_SEQ_NO": "20260131000001"}',
};

/** It is 通知报文内容, of which the document says no more (4.5.3, form-data, gap WB-58). */
const notificationText = additionalFields({
	...notification,
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	description:
		'What to tell the business system about the upload, any text as your business agreed with it',
	as: 'any',
});

/** It is a JSON格式字符串 (4.5.3, application/json). */
const notificationJson = additionalFields({
	...notification,
	type: 'json',
	default: '{}',
	description:
		'What to tell the business system about the upload, a JSON object as your business agreed with it',
	as: 'jsonText',
	check: jsonObject,
});

/** What comes out of every upload, so that either feeds a download. */
const stored: Output = { fileId: 'string', hashValue: 'string' };

// The document has neither an interface to look for a file nor a word on a second upload (section 4.5).
const UPLOAD_AGAIN =
	'Upload it again if in doubt: the document says nothing against a second copy, and you use the file ID of one of them.';
const ASK_FIRST =
	'Ask the business system whether it was told of the file. Another upload would tell it another time.';

/** Section 4.5. */
export const file: Resource = {
	name: 'File',
	chinese: '文件',
	description: 'Exchange files with WeBank (文件)',
	operations: {
		download: {
			id: 'downloadFile',
			endpoint: 'GET /api/s/up/download',
			name: 'Download File',
			chinese: '下载文件',
			action: 'Download a file',
			description: 'Get a file that was uploaded before (文件下载)',
			fields: [
				{
					displayName: 'File ID',
					name: 'fileId',
					chinese: '文件ID',
					technical: true,
					type: 'string',
					required: true,
					default: '={{ $json.fileId }}',
					source: "'Upload File' or a notification of WeBank",
					description: 'FILE_ID from the upload',
				},
				{
					displayName: 'Hash Value',
					name: 'hashValue',
					chinese: 'Hash值',
					technical: true,
					type: 'string',
					required: true,
					default: '={{ $json.hashValue }}',
					source: "'Upload File' or a notification of WeBank",
					description: 'HASH_VALUE from the upload',
				},
				outputField,
				additionalFields({
					displayName: 'Content Type',
					name: 'contentType',
					technical: true,
					type: 'string',
					default: 'image/jpeg',
					placeholder: 'e.g. application/pdf',
					description: 'Type in which to deliver the file; image/jpeg when left out',
				}),
			],
			effect: 'reads',
			output: { fileId: 'string', hashValue: 'string', mimeType: 'string', bytes: 'integer' },
			run: async (call) => {
				const { wire: query, local } = call.values();
				const { data, mimeType } = await call.download({
					query,
					fileType: String(query.contentType ?? 'image/jpeg'),
				});
				const { fileId, hashValue } = query;
				const name = String(local.binaryPropertyName);
				return {
					json: { fileId, hashValue, mimeType, bytes: data.length },
					binary: await call.binary(
						name,
						data,
						`${String(fileId)}.${extensionOf(mimeType)}`,
						mimeType,
					),
				};
			},
		},
		upload: {
			id: 'uploadFile',
			endpoint: 'POST /api/s/up/upload',
			name: 'Upload File',
			chinese: '上传文件',
			action: 'Upload a file',
			description: 'Upload a file and get its id (文件上传)',
			fields: [inputFile('file', 'Any file'), ...typeFields],
			effect: { submits: UPLOAD_AGAIN },
			output: { ...stored, fileName: 'string' },
			run: async (call) => {
				const query = typeQuery(call.values());
				const body = formOfBytes([[partNameOf(call), await call.file('file')]]);
				const data = asObject(await call.request({ query, ...body }));
				checkBusinessCode(data);
				const [first = {}] = asObjects(asObject(data.jsonData).FILE_LIST);
				const { FILE_ID, HASH_VALUE: hashValue, FILE_NAME: fileName } = first;
				const fileId = answeredText(FILE_ID, 'file ID');
				return { json: { fileId, hashValue, fileName, ...data } };
			},
		},
		uploadForm: {
			id: 'uploadForm',
			endpoint: 'POST /up/s/{bizPath}/uploadForm',
			name: 'Upload Files With Notification',
			chinese: '上传文件并通知',
			action: 'Upload files with a notification',
			description:
				'Upload one or several files and tell the business system about them (文件上传带通知接口 uploadForm)',
			fields: [
				businessPath('/up/s/'),
				{
					...inputFile('file', 'Any files; several names separated by commas'),
					displayName: 'Input Data Field Names',
					hint: 'The names of the input binary fields that hold the files, separated by commas',
					list: true,
				},
				...typeFields,
				notificationText,
			],
			effect: { submits: ASK_FIRST },
			output: stored,
			run: async (call) => {
				const { bizContent } = call.values().wire;
				const files = await call.files('file');
				const parts = files.map((file): [string, InputFile] => [partNameOf(call), file]);
				const texts: Array<[string, string]> =
					bizContent === undefined ? [] : [['bizContent', wordsOf(bizContent)]];
				return await withNotification(call, formOfBytes([...parts, ...texts]), files.length);
			},
		},
		uploadJson: {
			id: 'uploadJson',
			endpoint: 'POST /up/s/{bizPath}/uploadJson',
			name: 'Upload File With Notification (JSON)',
			chinese: 'JSON上传并通知',
			action: 'Upload a file with a notification as JSON',
			description:
				'Upload one file inside a JSON message and tell the business system about it (文件上传带通知接口 uploadJson)',
			fields: [
				businessPath('/up/s/'),
				inputFile('file', 'Any file'),
				...typeFields,
				notificationJson,
			],
			effect: { submits: ASK_FIRST },
			output: stored,
			errors: uploadJsonErrors,
			run: async (call) => {
				const { bizContent } = call.values().wire;
				const { data, fileName } = await call.file('file');
				const body = JSON.stringify({ file: data.toString('base64'), fileName, bizContent });
				return await withNotification(call, { body: Buffer.from(body) }, 1);
			},
		},
	},
};

const typeQuery = ({ wire, local }: Values): IDataObject => ({
	fileType: wire.fileType,
	fileFormat: wire.fileFormat === 'other' ? local.otherFormat : wire.fileFormat,
});

/** The name of the part that holds a file (gap WB-50). */
const partNameOf = ({ credential }: Call): string =>
	credentialText(credential, ['uploadPartName', 'Upload Part Name']) || 'file';

async function withNotification(
	call: Call,
	body: Pick<ApiRequest, 'body' | 'bodyType'>,
	count: number,
): Promise<Result> {
	const query = typeQuery(call.values());
	const data = asObject(await call.request({ query, ...body }));
	checkBusinessCode(data);
	const list = asObjects(data.fileList);
	const [fileId] = Array.from({ length: count }, (_, i) =>
		answeredText(list[i]?.fileId, count > 1 ? `file ID for file ${i + 1} of ${count}` : 'file ID'),
	);
	return { json: { fileId, hashValue: list[0].hashValue, ...data } };
}

/**
 * The platform takes part in an upload, and behind it a system of the bank with a code of its own (4.5.1).
 *
 * @throws Refusal when that system did not store the file
 */
function checkBusinessCode({ jsonData }: IDataObject): void {
	const { CODE, DESC: words } = asObject(jsonData);
	const code = codeIn(CODE);
	if (code === undefined || /^(60840000|0+)$/.test(code)) return;
	throw new Refusal(code, wordsOf(words));
}
