import type { IDataObject } from 'n8n-workflow';

import type { WorkflowInput } from '../../test/support/n8n-driver.ts';
import { type NodeInput, row } from '../../test/support/workflow.ts';
import type { Applicant } from './applicant.ts';
import type { Account } from './floor.ts';

/** A workflow of nodes in a row, the first one a manual trigger. */
export interface Row {
	workflow: WorkflowInput;
	/** The nodes whose time counts. */
	measured: string[];
}

const FIELDS = [
	'token',
	'name',
	'enameFirst',
	'enameLast',
	'idCardNo',
	'idCardAddr',
	'bankCardNo',
] as const;

/** Our node: one step from the items to the submitted identities. */
export const ourNode = (items: Applicant[], credentialId: string, concurrency: number): Row => ({
	measured: ['Submit'],
	workflow: row('bench: HSTong node', [
		itemsNode(items),
		node(
			'Submit',
			'n8n-nodes-fintech-onboarding.hSTong',
			1,
			{
				resource: 'identity',
				operation: 'submit',
				...Object.fromEntries(FIELDS.map((name) => [name, `={{ $json.${name} }}`])),
				options: { concurrency },
			},
			{ hstongApi: { id: credentialId, name: 'bench' } },
		),
	]),
});

/**
 * What a competent user would otherwise build: a Code node that encrypts and signs, and the HTTP
 * Request node, its form filled in field by field as its editor offers.
 */
export const codeAndHttp = (items: Applicant[], account: Account): Row => ({
	measured: ['Sign', 'Send'],
	workflow: row('bench: Code + HTTP Request', [
		itemsNode(items),
		node('Sign', 'n8n-nodes-base.code', 2, { jsCode: signingCode(account, 'form') }),
		node('Send', 'n8n-nodes-base.httpRequest', 4.2, {
			...sendForm(account),
			bodyParameters: {
				parameters: [...FIELDS, 'sign_time', 'sign', 'client_key'].map((name) => ({
					name,
					value: `={{ $json.${name} }}`,
				})),
			},
		}),
	]),
});

/** The same, tuned by an expert: the Code node encodes the form too, and one expression passes it on. */
export const tunedCodeAndHttp = (items: Applicant[], account: Account): Row => ({
	measured: ['Sign', 'Send'],
	workflow: row('bench: Code + HTTP Request, tuned', [
		itemsNode(items),
		node('Sign', 'n8n-nodes-base.code', 2, {
			jsCode: signingCode(
				account,
				"{ body: Object.entries(form).map((pair) => pair.map(encodeURIComponent).join('=')).join('&') }",
			),
		}),
		node('Send', 'n8n-nodes-base.httpRequest', 4.2, {
			...sendForm(account),
			specifyBody: 'string',
			body: '={{ $json.body }}',
		}),
	]),
});

const sendForm = ({ url }: Account): IDataObject => ({
	method: 'POST',
	url: `${url}/account/apply/step1/submit`,
	sendBody: true,
	contentType: 'form-urlencoded',
	options: {},
});

const signingCode = ({ appId, appSecret }: Account, result: string) => `
const { createHash, createCipheriv } = require('crypto');
const md5 = (text) => createHash('md5').update(text).digest('hex');
const key = md5(${JSON.stringify(appSecret)}).slice(0, 24);
const encrypt = (text) => {
	const cipher = createCipheriv('des-ede3-ecb', key, null);
	return cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
};
return $input.all().map(({ json }) => {
	const form = { ...json, idCardNo: encrypt(json.idCardNo), bankCardNo: encrypt(json.bankCardNo), sign_time: String(Math.floor(Date.now() / 1000)) };
	const pairs = Object.keys(form).sort().map((name) => name + form[name]).join('');
	form.sign = md5('client_key' + ${JSON.stringify(appId)} + pairs + 'client_secret' + ${JSON.stringify(appSecret)});
	form.client_key = ${JSON.stringify(appId)};
	return { json: ${result} };
});`;

/** A Code node that delivers these items. */
export const itemsNode = (items: object[]): NodeInput =>
	node('Items', 'n8n-nodes-base.code', 2, {
		jsCode: `return ${JSON.stringify(items)}.map((json) => ({ json }));`,
	});

export const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	credentials?: NodeInput['credentials'],
): NodeInput => ({ name, type, typeVersion, parameters, ...(credentials && { credentials }) });
