import type { IDataObject } from 'n8n-workflow';

import { jpeg, png } from './applicant';
import { binaryFile } from './n8n-file';

export const photos = {
	cardFront: jpeg(3000, 1),
	handSign: png(2500),
	faceAuth: jpeg(3002, 3),
};

export const files = {
	cardFront: binaryFile(photos.cardFront, '证件 正面.jpg'),
	handSign: binaryFile(photos.handSign, 'sign.png', 'image/png'),
	faceAuth: binaryFile(photos.faceAuth, 'face.jpg'),
};

/** Valid values of every step in its order, by operation and parameter name. */
export const stepValues: Record<string, IDataObject> = {
	submitPersonalInformation: {
		firstName: '大志',
		lastName: 'Wang',
		sex: '1',
		birthDate: '1990-01-31',
		birthAddr: 'Quezon City 😀, 1 + 1 = 2 & 3',
		countryCode: 'PH',
		additionalFields: { locale: 'en-US' },
	},
	submitAddress: {
		residenceCountry: 'PH',
		residenceProvince: 'Metro Manila',
		residenceCity: 'Makati',
		residenceAddr: 'Blk 1 & Lot 2 = A+B / #3',
		residencePostcode: '1226',
		isIdentical: '2',
		permanentCountry: 'PH',
		permanentProvince: 'Cebu',
		permanentCity: 'Cebu City',
		permanentAddr: '12 Osmeña Boulevard',
		permanentPostcode: '6000',
		additionalFields: { locale: 'zh-CN' },
	},
	submitIncome: {
		employmentStatus: '1',
		income: '50000.50',
		incomeSource: '4',
		incomeSourceOther: 'Rent',
		additionalFields: {
			companyName: '马尼拉贸易',
			fundSource: '10',
			locale: 'en-US',
			natureBusiness: '99',
			position: 'Clerk',
			taxNo: '123456789000',
			taxType: '1',
		},
	},
	submitDocument: { cardType: '20', cardNo: 'P1234567A', cardValidityPeriod: '2099-12-31' },
	submitFace: {},
};
