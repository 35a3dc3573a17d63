import { dictionary } from '../../shared/model/dictionary';
import { additionalFields, outputField } from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Resource } from '../../shared/model/operation';
import { livenessPhotoType } from '../dictionaries';
import { applicationId, fileNameField, imageField, success, token, when } from './fields';
import { download, queryAndLabel, upload } from './requests';

const photo: Field = {
	displayName: 'Photo',
	name: 'type',
	chinese: '第几张图片',
	technical: true,
	type: 'options',
	options: dictionary([1, 'First Photo', '第一张'], [2, 'Second Photo', '第二张']),
	required: true,
	default: 1,
	inPath: true,
	description:
		"Which of the two photos. The second shows the action that 'Get Required Action' names.",
};

/** Sections 7.18, 7.19 and 7.23. Step 7 is complete with both photos; it has no submit (gap HST-02). */
export const liveness: Resource = {
	name: 'Step 7: Liveness',
	chinese: '活体照片',
	description: 'Two photos that show the applicant alive (活体照片)',
	operations: {
		getAction: {
			id: 'getStep7Info',
			endpoint: 'POST /account/apply/step7/info',
			name: 'Get Required Action',
			chinese: '查询活体动作',
			action: 'Get the action for the second liveness photo',
			description: 'Get what the applicant must do on the second photo (开户第七步查询)',
			fields: [token],
			effect: 'reads',
			run: async (call) => {
				const { json } = await queryAndLabel(call, { pic2TypeIdx: livenessPhotoType });
				const { applyId } = json;
				return {
					json: { ...json, ...(typeof applyId === 'number' && { applyId: String(applyId) }) },
				};
			},
		},
		getPhoto: {
			id: 'getAvatarActionImage',
			endpoint: 'GET /account/apply/{applyId}/images/avatar-action/{type}',
			name: 'Get Liveness Photo',
			chinese: '下载活体照片',
			action: 'Get a liveness photo',
			description: 'Download an uploaded liveness photo as a file (获取活体照片)',
			fields: [
				token,
				applicationId("'Get Required Action' or 'Upload Liveness Photo'"),
				photo,
				outputField,
			],
			effect: 'reads',
			output: { applyId: 'string', type: 'integer' },
			run: async (call) => await download(call, 'avatar-action'),
		},
		uploadPhoto: {
			id: 'uploadAvatarAction',
			endpoint: 'POST /account/apply/step7/upload/avatar-action/{type}',
			name: 'Upload Liveness Photo',
			chinese: '上传活体照片',
			action: 'Upload a liveness photo',
			description: 'Upload one of the two photos of the applicant (上传活体照片), at most 100 KB',
			fields: [
				token,
				photo,
				{
					displayName: 'Action on the Photo',
					name: 'action',
					technical: true,
					type: 'options',
					options: livenessPhotoType,
					displayOptions: when('type', 2),
					required: true,
					default: '={{ $json.pic2TypeIdx }}',
					source: "'Get Required Action'",
					description:
						"The action that the photo shows: pic2TypeIdx of 'Get Required Action', to be dragged here from that node",
				},
				imageField('image', 'photo', '活体照片'),
				additionalFields(
					{
						// Section 7.19 allows it, and demands it of the second photo (gap HST-29).
						displayName: 'Action on the First Photo',
						name: 'action',
						chinese: '第一张照片的动作',
						type: 'options',
						options: livenessPhotoType,
						displayOptions: when('/type', 1),
						default: 1,
						description: 'What the first photo shows; HSTong demands it of the second photo alone',
					},
					fileNameField('imageName', '图片名称', 'liveness-1.jpg'),
				),
			],
			effect: {
				submits:
					"Look at the photo with 'Get Liveness Photo', or upload it again: it probably replaces the old one, about which the document says nothing.",
			},
			output: success,
			run: async (call) => await upload(call, 'image', 'imageName'),
		},
	},
};
