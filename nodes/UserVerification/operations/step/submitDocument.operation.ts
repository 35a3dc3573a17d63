import type { Operation } from '../../../shared/model/operation';
import { asTextHint } from '../../../shared/model/commonFields';
import { day } from '../../../shared/values/checks';
import { codeForm, dayForm } from '../../../shared/values/normalize';
import { cardType } from '../../dictionaries';
import { imageField, isPast, submitted, text } from '../fields';
import { submitPhotos } from '../requests';
import { mayBeRefused } from '../warnings';

const PHOTOS = [
	imageField(
		'Document Photo Field Name',
		'cardFrontFile',
		'证件正面照',
		'cardFront',
		"the document's front",
		'JPEG or PNG photo of the front of the document. The provider may refuse the step without it.',
	),
	imageField(
		'Signature Photo Field Name',
		'handSignFile',
		'手持签名照',
		'handSign',
		'the user, holding a signature',
		'JPEG or PNG photo of the user holding a signature. The provider may refuse the step without it.',
	),
];

/** 认证第四步 - 身份验证. */
export const submitDocument: Operation = {
	id: 'submitStepFour',
	endpoint: 'POST /openapi/v1/verified/userVerifiedStepFour.do',
	name: 'Submit Step 4: Identity Document',
	chinese: '提交身份证件',
	action: 'Submit step 4 identity document',
	description:
		'Submit type, number and photos of an identity document, after step 3 (认证第四步 - 身份验证)',
	fields: [
		{
			displayName: 'Document Type',
			name: 'cardType',
			chinese: '证件类型',
			type: 'options',
			options: cardType,
			required: true,
			default: '',
			description:
				"Kind of the document. Bar member card, driving license and alien registration certificate are those of the Philippines: 'Country Code' of step 1 should agree. For a TIN, SSS or GSIS card, 'Tax Number' of step 3 should be its number.",
		},
		{
			...text(
				'Document Number',
				'cardNo',
				'证件号码',
				"Number exactly as on the document. Of a TIN, SSS or GSIS card it should be the 'Tax Number' of step 3.",
				'P1234567A',
				'idCard',
			),
			hint: asTextHint,
			form: codeForm,
		},
		{
			displayName: 'Valid Until',
			name: 'cardValidityPeriod',
			chinese: '证件有效期',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 2030-12-31',
			description: 'Last day on which the document is valid, as year-month-day',
			form: dayForm,
			check: day,
		},
		...PHOTOS,
	],
	effect: {
		submits:
			"Look with 'Get Verification' whether document and photos were saved; submitting step 4 again probably replaces them, about which the document says nothing.",
	},
	output: submitted,
	run: async (call) => {
		const validUntil = String(call.values().wire.cardValidityPeriod);
		return await submitPhotos(
			call,
			PHOTOS,
			isPast(validUntil)
				? [
						mayBeRefused(
							`The identity document expired on ${validUntil}`,
							`证件已于${validUntil}过期`,
						),
					]
				: [],
		);
	},
};
