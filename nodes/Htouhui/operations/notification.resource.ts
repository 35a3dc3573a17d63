import { InputProblem } from '../../shared/model/errors';
import type { Resource } from '../../shared/model/operation';
import { fieldsOf, outputOf, REASONS } from '../callback';
import { verifyMessage } from '../protocol';
import { verificationOf } from '../settings';
import { nextStep } from './fields';

/** What the person reads who was waiting for the result. */
const NOT_GENUINE = '收到的结果未通过核验，没有被采用，请稍后再查看办理结果。';

/** 接收开户设置交易密码授权状态接口. */
export const notification: Resource = {
	name: 'Notification',
	chinese: '通知',
	description: "Verify what Htouhui sends to a Wait node's workflow (海投汇通知合作方)",
	operations: {
		verify: {
			id: 'openAccountResult',
			name: 'Verify Notification',
			chinese: '核验通知',
			action: 'Verify a notification from Htouhui',
			description:
				'Check that a result really comes from Htouhui, unchanged, and decode it. A forged one makes the item fail.',
			fields: [
				{
					displayName:
						"Put this behind a Wait node that resumes 'On Webhook Call'. The Htouhui Trigger verifies by itself.",
					name: 'verifyNotice',
					technical: true,
					type: 'notice',
					default: '',
				},
				{
					displayName: 'Source',
					name: 'source',
					technical: true,
					type: 'options',
					options: [
						{
							name: 'Notification (后台通知)',
							value: 'notification',
							description: 'What Htouhui has sent to the notification address; it counts',
						},
						{
							name: 'Return of the Browser (页面返回)',
							value: 'return',
							description:
								'What the browser of the user has brought to the return address; it has no card number',
						},
					],
					default: 'notification',
					description: 'Where the fields come from',
					local: true,
				},
				{
					displayName: 'Fields',
					name: 'notification',
					technical: true,
					type: 'json',
					required: true,
					default: '={{ $json.body }}',
					source: 'the Webhook or Wait node that received the call',
					description:
						'The fields as they were received: the body of the call, or the query for the return of the browser',
					local: true,
					as: 'received',
				},
			],
			effect: 'reads',
			output: {
				...nextStep,
				dedupeKey: 'string',
				verified: 'boolean',
				warnings: 'string[]',
				furtherFields: 'object',
			},
			run: async (call) => {
				const verification = verificationOf(call.credential);
				const { source, notification: given } = call.values().local;
				const verdict = verifyMessage(fieldsOf(given), verification);
				if (verdict.ok) {
					const isReturn = source === 'return';
					return { json: outputOf(verdict.fields, call.credential, { isReturn }) };
				}
				const { fault, field } = verdict;
				throw new InputProblem(
					`The notification is not genuine: ${REASONS[fault]}${field ? ` (${field})` : ''}`,
					"Nothing of it was used. If Htouhui really sent it, compare the signature settings in the credential; Query User tells the user's true state.",
					NOT_GENUINE,
				);
			},
		},
	},
};
