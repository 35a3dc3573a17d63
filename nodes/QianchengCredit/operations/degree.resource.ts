import { passwordField } from '../../shared/model/commonFields';
import { credentialChoice } from '../../shared/model/credential';
import type { Operation, Resource } from '../../shared/model/operation';
import { syncMode } from '../dictionaries';
import { degree as table } from '../states';
import {
	collected,
	idCard,
	mobile,
	openId,
	personDetails,
	personName,
	state,
	success,
	text,
} from './fields';
import { getData, getState, start, submit } from './requests';
import { waitForState, waitingFields } from './waiting';

/** Section 4.1.1. */
const details = personDetails({
	homeAddress: 'home_address',
	homeTelephone: 'home_phone_number',
	workAddress: 'work_address',
	workTelephone: 'work_phone_number_tel',
	contactMobile: 'contact_cell_phone_number',
});

const stateQuestion: Operation = {
	id: 'degreeGetState',
	endpoint: 'POST /degree/collect/get-state',
	name: 'Get State',
	chinese: '查询学历采集状态',
	action: 'Get the state of a degree collection',
	description: 'Get the state of a collection and what to do next (查询状态接口)',
	fields: [openId],
	effect: 'reads',
	output: state,
	run: async (call) => await getState(call, table),
};

/** Chapter 4. */
export const degree: Resource = {
	name: 'Degree',
	chinese: '学历',
	description: "Collect a person's degrees from CHSI (学信网学历)",
	operations: {
		create: {
			id: 'degreeCreate',
			endpoint: 'POST /degree/collect/open-id',
			name: 'Start Collection',
			chinese: '开始学历采集',
			action: 'Start a degree collection',
			description:
				'Start to collect degree data (查询创建接口). It must be finished within 10 minutes; when it fails, start again.',
			fields: [personName, idCard, mobile, details],
			effect: {
				submits: 'Start another collection; one that is not continued ends after 10 minutes.',
			},
			run: async (call) => await start(call),
		},
		login: {
			id: 'degreeLogin',
			endpoint: 'POST /telecom/collect/login', // as printed (gap QC-05)
			name: 'Log In to CHSI',
			chinese: '登录学信网',
			action: 'Log in to CHSI for a degree collection',
			description:
				"Submit the person's account at CHSI, when nextAction is login (提交学信网账号密码登录)",
			fields: [
				openId,
				text('CHSI Account', 'account', '学信网账号', '13800138000', {
					required: true,
					personal: 'account',
				}),
				passwordField('CHSI Password', 'password', '学信网密码', 'Password at CHSI'),
				{
					displayName: 'Fetch Data',
					name: 'sync',
					technical: true,
					type: 'options',
					options: syncMode,
					required: true,
					default: 1,
					description: "How the data is fetched. Asynchronously, 'Wait for State' waits for it.",
				},
			],
			effect: {
				submits: "'Get State' shows whether the login was taken: the state is no longer 0.",
			},
			errors: {
				// gap QC-05
				'HTTP 404': {
					message: 'The server does not know the interface for the CHSI login',
					remedy:
						"Choose the other 'Degree Login Path' under the special settings of the credential: the document's path may be misprinted.",
					original: '',
				},
			},
			output: success,
			run: async (call) => {
				const path = credentialChoice(
					call.credential,
					['degreeLoginPath', 'Degree Login Path'],
					['/telecom/collect/login', '/degree/collect/login'],
				);
				return await submit(call, { path });
			},
		},
		waitForState: waitForState(
			stateQuestion,
			'Wait for a degree state',
			'等待学历采集状态',
			[openId, ...waitingFields],
			() => table,
		),
		getState: stateQuestion,
		getRawData: {
			id: 'degreeGetRawData',
			endpoint: 'POST /degree/data/raw-data',
			name: 'Get Raw Data',
			chinese: '获取学历原始数据',
			action: 'Get the raw data of a degree collection',
			description:
				'Get all collected data, when nextAction is getData (原始数据查询). While it is incomplete, ready is false.',
			fields: [openId],
			effect: 'reads',
			output: collected,
			run: async (call) => await getData(call),
		},
	},
};
