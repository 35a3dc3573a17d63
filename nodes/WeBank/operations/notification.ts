import { InputProblem } from '../../shared/model/errors';
import { additionalFields } from '../../shared/model/fields';
import { jsonObject } from '../../shared/values/checks';
import { asObject, parseJson } from '../../shared/values/json';
import type { Resource } from '../../shared/model/operation';
import { replyCode } from '../dictionaries';
import { acceptance, outputOf, settingsOf, verdictOf } from '../callback';
import { buildMessage } from '../protocol';

/** Section 5. */
export const notification: Resource = {
	name: 'Notification',
	description: "Verify WeBank's calls in a Wait node's workflow, and answer them (微众调用合作方)",
	operations: {
		buildReply: {
			id: 'reverseCall',
			name: 'Build Reply',
			action: 'Build a signed reply',
			description:
				'Build the signed answer to a notification (签名的应答). Behind a WeBank Trigger it answers the call itself.',
			fields: [
				{
					displayName:
						"Behind a WeBank Trigger this answers the call when 'Respond' there says so. Behind a Wait node, give the output to a Respond to Webhook node.",
					name: 'replyNotice',
					type: 'notice',
					default: '',
				},
				{
					displayName: 'Transaction Name',
					name: 'transName',
					type: 'string',
					required: true,
					default: '={{ $json.transName }}',
					description: 'TransName of the notification that is answered',
				},
				{
					displayName: 'Sequence Number',
					name: 'SeqNo',
					type: 'string',
					required: true,
					default: '={{ $json.seqNo }}',
					description: 'SeqNo of the notification that is answered',
				},
				{
					displayName: 'Timestamp',
					name: 'Timestamp',
					type: 'string',
					required: true,
					default: '={{ $json.timestamp }}',
					description: 'Timestamp of the notification that is answered',
				},
				{
					displayName: 'Result',
					name: 'CODE',
					type: 'options',
					options: replyCode.filter(({ value }) => value !== '0016'),
					required: true,
					default: '0000',
					description:
						"What to answer (返回码). Success is sent as the credential's 'Reply Success Code'.",
				},
				additionalFields(
					{
						displayName: 'Business Content',
						name: 'content',
						type: 'json',
						default: '{}',
						hint: 'Such as {"LOAN_STATUS": "NORMAL"}',
						description: 'Further fields of the answer as agreed with WeBank, a JSON object',
						local: true,
						as: 'jsonText',
						check: jsonObject,
					},
					{
						displayName: 'Message',
						name: 'DESC',
						type: 'string',
						default: '',
						placeholder: 'e.g. 系统处理成功',
						description: 'Text of the answer (返回信息) in place of the usual one',
					},
				),
			],
			effect: 'reads',
			run: async (call) => {
				const { wire, local } = call.values();
				const { transName, SeqNo, Timestamp, CODE, DESC } = wire;
				const settings = settingsOf(call.credential);
				const usual = acceptance(settings, String(CODE));
				const reply = {
					...buildMessage(
						JSON.stringify({
							...usual,
							...(DESC && { DESC }),
							...asObject(parseJson(String(local.content))),
						}),
						settings.salts[0],
						{
							transName: String(transName),
							SeqNo: String(SeqNo),
							Timestamp: String(Timestamp),
						},
					),
				};
				await call.answerCaller(reply);
				return { json: reply };
			},
		},
		verify: {
			id: 'reverseCall',
			name: 'Verify Notification',
			action: 'Verify a notification',
			description:
				'Check that a call really comes from WeBank, unchanged and in time, and decode it. A forged one makes the item fail.',
			fields: [
				{
					displayName:
						"Put this behind a Wait node that resumes 'On Webhook Call'. The WeBank Trigger verifies by itself.",
					name: 'verifyNotice',
					type: 'notice',
					default: '',
				},
				{
					displayName: 'Notification',
					name: 'notification',
					type: 'json',
					required: true,
					default: '={{ $json.body }}',
					description:
						'The body of the call, with Plain, Signature, Timestamp, transName and SeqNo',
					local: true,
					as: 'received',
				},
			],
			effect: 'reads',
			run: async (call) => {
				const settings = settingsOf(call.credential);
				const { notification: given } = call.values().local;
				const body = typeof given === 'string' ? parseJson(given) : given;
				const verdict = verdictOf(body, settings, Date.now());
				if (verdict.ok) return { json: outputOf(verdict) };
				throw new InputProblem(
					`The notification is not genuine: ${REASONS[verdict.code]}`,
					`Nothing of it was used. WeBank's code for this is ${verdict.code}; answer with it by 'Build Reply' if the caller waits.`,
				);
			},
		},
	},
};

const REASONS = {
	'0001': 'it is not a JSON object (报文格式错误)',
	'0002': 'a field is missing (未满足接口输入要求)',
	'0010': "its signature does not fit the credential's callback salt (签名验证失败)",
	'0012': 'its time stamp is too far from now (时间戳过期)',
	'0103': 'its content cannot be read (报文解析失败)',
};
