import type { IDataObject } from 'n8n-workflow';

import { InputProblem, Refusal } from '../../shared/model/errors';
import { additionalFields } from '../../shared/model/fields';
import { parseJson } from '../../shared/values/json';
import type { Call, Resource, Result } from '../../shared/model/operation';

/** Sections 4.3, 4.4 and appendix 8. */
export const business: Resource = {
	name: 'Business Service',
	description: 'Call the business interfaces that WeBank agreed with you (联机业务)',
	operations: {
		call: {
			id: 'callService',
			name: 'Call Service',
			action: 'Call a business service',
			description:
				'Send a business request (后台联机业务请求) with the fields of the interface document of your business',
			fields: [
				{
					displayName: 'Business Path',
					name: 'bizPath',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. yh',
					description: 'The part of the address after /api/s/ that WeBank assigned to you',
					check: pathPart,
				},
				{
					displayName: 'Service Code',
					name: 'service_code',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 10002',
					description: 'Code of the interface (service_code, also called txn_id)',
					check: pathPart,
				},
				{
					displayName: 'Specify Body',
					name: 'specifyBody',
					type: 'options',
					options: [
						{ name: 'Using Fields Below', value: 'fields' },
						{ name: 'Using JSON', value: 'json' },
					],
					default: 'fields',
					description: 'How to give the business fields',
					local: true,
				},
				{
					displayName: 'Business Fields',
					name: 'bodyFields',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Field',
					displayOptions: { show: { specifyBody: ['fields'] } },
					default: {},
					description: 'Names exactly as in the interface document, for example ID_NO',
					options: [
						{
							displayName: 'Fields',
							name: 'values',
							values: [
								{
									displayName: 'Name',
									name: 'name',
									type: 'string',
									default: '',
									placeholder: 'e.g. ID_NO',
								},
								{
									displayName: 'Value',
									name: 'value',
									type: 'string',
									default: '',
									placeholder: 'e.g. {{ $json.id_card }}',
								},
							],
						},
					] as never,
					local: true,
				},
				{
					displayName: 'Body',
					name: 'body',
					type: 'json',
					displayOptions: { show: { specifyBody: ['json'] } },
					required: true,
					default: '{}',
					hint: 'Such as {"ID_NO": "11010519491231002X"}',
					description:
						'A JSON object with the business fields. It is signed and sent exactly as given.',
					local: true,
				},
				additionalFields(
					{
						displayName: 'Expected Business Codes',
						name: 'expectedCodes',
						type: 'string',
						default: '',
						placeholder: 'e.g. 66590000, 66590001',
						description:
							'Business codes (CODE) that mean success, separated by commas. Any other code then makes the item fail. Leave it out to branch on businessCode yourself.',
						local: true,
					},
					{
						displayName: 'Synchronized Data Type',
						name: 'type',
						type: 'string',
						default: '',
						placeholder: 'e.g. sign',
						description:
							'Kind of the synchronized data (同步数据类型), where the interface asks for it',
					},
				),
			],
			effect: {
				submits:
					'Query it with the interface that your business has for that, by your own serial number, before you send it again.',
			},
			run: async (call) => {
				const { bizPath, service_code: service, ...query } = call.fields();
				return await callService(call, `/api/s/${bizPath}/${service}`, bodyOf(call), query);
			},
		},
		networkTest: {
			id: 'networkTest',
			name: 'Test Connection',
			action: 'Test the connection to WeBank',
			description: "Call WeBank's test interface (开发阶段网络测试), which changes nothing",
			fields: [],
			effect: 'reads',
			run: async (call) => await callService(call, '/api/s/test/10011', '{"TEST":"n8n"}', {}),
		},
	},
};

function pathPart(value: string): string | undefined {
	return /^[\w.-]+$/.test(value)
		? undefined
		: 'must be letters, digits, dots, dashes or underscores';
}

const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** The body's text: what the user gave as JSON, byte for byte, or an object made of the fields. */
function bodyOf(call: Call): string {
	if (call.local('specifyBody') === 'fields') {
		const { values = [] } = (call.local('bodyFields') ?? {}) as { values?: IDataObject[] };
		const entries = values.map(({ name, value }) => [String(name ?? '').trim(), value] as const);
		const named = entries.filter(([name, value]) => name !== '' || isFilled(value));
		const odd = named.find(([name], i) => name === '' || named.findIndex(([n]) => n === name) < i);
		if (odd === undefined) return JSON.stringify(Object.fromEntries(named));
		throw new InputProblem(
			odd[0] === ''
				? "'Business Fields' has a value without a name"
				: `'Business Fields' has '${odd[0]}' twice`,
			'Nothing was sent. Give each field a name of its own.',
		);
	}
	const body = call.local('body');
	const text = typeof body === 'string' ? body.trim() : JSON.stringify(body);
	const parsed = parseJson(text);
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return text;
	throw new InputProblem(
		"'Body' must be a JSON object",
		'Nothing was sent. Put the business fields between { and }, each name and text in double quotes.',
	);
}

async function callService(
	call: Call,
	path: string,
	body: string,
	query: IDataObject,
): Promise<Result> {
	const data = (await call.request({ path, query, body: Buffer.from(body) })) as IDataObject;
	const { jsonData, ...platform } = data;
	const content =
		typeof jsonData === 'object' && jsonData !== null ? (jsonData as IDataObject) : {};
	const { CODE, DESC } = content;
	requireExpected(call, CODE, DESC);
	return {
		json: { ...platform, businessCode: CODE ?? null, businessMessage: DESC ?? null, jsonData },
	};
}

function requireExpected(call: Call, code: unknown, text: unknown): void {
	const { expectedCodes } = (call.local('additionalFields') ?? {}) as IDataObject;
	const expected = String(expectedCodes ?? '')
		.split(',')
		.map((one) => one.trim())
		.filter((one) => one !== '');
	if (expected.length === 0 || expected.includes(String(code))) return;
	throw new Refusal(String(code), String(text ?? ''), {
		entry: {
			message: `The business system answered with code ${String(code)}, which is not expected`,
			remedy:
				"WeBank's platform delivered the request. The interface document of your business says for this code whether it was done.",
			original: '',
			// Codes of a business are not WeBank's: this one may be a refusal, or a step on the way.
			outcomeUnknown: true,
		},
	});
}
