import type { IDataObject } from 'n8n-workflow';

import {
	additionalFields,
	asTextHint,
	bankCardRules,
	idCardField,
	latinNameRules,
	outputField,
	personNameRules,
} from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Call, Resource, Result } from '../../shared/model/operation';
import { idCardSide } from '../dictionaries';
import { decrypt } from '../protocol';
import { appSecretOf } from '../signing';
import { applicationId, fileNameField, imageField, success, token } from './fields';
import { download, query, submit, upload } from './requests';

const side: Field = {
	displayName: 'Side',
	name: 'type',
	chinese: '身份证的正面和反面',
	technical: true,
	type: 'options',
	options: idCardSide,
	required: true,
	default: 'front',
	inPath: true,
	description: 'Which side of the ID card the photo shows',
};

const decryptNumbers: Field = {
	displayName: 'Decrypt Numbers',
	name: 'decryptNumbers',
	technical: true,
	type: 'boolean',
	default: false,
	description:
		'Whether to decrypt the ID card and bank card number, should HSTong deliver them encrypted',
	local: true,
};

/** Sections 7.5 to 7.8 and 7.22. */
export const identity: Resource = {
	name: 'Step 1: Identity',
	chinese: '身份验证',
	description: 'ID card photos, name, ID card and bank card number (身份验证)',
	operations: {
		get: {
			id: 'getStep1Info',
			endpoint: 'POST /account/apply/step1/info',
			name: 'Get Identity',
			chinese: '查询身份信息',
			action: 'Get the identity of an applicant',
			description: 'Get what was submitted in step 1 (开户第一步查询)',
			fields: [token, decryptNumbers],
			effect: 'reads',
			run: async (call) => decrypted(call, await query(call)),
		},
		getPhoto: {
			id: 'getIdCardImage',
			endpoint: 'GET /account/apply/{applyId}/images/id-card/{type}',
			name: 'Get ID Card Photo',
			chinese: '下载身份证照片',
			action: 'Get an ID card photo',
			description: 'Download an uploaded photo of the ID card as a file (获取身份证图片)',
			fields: [token, applicationId("'Upload ID Card Photo'"), side, outputField],
			effect: 'reads',
			output: { applyId: 'string', type: 'string' },
			run: async (call) => await download(call, 'id-card'),
		},
		recognize: {
			id: 'ocrValidate',
			endpoint: 'POST /account/apply/step1/ocr-validate',
			name: 'Recognize ID Card',
			chinese: '识别身份证',
			action: 'Recognize an ID card',
			description:
				'Read name, number and address from the two uploaded ID card photos (ocr验证). Upload the front and the back first.',
			fields: [token, decryptNumbers],
			effect: 'reads',
			run: async (call) => decrypted(call, await query(call)),
		},
		submit: {
			id: 'submitStep1',
			endpoint: 'POST /account/apply/step1/submit',
			name: 'Submit Identity',
			chinese: '提交身份信息',
			action: 'Submit the identity of an applicant',
			description:
				'Submit step 1: names, ID card and bank card (开户第一步提交). The two numbers are encrypted for you.',
			fields: [
				token,
				{
					displayName: 'Chinese Name',
					name: 'name',
					chinese: '中文姓名',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 王大志',
					description: 'Full name exactly as on the ID card',
					...personNameRules,
				},
				{
					// The name misleads: enameFirst is 姓的英文 (gap HST-48).
					displayName: 'Family Name in Pinyin',
					name: 'enameFirst',
					chinese: '姓的拼音',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. Wang',
					description: 'Family name in Latin letters; Wang of 王大志',
					...latinNameRules,
				},
				{
					displayName: 'Given Name in Pinyin',
					name: 'enameLast',
					chinese: '名的拼音',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. Dazhi',
					description: 'Given name in Latin letters; Dazhi of 王大志',
					...latinNameRules,
				},
				idCardField('idCardNo'),
				{
					displayName: 'ID Card Address',
					name: 'idCardAddr',
					chinese: '证件地址',
					personal: 'address',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 湖南省长沙市芙蓉区八一路1号',
					description: 'Address exactly as on the ID card',
				},
				{
					displayName: 'Bank Card Number',
					name: 'bankCardNo',
					chinese: '银行卡号',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 6222020000000000059',
					hint: asTextHint,
					description: "Number of a bank card in the applicant's own name",
					...bankCardRules,
				},
			],
			effect: {
				submits: "Look with 'Get Identity' whether step 1 was saved before you submit it again.",
			},
			output: success,
			run: submit,
		},
		uploadPhoto: {
			id: 'uploadIdCard',
			endpoint: 'POST /account/apply/step1/upload/id-card/{type}',
			name: 'Upload ID Card Photo',
			chinese: '上传身份证照片',
			action: 'Upload an ID card photo',
			description: 'Upload the front or the back of the ID card (上传身份证), at most 100 KB',
			fields: [
				token,
				side,
				imageField('image', 'photo', '身份证照片'),
				additionalFields(fileNameField('imageName', '图片名称', 'front.jpg')),
			],
			effect: {
				submits:
					"Look at the photo with 'Get ID Card Photo', or upload it again: it probably replaces the old one, about which the document says nothing.",
			},
			output: { ...success, applyId: 'string', $data: null },
			run: async (call) => await upload(call, 'image', 'imageName'),
		},
	},
};

/** Answers are documented as plain and passed on as received; this is the opt-in for others (gap HST-38). */
function decrypted(call: Call, { json }: Result): Result {
	if (call.values().local.decryptNumbers !== true) return { json };
	const secret = appSecretOf(call.credential);
	const result: IDataObject = { ...json };
	for (const name of ['idCardNo', 'bankCardNo']) {
		if (typeof result[name] === 'string') result[name] = decrypt(result[name], secret);
	}
	return { json: result };
}
