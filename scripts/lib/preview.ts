import type { Spec, SpecField, SpecOperation } from './spec.ts';

/** The part of JSON Schema that n8n's editor understands; of several types it shows the first. */
export interface JsonSchema {
	type: string | string[];
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	version?: number;
}

/** What a node's output has beyond the fields of the provider's answer. */
export interface PreviewRules {
	/** Added to the output of operations by id. A field of the answer with the same name is replaced. */
	adds: Record<string, Record<string, JsonSchema>>;
	/** Fields of the answer that have another name in the output, by operation id. */
	names: Record<string, Record<string, string>>;
	/** Passed on from the input by every operation that needs a session. */
	carries: Record<string, JsonSchema>;
	/** Whether a code of a dictionary has its label beside it. */
	labels: boolean;
}

const text: JsonSchema = { type: 'string' };
const yesNo: JsonSchema = { type: 'boolean' };
const success = { success: yesNo };

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
};

/** The output of an operation as n8n's editor shows it before the first run. */
export function previewOf(operation: SpecOperation, rules: PreviewRules): JsonSchema {
	return {
		type: 'object',
		properties: {
			...properties(operation.response.fields, rules, rules.names[operation.id]),
			...rules.adds[operation.id],
			...(operation.authenticated && rules.carries),
		},
		version: 1,
	};
}

function properties(
	fields: SpecField[] = [],
	rules: PreviewRules,
	names: Record<string, string> = {},
): Record<string, JsonSchema> {
	return Object.fromEntries(
		fields.flatMap((field): Array<[string, JsonSchema]> => {
			const name = names[field.name] ?? field.name;
			const own: [string, JsonSchema] = [name, schemaOf(field, rules)];
			const isCode = rules.labels && typeof field.enum === 'string';
			return isCode ? [own, [`${name}Label`, text]] : [own];
		}),
	);
}

function schemaOf(field: SpecField, rules: PreviewRules): JsonSchema {
	const { type, children } = field;
	if (type === 'object') return { type, properties: properties(children, rules) };
	if (type === 'array') {
		const items: JsonSchema = children
			? { type: 'object', properties: properties(children, rules) }
			: text;
		return { type, items };
	}
	return { type };
}

/** The previews of all operations of a provider by operation id. */
export const previewsOf = (spec: Spec, rules: PreviewRules): Map<string, JsonSchema> =>
	new Map(spec.operations.map((operation) => [operation.id, previewOf(operation, rules)]));
