import { Refusal } from '../../shared/model/errors';
import { additionalFields } from '../../shared/model/commonFields';
import { pairsField, pairsOf } from '../../shared/model/pairs';
import { jsonObject } from '../../shared/values/checks';
import { asObject, wordsOf } from '../../shared/values/json';
import { codeForm } from '../../shared/values/normalize';
import { answeredText } from '../../shared/values/answered';
import type { Call, Output, Resource, Result, Values } from '../../shared/model/operation';
import { businessPath } from './fields';

const businessFields = pairsField(
	{
		displayName: 'Business Fields',
		name: 'bodyFields',
		placeholder: 'Add Field',
		displayOptions: { show: { specifyBody: ['fields'] } },
		description: 'Names exactly as in the interface document, for example ID_NO',
		as: 'any',
	},
	{ name: 'ID_NO', value: '{{ $json.id_card }}' },
);

/** Null while WeBank's platform has answered, and the business system has not. */
const businessAnswer: Output = {
	businessCode: 'string|null',
	businessMessage: 'string|null',
};

/** Sections 4.3, 4.4 and appendix 8. */
export const business: Resource = {
	name: 'Business Service',
	chinese: '业务服务',
	description: 'Call the business interfaces that WeBank agreed with you (联机业务)',
	operations: {
		call: {
			id: 'callService',
			endpoint: 'POST /api/s/{bizPath}/{service_code}',
			name: 'Call Service',
			chinese: '调用业务服务',
			action: 'Call a business service',
			description:
				'Send a business request (后台联机业务请求) with the fields of the interface document of your business',
			fields: [
				businessPath('/api/s/'),
				{
					displayName: 'Service Code',
					name: 'service_code',
					technical: true,
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 10002',
					description: 'Code of the interface (service_code, also called txn_id)',
					inPath: true,
					form: codeForm,
				},
				{
					displayName: 'Specify Body',
					name: 'specifyBody',
					technical: true,
					type: 'options',
					options: [
						{ name: 'Using Fields Below', value: 'fields' },
						{ name: 'Using JSON', value: 'json' },
					],
					default: 'fields',
					description: 'How to give the business fields',
					local: true,
				},
				businessFields,
				{
					displayName: 'Body',
					name: 'body',
					technical: true,
					type: 'json',
					displayOptions: { show: { specifyBody: ['json'] } },
					required: true,
					default: '{}',
					hint: 'Such as {"ID_NO": "11010519491231002X"}',
					description:
						'A JSON object with the business fields. It is signed and sent exactly as given.',
					local: true,
					as: 'jsonText',
					check: jsonObject,
				},
				additionalFields(
					{
						displayName: 'Expected Business Codes',
						name: 'expectedCodes',
						technical: true,
						type: 'string',
						default: '',
						placeholder: 'e.g. 66590000, 66590001',
						description:
							'Business codes (CODE) that mean success, separated by commas. Any other code then makes the item fail. Leave it out to branch on businessCode yourself.',
						local: true,
						list: true,
					},
					{
						displayName: 'Synchronized Data Type',
						name: 'type',
						chinese: '同步数据类型',
						technical: true,
						type: 'string',
						default: '',
						placeholder: 'e.g. sign',
						description: 'Kind of the synchronized data, where the interface asks for it',
					},
				),
			],
			effect: {
				submits:
					'Query it with the interface that your business has for that, by your own serial number, before you send it again.',
			},
			output: businessAnswer,
			run: async (call) => await callService(call, bodyOf(call.values())),
		},
		networkTest: {
			id: 'networkTest',
			endpoint: 'POST /api/s/test/10011',
			name: 'Test Connection',
			chinese: '测试连接',
			action: 'Test the connection to WeBank',
			description: "Call WeBank's test interface (开发阶段网络测试), which changes nothing",
			fields: [],
			effect: 'reads',
			output: businessAnswer,
			run: async (call) => await callService(call, '{"TEST":"n8n"}'),
		},
	},
};

/** The body's text: what the user gave as JSON, byte for byte, or an object made of the fields. */
const bodyOf = (values: Values): string =>
	values.local.specifyBody === 'fields'
		? JSON.stringify(pairsOf(businessFields, values))
		: String(values.local.body);

async function callService(call: Call, body: string): Promise<Result> {
	const query = call.values().wire;
	const { jsonData, ...platform } = asObject(
		await call.request({ query, body: Buffer.from(body) }),
	);
	const { CODE, DESC } = asObject(jsonData);
	requireExpected(call, CODE, DESC);
	return {
		json: { ...platform, businessCode: CODE ?? null, businessMessage: DESC ?? null, jsonData },
	};
}

function requireExpected(call: Call, given: unknown, text: unknown): void {
	const { expectedCodes: expected } = call.values().local;
	if (expected === undefined) return;
	const code = answeredText(given, 'business code (CODE)');
	if ((expected as string[]).includes(code)) return;
	throw new Refusal(code, wordsOf(text), {
		entry: {
			message: `The business system answered with code ${code}, which is not expected`,
			remedy:
				"WeBank's platform delivered the request. The interface document of your business says for this code whether it was done.",
			original: '',
			// Codes of a business are not WeBank's: this one may be a refusal, or a step on the way.
			outcomeUnknown: true,
		},
	});
}
