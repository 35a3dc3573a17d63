import type { Operation } from '../../../shared/model/operation';
import { imageField, submitted } from '../fields';
import { submitPhotos } from '../requests';

const PHOTO = imageField(
	'Input Data Field Name',
	'faceAuthFile',
	'人脸识别图片',
	'faceAuth',
	"the user's face",
	"JPEG or PNG photo of the user's face. The provider may refuse the step without it.",
);

/** 认证第五步 - 人脸识别. */
export const submitFace: Operation = {
	id: 'submitStepFive',
	endpoint: 'POST /openapi/v1/verified/userVerifiedStepFive.do',
	name: 'Submit Step 5: Face Recognition',
	chinese: '提交人脸照片',
	action: 'Submit step 5 face recognition',
	description:
		"Submit a photo of the user's face, the last step: the provider then reviews the user (认证第五步 - 人脸识别)",
	fields: [PHOTO],
	effect: {
		submits:
			"Look with 'Get Verification' whether the status is Pending Review before you submit step 5 again.",
	},
	output: submitted,
	run: async (call) => await submitPhotos(call, [PHOTO]),
};
