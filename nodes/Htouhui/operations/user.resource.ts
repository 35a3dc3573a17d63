import type { IDataObject } from 'n8n-workflow';

import { labelOf } from '../../shared/model/dictionary';
import { SetupProblem } from '../../shared/model/errors';
import {
	additionalFields,
	idCardField,
	mobileField,
	passwordField,
	personNameRules,
} from '../../shared/model/commonFields';
import type { Resource } from '../../shared/model/operation';
import { problemWith } from '../../shared/model/fault';
import { EMPTY } from '../../shared/values/faults';
import { codeForm } from '../../shared/values/normalize';
import { decoded } from '../callback';
import * as dictionaries from '../dictionaries';
import { redirectPage } from '../page';
import { statusInside, type Fields } from '../protocol';
import { queryPathOf, signatureOf } from '../settings';
import { pageCallOf } from '../signing';
import { furtherFields, nextStep, thirdPartyUserId, webAddress } from './fields';
import { answerOf, messageOf, NO_STATE, NOT_REGISTERED } from './requests';

const idCard = idCardField('id_card');

/** The document asks for it when a type is 0 that its table does not have (gap HTH-05). */
const password = passwordField(
	'Password',
	'password',
	'密码',
	'Password of the user at Htouhui, at most 16 characters, sent exactly as given. It is needed when the registration type is 0; without a type it is up to Htouhui.',
	{ required: false, maxLength: 16 },
);

const passwordNeeded = problemWith(
	password,
	EMPTY.typed,
	"Nothing was sent. With the registration type 0 it is needed (type=0时必填): fill it in, or take 'Registration Type' out when Htouhui does not ask for it.",
);

const PAGE = '/openapi/user/openAccount';

/** 注册接口, 开户设置交易密码及授权, 查询用户信息. */
export const user: Resource = {
	name: 'User',
	chinese: '用户',
	description: 'Register users, open their bank accounts and ask how far they are (用户)',
	operations: {
		openAccount: {
			id: 'openAccount',
			endpoint: `POST ${PAGE}`,
			name: 'Open Account (Page)',
			chinese: '开户页面',
			action: 'Open an account on the page of the bank',
			description:
				'Build the page on which the user opens an account, sets a password and authorizes fees (开户设置交易密码及授权)',
			fields: [
				{
					displayName:
						'Nothing is sent by this operation. Give {{ $json.html }} to a Respond to Webhook node or to a Form Ending (Show Text): it sends the browser of the user to the bank. The result comes to the Htouhui Trigger, or to a Wait node.',
					name: 'pageNotice',
					technical: true,
					type: 'notice',
					default: '',
				},
				{
					displayName: 'Begin With',
					name: 'type',
					chinese: '业务类型',
					technical: true,
					type: 'options',
					options: dictionaries.openAccountType,
					required: true,
					default: '0',
					description:
						"The step to begin with; the later ones follow on the same page. For a user who has stopped on the way use 'nextType' of Query User or of the notification.",
				},
				{
					displayName: 'Htouhui User ID',
					name: 'htouhui_user_id',
					chinese: '海投汇用户ID',
					technical: true,
					type: 'string',
					required: true,
					default: '={{ $json.htouhui_user_id }}',
					source: "'Register User'",
					description: "ID of the user at Htouhui, from 'Register User'",
					maxLength: 11,
				},
				thirdPartyUserId,
				idCard,
				{
					displayName: 'Real Name',
					name: 'real_name',
					chinese: '真实姓名',
					type: 'string',
					displayOptions: { show: { type: ['0', '1'] } },
					required: true,
					default: '',
					placeholder: 'e.g. 王大志',
					description: 'Name as on the identity card',
					maxLength: 60,
					...personNameRules,
				},
				{
					displayName: 'Notification Address',
					name: 'notify_url',
					chinese: '后台通知链接',
					technical: true,
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. https://n8n.example.com/webhook/…/htouhui',
					description:
						'Address that Htouhui sends the result to, at most 200 characters: the production URL of the Htouhui Trigger, or {{ $execution.resumeUrl }} of a Wait node in this workflow',
					maxLength: 200,
					check: webAddress,
				},
				{
					displayName: 'Return Address',
					name: 'return_url',
					chinese: '返回页面链接',
					technical: true,
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. https://www.example.com/account-opened',
					description:
						'Page that the browser of the user comes back to, at most 256 characters. What the browser brings there proves nothing.',
					maxLength: 256,
					check: webAddress,
				},
				furtherFields,
			],
			effect: 'reads',
			output: {
				type: 'string',
				typeLabel: 'string',
				url: 'string',
				method: 'string',
				fields: 'object',
				html: 'string',
				// The result comes with the browser, after the page (gap HTH-07).
				status: null,
			},
			// The browser takes them to the bank.
			wholeTexts: { html: 'text/html' },
			run: async (call) => {
				const message = messageOf(call, user.operations.openAccount.fields);
				const { address, fields } = pageCallOf(call.credential, PAGE, message);
				refuseStatusIn(fields);
				const { type, htouhui_user_id, third_party_user_id } = message;
				return await Promise.resolve({
					json: {
						htouhui_user_id,
						third_party_user_id,
						type,
						typeLabel: labelOf(dictionaries.openAccountType, type) ?? null,
						url: address,
						method: 'POST',
						fields,
						html: redirectPage(address, fields),
					},
				});
			},
		},
		query: {
			id: 'queryUser',
			name: 'Query User',
			chinese: '查询用户',
			action: 'Query a user',
			description:
				"Ask how far a user is, and which step comes next (查询用户信息). The credential needs 'Query User Path' for this.",
			fields: [thirdPartyUserId, idCard, furtherFields],
			effect: 'reads',
			output: {
				...nextStep,
				registered: 'boolean',
				warnings: 'string[]',
				furtherFields: 'object',
			},
			run: async (call) => {
				signatureOf(call.credential);
				const path = queryPathOf(call.credential);
				const data = await call.request({
					path,
					body: messageOf(call, user.operations.query.fields),
				});
				const answer = answerOf(data, QUERY_FIELDS, 'status', call.credential, NO_STATE);
				return {
					json: {
						...answer,
						...decoded(String(answer.status)),
						...borrowerOf(answer),
						registered: Boolean(answer.htouhui_user_id),
						warnings: warningsOf(answer),
					},
				};
			},
		},
		register: {
			id: 'registerUser',
			endpoint: 'POST /openapi/user/register',
			name: 'Register User',
			chinese: '注册用户',
			action: 'Register a user',
			description:
				'Register a user at Htouhui (注册接口), the first step before an account is opened',
			fields: [
				mobileField('mobile'),
				thirdPartyUserId,
				password,
				additionalFields({
					displayName: 'Registration Type',
					name: 'type',
					technical: true,
					type: 'string',
					default: '',
					placeholder: 'e.g. 0',
					description:
						'Kind of registration (type). The document speaks of it without explaining it: send it when Htouhui asks for it. With 0 a password is needed.',
					local: true,
					form: codeForm,
				}),
				furtherFields,
			],
			effect: {
				submits:
					"Look with 'Query User' whether the user is registered before you register the user again.",
			},
			output: { furtherFields: 'object' },
			run: async (call) => {
				signatureOf(call.credential);
				const { wire, local } = call.values();
				if (local.type === '0' && wire.password === undefined) throw passwordNeeded;
				const message = messageOf(call, user.operations.register.fields);
				const body = { ...(local.type !== undefined && { type: local.type }), ...message };
				const data = await call.request({ body });
				const { credential } = call;
				return {
					json: answerOf(data, REGISTER_FIELDS, 'htouhui_user_id', credential, NOT_REGISTERED),
				};
			},
		},
	},
};

/** @throws InputProblem for a page call that could come back as a notification (gap HTH-20) */
function refuseStatusIn(fields: Fields): void {
	const name = statusInside(fields);
	if (name === undefined) return;
	const own = user.operations.openAccount.fields.find((field) => field.name === name);
	throw new SetupProblem(
		`'${own?.displayName ?? name}' must not hold a 'status'`,
		"Nothing was signed: a user could send such a page call back as if it were a result. Rename the parameter 'status', or put it first in the query of the address.",
	);
}

const REGISTER_FIELDS = ['htouhui_user_id', 'third_party_user_id'];
const QUERY_FIELDS = [...REGISTER_FIELDS, 'status', 'borrower', 'bank_card_number'];

/** What an answer lacks of what the document promises (gap HTH-11), or has beyond its list. */
function warningsOf({ status, bank_card_number: card }: IDataObject): string[] {
	const text = String(status);
	if (labelOf(dictionaries.openAccountStatus, text) === undefined) {
		return [`Htouhui's document does not list the status '${text}': ask Htouhui what it means.`];
	}
	return text !== '0' && !card
		? [
				'The account is open and the card number (bank_card_number) is missing: Htouhui left it out.',
			]
		: [];
}

const borrowerOf = ({ borrower }: IDataObject): IDataObject => ({
	borrower,
	borrowerLabel: labelOf(dictionaries.borrower, borrower) ?? null,
});
