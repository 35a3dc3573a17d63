import type { IDataObject } from 'n8n-workflow';

import { mustBeTrue } from '../../shared/values/checks';
import { additionalFields } from '../../shared/model/commonFields';
import type { Field, Resource } from '../../shared/model/operation';
import { success, token, when } from './fields';
import { post, submit } from './requests';
import { declaration, statement, statements } from './statements';

/** What must be told when a statement is not made. */
const detail = (
	displayName: string,
	name: string,
	unless: string,
	description: string,
	example: string,
): Field => ({
	displayName,
	name,
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
	description: 'Statements of the applicant and tax residence (其他资料声明)',
	operations: {
		get: {
			id: 'getStep4Info',
			endpoint: 'POST /account/apply/step4/info',
			name: 'Get Declarations',
			action: 'Get the declarations of an applicant',
			description: 'Get what was submitted in step 4 (开户第四步查询)',
			fields: [token],
			effect: 'reads',
			output: { scChina: 'boolean', scJR: 'string', scTIN: 'string', scOthers: 'string[]' },
			run: async (call) => {
				const { json } = await post(call);
				return { json: withSubmitNames(json) };
			},
		},
		submit: {
			id: 'submitStep4',
			endpoint: 'POST /account/apply/step4/submit',
			name: 'Submit Declarations',
			action: 'Submit the declarations of an applicant',
			description:
				'Submit step 4: statements, consent and tax residence (开户第四步提交). Each statement must come from the applicant.',
			fields: [
				token,
				statement('No Relation to the Broker', 'd1', declaration('d1')),
				detail(
					'Related Person',
					'd1YesName',
					'd1',
					'Name of the related person (关系人的名称)',
					'李四',
				),
				detail(
					'Relationship',
					'd1YesRelationship',
					'd1',
					'How the applicant and that person are related (本人和关系人之间的关系)',
					'Sister',
				),
				statement('Not Employed in the Industry', 'd2', declaration('d2'), mustBeTrue),
				statement('Beneficiary of the Account', 'd5', declaration('d5'), mustBeTrue),
				statement('Responsible for Instructions', 'd6', declaration('d6'), mustBeTrue),
				statement('No Politically Exposed Person', 'd7', declaration('d7')),
				detail(
					'Details on Political Exposure',
					'd7Yes',
					'd7',
					'Who holds or held which office (填入的详细信息)',
					'Father, mayor of … until 2020',
				),
				statement('Consent to Marketing', 'qc1', statements.step4.qc1),
				statement('Tax Resident of China', 'scChina', statements.step4.scChina),
				detail(
					'Tax Residence',
					'scJR',
					'scChina',
					'Jurisdiction of tax residence (税收居民国)',
					'Japan',
				),
				detail(
					'Tax Number',
					'scTIN',
					'scChina',
					'Tax identification number there (税务编号)',
					'123456789012',
				),
				additionalFields(
					{
						displayName: 'Further Tax Jurisdictions',
						name: 'scOthers',
						type: 'string',
						typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Jurisdiction' },
						default: [],
						placeholder: 'e.g. Japan',
						description:
							'Other countries or regions in which the applicant must declare taxes (其他国家/地区). Whoever leaves it out makes the statement below.',
						hint: statements.step4.scOthers,
					},
					{
						displayName: 'Not a US Person',
						name: 'identityOfUs',
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
