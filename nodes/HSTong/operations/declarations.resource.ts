import type { IDataObject } from 'n8n-workflow';

import { mustBeTrue } from '../../shared/values/checks';
import { additionalFields } from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Resource } from '../../shared/model/operation';
import type { Personal } from '../../shared/model/personal';
import { success, token, when } from './fields';
import { query, submit } from './requests';
import { declaration, statement, statements } from './statements';

/** What must be told when a statement is not made. */
const detail = (
	displayName: string,
	name: string,
	chinese: string,
	unless: string,
	description: string,
	example: string,
	personal?: Personal,
): Field => ({
	displayName,
	name,
	chinese,
	...(personal && { personal }),
	type: 'string',
	displayOptions: when(unless, false),
	required: true,
	default: '',
	placeholder: `e.g. ${example}`,
	description: `${description}. Needed because the statement above is off.`,
});

/** Sections 7.12 and 7.13. */
export const declarations: Resource = {
	name: 'Step 4: Declarations',
	chinese: '声明',
	description: 'Statements of the applicant and tax residence (其他资料声明)',
	operations: {
		get: {
			id: 'getStep4Info',
			endpoint: 'POST /account/apply/step4/info',
			name: 'Get Declarations',
			chinese: '查询声明',
			action: 'Get the declarations of an applicant',
			description: 'Get what was submitted in step 4 (开户第四步查询)',
			fields: [token],
			effect: 'reads',
			output: { scChina: 'boolean', scJR: 'string', scTIN: 'string', scOthers: 'string[]' },
			run: async (call) => {
				const { json } = await query(call);
				return { json: withSubmitNames(json) };
			},
		},
		submit: {
			id: 'submitStep4',
			endpoint: 'POST /account/apply/step4/submit',
			name: 'Submit Declarations',
			chinese: '提交声明',
			action: 'Submit the declarations of an applicant',
			description:
				'Submit step 4: statements, consent and tax residence (开户第四步提交). Each statement must come from the applicant.',
			fields: [
				token,
				statement('No Relation to the Broker', 'd1', '与华盛无关系的声明', declaration('d1')),
				detail(
					'Related Person',
					'd1YesName',
					'关系人的名称',
					'd1',
					'Name of the related person',
					'李四',
					'name',
				),
				detail(
					'Relationship',
					'd1YesRelationship',
					'本人和关系人之间的关系',
					'd1',
					'How the applicant and that person are related',
					'Sister',
				),
				statement(
					'Not Employed in the Industry',
					'd2',
					'非业内人士声明',
					declaration('d2'),
					mustBeTrue,
				),
				statement(
					'Beneficiary of the Account',
					'd5',
					'账户最终受益人声明',
					declaration('d5'),
					mustBeTrue,
				),
				statement(
					'Responsible for Instructions',
					'd6',
					'账户交易指示人声明',
					declaration('d6'),
					mustBeTrue,
				),
				statement('No Politically Exposed Person', 'd7', '非政治人物声明', declaration('d7')),
				detail(
					'Details on Political Exposure',
					'd7Yes',
					'政治人物的详细信息',
					'd7',
					'Who holds or held which office',
					'Father, mayor of … until 2020',
				),
				statement('Consent to Marketing', 'qc1', '同意用于推广的声明', statements.step4.qc1),
				statement('Tax Resident of China', 'scChina', '中国税收居民声明', statements.step4.scChina),
				detail(
					'Tax Residence',
					'scJR',
					'税收居民国',
					'scChina',
					'Jurisdiction of tax residence',
					'Japan',
				),
				detail(
					'Tax Number',
					'scTIN',
					'税务编号',
					'scChina',
					'Tax identification number there',
					'123456789012',
					'idCard',
				),
				additionalFields(
					{
						displayName: 'Further Tax Jurisdictions',
						name: 'scOthers',
						chinese: '其他税务国家/地区',
						type: 'string',
						typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Jurisdiction' },
						default: [],
						placeholder: 'e.g. Japan',
						description:
							'Other countries or regions in which the applicant must declare taxes. Whoever leaves it out makes the statement below.',
						hint: statements.step4.scOthers,
					},
					{
						displayName: 'Not a US Person',
						name: 'identityOfUs',
						chinese: '非美国居民声明',
						type: 'boolean',
						default: true,
						description:
							'Whether the applicant makes this statement. Leave it out or turn it on; HSTong accepts no other value.',
						hint: statements.step4.identityOfUs,
						check: mustBeTrue, // gap HST-14
					},
				),
			],
			effect: {
				submits:
					"Look with 'Get Declarations' whether step 4 was saved before you submit it again.",
			},
			output: success,
			run: submit,
		},
	},
};

/** Adds to the answer's `sc` object the names that the submit uses, so that it can be sent again (gap HST-16). */
function withSubmitNames(json: IDataObject): IDataObject {
	const { china, JR, TIN, others } = (json.sc ?? {}) as IDataObject;
	return { ...json, scChina: china, scJR: JR, scTIN: TIN, scOthers: others };
}
