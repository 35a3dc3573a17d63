import {
	allOperations,
	type Spec,
	type SpecField,
	type SpecOperation,
	waitingOperations,
} from '../shared/spec.ts';

/** The part of JSON Schema that n8n's editor understands; of several types it shows the first. */
export interface JsonSchema {
	type: string | string[];
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	/** Has further fields that only the partner's own agreement with the provider names. */
	additionalProperties?: true;
	version?: number;
}

/** What a node's output has beyond the fields of the provider's answer. */
export interface PreviewRules {
	/** Added to the output of operations by id. A field of the answer with the same name is replaced. */
	adds: Record<string, Record<string, JsonSchema>>;
	/** Fields of the answer that have another name in the output, by operation id. */
	names: Record<string, Record<string, string>>;
	/** Lists of which the output has the first entry only: its fields under these names, by operation id and list. */
	firsts?: Record<string, Record<string, Record<string, string>>>;
	/** What the output has around an answer that is a list, by operation id. */
	lists?: Record<string, string>;
	/** Fields that say nothing but success, or nothing after they were verified, by operation id. */
	leavesOut?: Record<string, string[]>;
	/** Passed on from the input by every operation that needs a session. */
	carries: Record<string, JsonSchema>;
	/** Whether a code of a dictionary has its label beside it. */
	labels: boolean;
}

const text: JsonSchema = { type: 'string' };
const yesNo: JsonSchema = { type: 'boolean' };
const integer: JsonSchema = { type: 'integer' };
const success = { success: yesNo };
const open: JsonSchema = { type: 'object', properties: {}, additionalProperties: true };
const texts: JsonSchema = { type: 'array', items: text };
/** As of a file that was stored. */
const stored = { fileId: text, hashValue: text };
/** Null while the provider's platform has answered, and the business system has not. */
const business = {
	businessCode: { type: ['string', 'null'] },
	businessMessage: { type: ['string', 'null'] },
};

/** A query of Qiancheng Credit that each operation passes on. */
const query = { open_id: text };
const submitted = { success: yesNo, ...query };
/** A code that the document does not list has neither name nor label. */
const textOrNull: JsonSchema = { type: ['string', 'null'] };
const queryState = {
	...query,
	...{ state: integer, stateName: textOrNull, stateLabel: textOrNull, nextAction: text },
};
const collected = { ...query, ready: yesNo, nextAction: text };
const waited = { timedOut: yesNo };
const decision = {
	...query,
	...{ state: integer, stateLabel: textOrNull, decision: textOrNull, reason: textOrNull },
};

/** What comes after a status of Htouhui; null when all is done. */
const nextStep = {
	nextType: { type: ['string', 'null'] },
	nextTypeLabel: { type: ['string', 'null'] },
	done: yesNo,
};
/** 通用字段, which the document does not name (gap HTH-01). */
const further = { furtherFields: open };

/** The rules of each provider: what the `run` functions of its operations do. */
export const PREVIEW_RULES: Record<string, PreviewRules> = {
	hstong: {
		adds: {
			sendAuthCode: { ...success, countryCode: text, mobile: text },
			authByMobile: { tokenExpiresAt: text },
			agreeLicense: success,
			getApplyIndex: { nextStep: { type: ['string', 'null'] } },
			uploadIdCard: success,
			getIdCardImage: { applyId: text, type: text },
			submitStep1: success,
			// Both are accepted (gap HST-21).
			getStep2Info: { bussinessDetail: { type: ['string', 'integer'] } },
			submitStep2: success,
			submitStep3: success,
			// The names that the submit uses (gap HST-16).
			getStep4Info: {
				scChina: yesNo,
				scJR: text,
				scTIN: text,
				scOthers: { type: 'array', items: text },
			},
			submitStep4: success,
			submitStep5: success,
			submitStep6: success,
			uploadAvatarAction: success,
			getAvatarActionImage: { applyId: text, type: { type: 'integer' } },
			submitStep8: success,
		},
		names: { uploadIdCard: { $data: 'applyId' } }, // gap HST-27
		carries: { token: text },
		labels: true,
	},
	webank: {
		adds: {
			callService: business,
			networkTest: business,
			uploadFile: { ...stored, fileName: text },
			downloadFile: { ...stored, mimeType: text, bytes: integer },
			uploadJson: stored,
			uploadForm: stored,
			'reverseCall.verify': { content: open, dedupeKey: text },
		},
		names: {
			'reverseCall.verify': { Plain: 'content', SeqNo: 'seqNo', Timestamp: 'timestamp' },
		},
		// One type is asked for in each call (gap WB-15).
		firsts: {
			getApiTicket: {
				tickets: { value: 'ticket', expire_time: 'expiresAt', expire_in: 'expire_in' },
			},
		},
		leavesOut: { getApiTicket: ['code', 'msg'], 'reverseCall.verify': ['Signature'] },
		carries: {},
		labels: false,
	},
	htouhui: {
		adds: {
			registerUser: further,
			openAccount: {
				...{ type: text, typeLabel: text, url: text, method: text },
				...{ fields: open, html: text },
			},
			queryUser: { ...nextStep, registered: yesNo, ...further },
			'openAccountResult.verify': {
				...nextStep,
				...{ dedupeKey: text, verified: yesNo, warnings: texts },
				...further,
			},
		},
		names: {},
		// Comes with the browser, after the page (gap HTH-07).
		leavesOut: { openAccount: ['status'] },
		carries: {},
		labels: true,
	},
	'user-verification': {
		adds: {
			queryUserVerified: { verified: yesNo, decided: yesNo, warnings: texts },
			submitStepOne: { ...success, warnings: texts },
			submitStepTwo: { ...success, warnings: texts },
			submitStepThree: { ...success, warnings: texts },
			submitStepFour: { ...success, warnings: texts },
			submitStepFive: { ...success, warnings: texts },
		},
		names: {},
		carries: {},
		labels: true,
	},
	'qiancheng-credit': {
		adds: {
			// Null is what nobody knows (gap QC-34).
			searchBlacklist: { is_in: { type: ['boolean', 'null'] }, verdict: text },
			telecomSubmitCaptcha: submitted,
			telecomResendCaptcha: submitted,
			telecomSubmitQueryPassword: submitted,
			telecomSubmitServicePassword: submitted,
			telecomGetState: queryState,
			telecomWaitForState: { ...queryState, ...waited },
			telecomGetRawData: collected,
			telecomGetReport: collected,
			degreeLogin: submitted,
			degreeGetState: queryState,
			degreeWaitForState: { ...queryState, ...waited },
			degreeGetRawData: collected,
			ebankV2Create: { typeLabel: text },
			ebankV2GetBankList: query,
			ebankUploadLicense: success,
			ebankV2UploadLicense: submitted,
			ebankV2Login: queryState,
			ebankGetState: queryState,
			ebankV2GetState: queryState,
			ebankWaitForState: { ...queryState, ...waited },
			ebankSubmitCaptcha: queryState,
			ebankV2SubmitCaptcha: queryState,
			ebankGetRawData: collected,
			ebankV2GetRawData: collected,
			// Digits that a number cannot hold stay text (gap QC-41).
			riskAuditApply: { order_id: { type: ['integer', 'string'] } },
			riskAuditResult: decision,
			riskAuditWaitForResult: { ...decision, ...waited },
		},
		names: {
			telecomGetRawData: { $data: 'data' },
			telecomGetReport: { $data: 'data' },
			degreeGetRawData: { $data: 'data' },
			ebankGetRawData: { $data: 'data' },
			ebankV2GetRawData: { $data: 'data' },
		},
		lists: { ebankGetBankInfo: 'banks', ebankV2GetBankList: 'banks' },
		carries: {},
		labels: false,
	},
};

/** What becomes of the fields of an operation's answer. */
const rulesOf = ({ names, firsts = {}, leavesOut = {} }: PreviewRules, id: string) => ({
	names: names[id] ?? {},
	firsts: firsts[id] ?? {},
	leavesOut: leavesOut[id] ?? [],
});

interface OutputField {
	path: string;
	/** In the output. */
	name: string;
	field: SpecField;
}

const LIST = { type: 'array' as const, enum: undefined };

/** The fields of an operation's answer that its output has, each with its name there; nested ones stay. */
export function outputFields({ id, response }: SpecOperation, rules: PreviewRules): OutputField[] {
	const { names, firsts, leavesOut } = rulesOf(rules, id);
	const list = rules.lists?.[id];
	if (list !== undefined) {
		const [field] = response.fields ?? [];
		return [{ path: list, name: list, field: { ...field, ...LIST, children: response.fields } }];
	}
	return (response.fields ?? [])
		.filter(({ name }) => !leavesOut.includes(name))
		.flatMap((field): OutputField[] => {
			const first = firsts[field.name];
			if (!first) return [{ path: field.name, name: names[field.name] ?? field.name, field }];
			return (field.children ?? []).map((child) => ({
				path: `${field.name}.${child.name}`,
				name: first[child.name] ?? child.name,
				field: child,
			}));
		});
}

/** The output of an operation as n8n's editor shows it before the first run. */
export function previewOf(operation: SpecOperation, rules: PreviewRules): JsonSchema {
	return {
		type: 'object',
		properties: {
			...properties(outputFields(operation, rules), rules),
			...rules.adds[operation.id],
			...(operation.authenticated && rules.carries),
		},
		version: 1,
	};
}

function properties(
	fields: Array<{ name: string; field: SpecField }>,
	rules: PreviewRules,
): Record<string, JsonSchema> {
	return Object.fromEntries(
		fields.flatMap(({ name, field }): Array<[string, JsonSchema]> => {
			const own: [string, JsonSchema] = [name, schemaOf(field, rules)];
			const isCode = rules.labels && typeof field.enum === 'string';
			return isCode ? [own, [`${name}Label`, text]] : [own];
		}),
	);
}

function schemaOf(field: SpecField, rules: PreviewRules): JsonSchema {
	const { type, children } = field;
	const inner = () =>
		properties(
			(children ?? []).map((child) => ({ name: child.name, field: child })),
			rules,
		);
	if (type === 'object') return { type, properties: inner() };
	// The node opens a JSON text.
	if (type === 'json-string') return { ...open, properties: inner() };
	if (type === 'array') {
		const items: JsonSchema = children ? { type: 'object', properties: inner() } : text;
		return { type, items };
	}
	// Documents that describe it are not part of this one (gap QC-19).
	return type === 'any' ? { ...open, type: ['object', 'array'] } : { type };
}

/** Everything of which a node has an output, those that wait for another one's included. */
export const previewedOperations = (spec: Spec): SpecOperation[] => [
	...allOperations(spec),
	...waitingOperations(spec),
];

/** The preview of an operation that has several versions: what any of them returns. */
export function merged(previews: JsonSchema[]): JsonSchema {
	const [first, ...others] = previews;
	return others.reduce((all, preview): JsonSchema => {
		const names = Object.keys({ ...all.properties, ...preview.properties });
		const properties = names.map((name): [string, JsonSchema] => {
			const found = [all, preview].flatMap((one) => one.properties?.[name] ?? []);
			return [name, merged(found)];
		});
		const items = [all, preview].flatMap((one) => one.items ?? []);
		return {
			...all,
			...(names.length > 0 && { properties: Object.fromEntries(properties) }),
			...(items.length > 0 && { items: merged(items) }),
		};
	}, first);
}
