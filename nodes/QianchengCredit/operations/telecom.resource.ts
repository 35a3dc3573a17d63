import { hiddenField, passwordField } from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import type { Operation, Resource } from '../../shared/model/operation';
import { codeForm } from '../../shared/values/normalize';
import { telecom as table } from '../states';
import {
	collected,
	idCard,
	mobile,
	openId,
	personDetails,
	personName,
	state,
	success,
} from './fields';
import { getData, getState, start, submit } from './requests';
import { waitForState, waitingFields } from './waiting';

const STATE_TELLS =
	"'Get State' shows whether it was taken: the state is no longer the one before.";

const servicePassword = (chinese: string, description: string): Field =>
	passwordField('Service Password', 'service_password', chinese, description, {
		placeholder: 'e.g. 123456',
	});

/** Section 3.1.1. */
const details = personDetails({
	homeAddress: 'home_addr',
	homeTelephone: 'home_tel',
	workAddress: 'work_addr',
	workTelephone: 'work_tel',
	contactMobile: 'contact_tel',
});

const stateQuestion: Operation = {
	id: 'telecomGetState',
	endpoint: 'POST /telecom/collect/get-state',
	name: 'Get State',
	chinese: '查询运营商采集状态',
	action: 'Get the state of a telecom collection',
	description: 'Get the state of a collection and what to do next (查询状态接口)',
	fields: [openId],
	effect: 'reads',
	output: state,
	run: async (call) => await getState(call, table),
};

/** Chapter 3. */
export const telecom: Resource = {
	name: 'Telecom',
	chinese: '运营商',
	description: "Collect a person's data from the mobile carrier (运营商)",
	operations: {
		create: {
			id: 'telecomCreate',
			endpoint: 'POST /telecom/collect/open-id',
			name: 'Start Collection',
			chinese: '开始运营商采集',
			action: 'Start a telecom collection',
			description:
				'Start to collect carrier data (查询创建接口). It must be finished within 10 minutes; when it fails, start again.',
			fields: [
				personName,
				idCard,
				mobile,
				servicePassword(
					'运营商服务密码',
					"The person's service password at the carrier, not that of the phone",
				),
				details,
			],
			effect: {
				submits:
					'Start another collection; the first one ends after 10 minutes. That is another try with the service password, and the person may get another SMS.',
			},
			run: async (call) => await start(call),
		},
		waitForState: waitForState(
			stateQuestion,
			'Wait for a telecom state',
			'等待运营商采集状态',
			[openId, ...waitingFields],
			() => table,
		),
		getState: stateQuestion,
		submitCaptcha: {
			id: 'telecomSubmitCaptcha',
			endpoint: 'POST /telecom/collect/captcha',
			name: 'Submit SMS Code',
			chinese: '提交短信验证码',
			action: 'Submit an SMS code to a telecom collection',
			description:
				'Submit the SMS code that the carrier sent to the person, when nextAction is submitCaptcha (提交手机验证码)',
			fields: [
				openId,
				hiddenField(
					'SMS Code',
					'captcha',
					'手机验证码',
					'Code that the carrier sent to the person',
					{
						placeholder: 'e.g. 123456',
						form: codeForm,
					},
				),
			],
			effect: { submits: STATE_TELLS },
			output: success,
			run: submit,
		},
		resendCaptcha: {
			id: 'telecomResendCaptcha',
			endpoint: 'POST /telecom/collect/resend-captcha',
			name: 'Resend SMS Code',
			chinese: '重发短信验证码',
			action: 'Resend the SMS code of a telecom collection',
			description: 'Have the carrier send another SMS code (重发手机验证码)',
			fields: [openId],
			effect: { submits: 'Ask the person whether another code arrived.' },
			output: success,
			run: submit,
		},
		submitQueryPassword: {
			id: 'telecomSubmitQueryPassword',
			endpoint: 'POST /telecom/collect/query-password',
			name: 'Submit Query Password',
			chinese: '提交查询密码',
			action: 'Submit a telecom query password',
			description:
				'Submit the query password that some carriers want, when nextAction is submitQueryPassword (提交运营商查询密码)',
			fields: [
				openId,
				passwordField(
					'Query Password',
					'query_password',
					'运营商查询密码',
					'Query password at the carrier',
					{
						placeholder: 'e.g. 123456',
					},
				),
			],
			effect: { submits: STATE_TELLS },
			output: success,
			run: submit,
		},
		submitServicePassword: {
			id: 'telecomSubmitServicePassword',
			endpoint: 'POST /telecom/collect/service-password',
			name: 'Submit Service Password',
			chinese: '提交服务密码',
			action: 'Submit a telecom service password',
			description:
				'Submit another service password after a wrong one (提交服务密码); the document lacks it',
			fields: [openId, servicePassword('服务密码', "The person's service password at the carrier")],
			effect: { submits: STATE_TELLS },
			output: success,
			run: submit,
		},
		getRawData: {
			id: 'telecomGetRawData',
			endpoint: 'POST /telecom/data/raw-data',
			name: 'Get Raw Data',
			chinese: '获取运营商原始数据',
			action: 'Get the raw data of a telecom collection',
			description:
				'Get all collected data, when nextAction is getData (原始数据查询). While it is incomplete, ready is false.',
			fields: [openId],
			effect: 'reads',
			output: collected,
			run: async (call) => await getData(call),
		},
		getReport: {
			id: 'telecomGetReport',
			endpoint: 'POST /telecom/data/report',
			name: 'Get Report',
			chinese: '获取运营商报告',
			action: 'Get the report of a telecom collection',
			description:
				'Get the report on the data, when nextAction is getData (报告数据查询). While it is being made, ready is false.',
			fields: [openId],
			effect: 'reads',
			output: collected,
			run: async (call) => await getData(call),
		},
	},
};
