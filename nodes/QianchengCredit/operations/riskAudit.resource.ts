import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { credentialChoice, isSwitchedOn } from '../../shared/model/credential';
import type { Field } from '../../shared/model/field';
import type { Call, Operation, Resource, Result } from '../../shared/model/operation';
import { scoped } from '../codes';
import { checkPayload } from '../risk/checkPayload';
import { RISK_APPLICATION, RISK_RESULT, riskPublicKey } from '../signing';
import { describeDecision } from '../states';
import { idCard, mobile, openId, personName } from './fields';
import { fieldsIn, start } from './requests';
import { riskFields } from './riskAudit.fields';
import { waited, waitingFields, waitUntilSettled } from './waiting';

const auditId: Field = { ...openId, source: "'Apply for Audit'" };

const resultQuestion: Operation = {
	id: 'riskAuditResult',
	endpoint: `GET ${RISK_RESULT}`,
	name: 'Get Result',
	chinese: '查询审核结果',
	action: 'Get the result of a risk audit',
	description:
		'Get the decision: approve, reject with a reason, or pending while it is under review (风控审核结果查询)',
	fields: [auditId],
	errors: scoped.riskAuditResult,
	effect: 'reads',
	output: {
		state: 'integer',
		stateLabel: 'string|null',
		decision: 'string|null',
		reason: 'string|null',
		results: 'any',
	},
	run: getResult,
};

/** Chapter 7. */
export const riskAudit: Resource = {
	name: 'Risk Audit',
	chinese: '风控审核',
	description: 'Have the risk of a loan judged (风控审核)',
	operations: {
		apply: {
			id: 'riskAuditApply',
			endpoint: `POST ${RISK_APPLICATION}`,
			name: 'Apply for Audit',
			chinese: '申请风控审核',
			action: 'Apply for a risk audit',
			description:
				'Send the data of a loan order to be judged; it is encrypted on the way (风控审核申请)',
			fields: [personName, idCard, { ...mobile, name: 'phone' }, ...riskFields],
			effect: {
				submits:
					"Ask Qiancheng first whether it has an audit of this order ID: its query ID, by which 'Get Result' asks, was in the answer that is missing. Applying again with the same order ID probably makes no second audit; the document only says 避免重复调用.",
			},
			output: { order_id: 'integer|string' },
			run: apply,
		},
		waitForResult: {
			...resultQuestion,
			name: 'Wait for Result',
			chinese: '等待审核结果',
			action: 'Wait for the result of a risk audit',
			description:
				'Wait until the audit has a decision: approve or reject, with the reason of a rejection',
			fields: [auditId, ...waitingFields],
			output: { ...resultQuestion.output, ...waited },
			run: async (call) =>
				await waitUntilSettled(call, async () => await getResult(call), {
					isWaiting: ({ decision }) => decision === 'pending',
				}),
		},
		getResult: resultQuestion,
	},
};

async function apply(call: Call): Promise<Result> {
	const { wire, local, normalized } = call.values();
	const { name, phone, id_card, ...values } = wire;
	const { credential } = call;
	// It throws before anything is sent, a token included.
	riskPublicKey(credential);
	const inJson = local.specifyData === 'json';
	const given = inJson ? values.data : fromFields(values);
	const checked = await checkPayload(given, { fields: riskFields, inJson, credential });
	const { data } = checked;
	Object.assign(normalized, checked.normalized);
	if (isSwitchedOn(credential, ['alsoSendMobile', 'Send Mobile Beside Moblie'])) addMobile(data);
	// The document has an integer, which matters in JSON only (gap QC-24).
	const body = { name, phone: Number(phone), id_card, data: dataText(data, credential) };
	const { json } = await start(call, body);
	const { order_id: id } = data.order_detail as IDataObject;
	return { json: { ...json, order_id: Number.isSafeInteger(Number(id)) ? Number(id) : id } };
}

/** The data as it is encrypted: the order ID is a number, of whatever length, or a text (gap QC-41). */
function dataText(data: IDataObject, credential: ICredentialDataDecryptedObject): Buffer {
	const orderIdType = credentialChoice(
		credential,
		['orderIdType', 'Order ID of Risk Audit'],
		['number', 'text'],
	);
	const text = JSON.stringify(data);
	return Buffer.from(
		orderIdType === 'text'
			? text
			: text.replace(/^(\{"order_detail":\{"order_id":)"(\d+)"/, '$1$2'),
	);
}

/** The values of the fields where section 7.1 has them. */
function fromFields(values: IDataObject): IDataObject {
	const { order_id, amount, loan_term, order_time, ...afterOrder } = values;
	const { basic_info, user_contact, ...afterBorrower } = afterOrder;
	const { real_name_status, bill_list, contact_list, telecom_data, ...others } = afterBorrower;
	return {
		order_detail: { order_id, amount, loan_term, order_time },
		basic_info: { ...(basic_info as IDataObject), user_contact },
		telecom_data: {
			...(telecom_data as IDataObject),
			...{ real_name_status, bill_list, contact_list },
		},
		...others,
	};
}

/** Adds the mobile numbers under the right name beside the document's misspelled one (gap QC-04). */
function addMobile({ basic_info }: IDataObject): void {
	const { user_contact } = basic_info as { user_contact: IDataObject | IDataObject[] };
	for (const contact of [user_contact].flat()) contact.mobile = contact.moblie;
}

/**
 * One result, or a list of them (gap QC-25). Of several the least favourable stands for all, so that nobody is
 * approved by one of them; `results` has them all.
 */
async function getResult(call: Call): Promise<Result> {
	const data = await call.request({ query: call.values().wire });
	const given = Array.isArray(data) && data.length > 1 ? data : [data];
	const results = given.map((one) => describeDecision(fieldsIn(one)));
	const [worst] = [...results].sort((a, b) => favour(a) - favour(b));
	return { json: results.length > 1 ? { ...worst, results } : worst };
}

const FAVOUR = ['pending', 'reject', null, 'approve'];

const favour = ({ decision }: IDataObject): number => FAVOUR.indexOf(decision as string | null);
