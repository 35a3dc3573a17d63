import type { IDataObject } from 'n8n-workflow';

import { withLabels } from '../../shared/model/dictionary';
import { answeredObject } from '../../shared/values/answered';
import type { Resource } from '../../shared/model/operation';
import * as dictionaries from '../dictionaries';
import { isDay } from '../../shared/values/dates';
import { isPast } from './fields';
import { downloadPhotos, photoFields } from './verification.photos';
import { warningFields, warningOutput, type Warning } from '../../shared/model/warning';

const VERIFIED = '4';
const REJECTED = '3';

/** What most workflows need of the 41 fields. */
const SIMPLE = [
	'userId',
	'cardStatus',
	'currentStep',
	'verifiedDesc',
	'verifiedEnDesc',
	'firstName',
	'lastName',
	'birthDate',
	'cardType',
	'cardNo',
	'cardValidityPeriod',
];

/** 查询用户认证信息. */
export const verification: Resource = {
	name: 'Verification',
	chinese: '认证结果',
	description: 'What is known of the user, and how the review went (用户认证信息)',
	operations: {
		get: {
			id: 'queryUserVerified',
			endpoint: 'GET /openapi/v1/verified/queryUserVerified.do',
			name: 'Get Verification',
			chinese: '查询认证信息',
			action: 'Get the verification of the user',
			description:
				"Get status, remarks and all that was submitted by the user of the credential's API key (查询用户认证信息)",
			fields: [
				{
					displayName: 'Simplify',
					name: 'simple',
					technical: true,
					type: 'boolean',
					default: true,
					description:
						'Whether to return a simplified version of the response instead of the raw data',
					local: true,
				},
				...photoFields,
			],
			effect: 'reads',
			output: { verified: 'boolean', decided: 'boolean', ...warningOutput },
			personal: { cardNo: 'idCard' },
			run: async (call) => {
				const { simple, photos = [] } = call.values().local;
				const user = answeredObject(await call.request({}), 'data of the user');
				const { files, warnings } = await downloadPhotos(call, user, photos as string[]);
				const shown = simple === true ? pick(user, SIMPLE) : user;
				return {
					json: {
						...withLabels(shown, { ...dictionaries }),
						verified: String(user.cardStatus) === VERIFIED,
						decided: [VERIFIED, REJECTED].includes(String(user.cardStatus)),
						...warningFields([...warningsOf(user), ...warnings]),
					},
					binary: files,
				};
			},
		},
	},
};

const pick = (user: IDataObject, names: string[]): IDataObject =>
	Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name)));

/** Dates that are none, and a document that is no longer valid; the values stay as received. */
function warningsOf(user: IDataObject): Warning[] {
	const given = Object.keys(DATES).filter((name) => user[name]);
	const validUntil = String(user.cardValidityPeriod ?? '');
	const isReal = (name: string) => isDay(String(user[name]));
	return [
		...given
			.filter((name) => !isReal(name))
			.map((name) => ({
				english: `${name} is '${String(user[name])}', not a real date as yyyy-MM-dd.`,
				chinese: `${DATES[name]}“${String(user[name])}”不是真实的日期。`,
			})),
		...(given.includes('cardValidityPeriod') && isReal('cardValidityPeriod') && isPast(validUntil)
			? [
					{
						english: `The identity document expired on ${validUntil}.`,
						chinese: `证件已于${validUntil}过期。`,
					},
				]
			: []),
	];
}

const DATES: Record<string, string> = { birthDate: '出生日期', cardValidityPeriod: '证件有效期' };
