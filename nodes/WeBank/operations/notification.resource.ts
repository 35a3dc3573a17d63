import type { IDataObject } from 'n8n-workflow';

import { InputProblem } from '../../shared/model/errors';
import { additionalFields } from '../../shared/model/commonFields';
import { jsonObject } from '../../shared/values/checks';
import { asObject, parseExact, parseJson } from '../../shared/values/json';
import type { Resource } from '../../shared/model/operation';
import { replyCode } from '../dictionaries';
import { acceptance, outputOf, replyTo, settingsOf, verdictOf } from '../callback';
import { REFUSAL_CODES, type Fault } from '../protocol';

/** What the person reads who was waiting for the result. */
const NOT_GENUINE = '收到的结果未通过核验，没有被采用，请稍后再查看办理结果。';

/** Section 5. */
export const notification: Resource = {
	name: 'Notification',
	chinese: '通知',
	description: "Verify WeBank's calls in a Wait node's workflow, and answer them (微众调用合作方)",
	operations: {
		buildReply: {
			id: 'reverseCall',
			name: 'Build Reply',
			chinese: '生成应答',
			action: 'Build a signed reply',
			description:
				'Build the signed answer to a notification (签名的应答). Behind a WeBank Trigger it answers the call itself.',
			fields: [
				{
					displayName:
						"Behind a WeBank Trigger this answers the call when 'Respond' there says so. Behind a Wait node, give the output to a Respond to Webhook node.",
					name: 'replyNotice',
					technical: true,
					type: 'notice',
					default: '',
				},
				{
					displayName: 'Transaction Name',
					name: 'transName',
					technical: true,
					type: 'string',
					required: true,
					default: '={{ $json.transName }}',
					source: "the WeBank Trigger, or 'Verify Notification' behind a Webhook node",
					description: 'TransName of the notification that is answered',
				},
				{
					displayName: 'Sequence Number',
					name: 'SeqNo',
					technical: true,
					type: 'string',
					required: true,
					default: '={{ $json.seqNo }}',
					source: "the WeBank Trigger, or 'Verify Notification' behind a Webhook node",
					description: 'SeqNo of the notification that is answered',
				},
				{
					displayName: 'Timestamp',
					name: 'Timestamp',
					technical: true,
					type: 'string',
					required: true,
					default: '={{ $json.timestamp }}',
					source: "the WeBank Trigger, or 'Verify Notification' behind a Webhook node",
					description: 'Timestamp of the notification that is answered',
				},
				{
					displayName: 'Result',
					name: 'CODE',
					chinese: '返回码',
					technical: true,
					type: 'options',
					options: replyCode.filter(({ value }) => value !== '0016'),
					required: true,
					default: '0000',
					description:
						"What to answer. Success is sent as the credential's 'Reply Success Code'. 0001 and 0010 are for callers who have not proven to be WeBank, so they are not signed.",
				},
				additionalFields(
					{
						displayName: 'Business Content',
						name: 'content',
						technical: true,
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
						chinese: '返回信息',
						technical: true,
						type: 'string',
						default: '',
						placeholder: 'e.g. 系统处理成功',
						description: 'Text of the answer in place of the usual one',
					},
				),
			],
			effect: 'reads',
			// The caller gets it as it is signed.
			wholeTexts: { Plain: null },
			run: async (call) => {
				const { wire, local } = call.values();
				const { transName, SeqNo, Timestamp, CODE, DESC } = wire;
				const settings = settingsOf(call.credential);
				const answer: IDataObject = {
					...acceptance(settings, String(CODE)),
					...(DESC && { DESC }),
					...asObject(parseJson(String(local.content))),
				};
				const echo = {
					transName: String(transName),
					SeqNo: String(SeqNo),
					Timestamp: String(Timestamp),
				};
				const isProven = !UNPROVEN.includes(String(answer.CODE));
				const reply = { ...replyTo(echo, answer, settings, isProven) };
				await call.answerCaller(reply);
				return { json: reply };
			},
		},
		verify: {
			id: 'reverseCall',
			name: 'Verify Notification',
			chinese: '核验通知',
			action: 'Verify a notification from WeBank',
			description:
				'Check that a call really comes from WeBank, unchanged and in time, and decode it. A forged one makes the item fail.',
			fields: [
				{
					displayName:
						"Put this behind a Wait node that resumes 'On Webhook Call'. The WeBank Trigger verifies by itself.",
					name: 'verifyNotice',
					technical: true,
					type: 'notice',
					default: '',
				},
				{
					displayName: 'Notification',
					name: 'notification',
					technical: true,
					type: 'json',
					required: true,
					default: '={{ $json.body }}',
					source: 'the Webhook or Wait node that received the call',
					description:
						'The body of the call, with Plain, Signature, Timestamp, transName and SeqNo',
					local: true,
					as: 'received',
				},
			],
			effect: 'reads',
			output: {
				content: 'object',
				seqNo: 'string',
				timestamp: 'string',
				dedupeKey: 'string',
				Plain: null,
				Signature: null,
				SeqNo: null,
				Timestamp: null,
			},
			run: async (call) => {
				const settings = settingsOf(call.credential);
				const { notification: given } = call.values().local;
				const body = typeof given === 'string' ? parseExact(given) : given;
				const verdict = verdictOf(body, settings, Date.now());
				if (verdict.ok) return { json: outputOf(verdict) };
				const code = REFUSAL_CODES[verdict.fault];
				throw new InputProblem(
					`The notification is not genuine: ${REASONS[verdict.fault]}`,
					verdict.isProven
						? `Nothing of it was used. WeBank's code for this is ${code}; answer with it by 'Build Reply' if the caller waits.`
						: `Nothing of it was used. WeBank's code for this is ${code}, but whoever sent it has not proven to be WeBank: do not sign an answer.`,
					NOT_GENUINE,
				);
			},
		},
	},
};

/** What these say is that the caller has not proven to hold the salt (gap WB-53). */
const UNPROVEN = ['0001', '0010'];

const REASONS: Record<Fault, string> = {
	format: 'it is not a JSON object (报文格式错误)',
	missing: 'a field is missing (未满足接口输入要求)',
	signature: "its signature does not fit the credential's callback salt (签名验证失败)",
	reply: 'it is a reply, not a call (未满足接口输入要求)',
	time: 'its time stamp is too far from now (时间戳过期)',
	content: 'its content cannot be read (报文解析失败)',
};
