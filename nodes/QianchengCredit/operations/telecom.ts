import type { Field, Resource } from '../../shared/model/operation';
import { telecom as table } from '../states';
import {
	getData,
	getState,
	idCard,
	mobile,
	openId,
	personDetails,
	personName,
	post,
	secret,
	submit,
} from './common';
import { waitForState, waitingFields } from './waiting';

const STATE = '/telecom/collect/get-state';
const STATE_TELLS =
	"'Get State' shows whether it was taken: the state is no longer the one before.";

const servicePassword = (description: string): Field =>
	secret('Service Password', 'service_password', description, { placeholder: 'e.g. 123456' });

/** Section 3.1.1. */
const details = personDetails({
	homeAddress: 'home_addr',
	homeTelephone: 'home_tel',
	workAddress: 'work_addr',
	workTelephone: 'work_tel',
	contactMobile: 'contact_tel',
});

/** Chapter 3. */
export const telecom: Resource = {
	name: 'Telecom',
	description: "Collect a person's data from the mobile carrier (运营商)",
	operations: {
		create: {
			id: 'telecomCreate',
			name: 'Start Collection',
			action: 'Start a telecom collection',
			description:
				'Start to collect carrier data (查询创建接口). It must be finished within 10 minutes; when it fails, start again.',
			fields: [
				personName,
				idCard,
				mobile,
				servicePassword(
					"The person's service password at the carrier, not that of the phone (运营商服务密码)",
				),
				details,
			],
			effect: {
				submits: 'Start another collection; one that is not continued ends after 10 minutes.',
			},
			run: async (call) => ({ json: await post(call, '/telecom/collect/open-id') }),
		},
		waitForState: waitForState(
			'telecomWaitForState',
			'Wait for a telecom state',
			[openId, ...waitingFields],
			async (call) => await getState(call, STATE, table),
		),
		getState: {
			id: 'telecomGetState',
			name: 'Get State',
			action: 'Get the state of a telecom collection',
			description: 'Get the state of a collection and what to do next (查询状态接口)',
			fields: [openId],
			effect: 'reads',
			run: async (call) => await getState(call, STATE, table),
		},
		submitCaptcha: {
			id: 'telecomSubmitCaptcha',
			name: 'Submit SMS Code',
			action: 'Submit an SMS code to a telecom collection',
			description:
				'Submit the SMS code that the carrier sent to the person, when nextAction is submitCaptcha (提交手机验证码)',
			fields: [
				openId,
				secret('SMS Code', 'captcha', 'Code that the carrier sent to the person (手机验证码)', {
					placeholder: 'e.g. 123456',
				}),
			],
			effect: { submits: STATE_TELLS },
			run: async (call) => await submit(call, '/telecom/collect/captcha'),
		},
		resendCaptcha: {
			id: 'telecomResendCaptcha',
			name: 'Resend SMS Code',
			action: 'Resend the SMS code of a telecom collection',
			description: 'Have the carrier send another SMS code (重发手机验证码)',
			fields: [openId],
			effect: { submits: 'Ask the person whether another code arrived.' },
			run: async (call) => await submit(call, '/telecom/collect/resend-captcha'),
		},
		submitQueryPassword: {
			id: 'telecomSubmitQueryPassword',
			name: 'Submit Query Password',
			action: 'Submit a query password to a telecom collection',
			description:
				'Submit the query password that some carriers want, when nextAction is submitQueryPassword (提交运营商查询密码)',
			fields: [
				openId,
				secret(
					'Query Password',
					'query_password',
					'Query password at the carrier (运营商查询密码)',
					{
						placeholder: 'e.g. 123456',
					},
				),
			],
			effect: { submits: STATE_TELLS },
			run: async (call) => await submit(call, '/telecom/collect/query-password'),
		},
		submitServicePassword: {
			id: 'telecomSubmitServicePassword',
			name: 'Submit Service Password',
			action: 'Submit a service password to a telecom collection',
			description:
				'Submit another service password after a wrong one (提交服务密码); the document lacks it',
			fields: [openId, servicePassword("The person's service password at the carrier (服务密码)")],
			effect: { submits: STATE_TELLS },
			run: async (call) => await submit(call, '/telecom/collect/service-password'),
		},
		getRawData: {
			id: 'telecomGetRawData',
			name: 'Get Raw Data',
			action: 'Get the raw data of a telecom collection',
			description:
				'Get all collected data, when nextAction is getData (原始数据查询). While it is incomplete, ready is false.',
			fields: [openId],
			effect: 'reads',
			run: async (call) => await getData(call, '/telecom/data/raw-data'),
		},
		getReport: {
			id: 'telecomGetReport',
			name: 'Get Report',
			action: 'Get the report of a telecom collection',
			description:
				'Get the report on the data, when nextAction is getData (报告数据查询). While it is being made, ready is false.',
			fields: [openId],
			effect: 'reads',
			run: async (call) => await getData(call, '/telecom/data/report'),
		},
	},
};
