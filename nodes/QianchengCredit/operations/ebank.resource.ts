import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { hiddenField } from '../../shared/model/commonFields';
import { credentialChoice } from '../../shared/model/credential';
import { labelOf, withLabels } from '../../shared/model/dictionary';
import type { Call, Operation, Resource } from '../../shared/model/operation';
import { codeForm } from '../../shared/values/normalize';
import { ebankServiceProvider, entryType } from '../dictionaries';
import { ebank as tableV1, ebankV2 as tableV2, type StateTable } from '../states';
import {
	bankPassword,
	checkClient,
	clientInformation,
	entryId,
	inV1,
	inV2,
	loginName,
	version,
} from './ebank.fields';
import {
	captchaField,
	collected,
	idCard,
	mobile,
	openId,
	personName,
	state,
	success,
} from './fields';
import { fieldsIn, getData, getState, start, submit } from './requests';
import { waitForState, waitingFields } from './waiting';

const isV2 = (call: Call): boolean => call.values().local.interfaceVersion === 'v2';

const tableOf = (call: Call): StateTable => (isV2(call) ? tableV2 : tableV1);

const stateQuestion: Operation = {
	id: { v1: 'ebankGetState', v2: 'ebankV2GetState' },
	endpoint: { v1: 'POST /ebank/collect/get-state', v2: 'POST /v2/ebank/collect/get-state' },
	name: 'Get State',
	chinese: '查询网银采集状态',
	action: 'Get the state of an e bank collection',
	description:
		'Get the state of a collection and what to do next; a picture captcha comes out as a file as well (查询状态接口)',
	fields: [version, openId, captchaField],
	effect: 'reads',
	output: state,
	run: async (call) => await getState(call, tableOf(call)),
};

export const ebank: Resource = {
	name: 'E-Bank',
	chinese: '网银',
	description: "Collect a person's bank statements through online banking (网银)",
	operations: {
		create: {
			id: { v1: 'ebankCreate', v2: 'ebankV2Create' },
			endpoint: { v1: 'POST /ebank/collect/open-id', v2: 'POST /v2/ebank/collect/open-id' },
			name: 'Start Collection',
			chinese: '开始网银采集',
			action: 'Start an e bank collection',
			description:
				"Start to collect e-bank data (获取网银查询令牌接口). In version 1 'Upload Agreement' comes before.",
			fields: [
				version,
				personName,
				idCard,
				mobile,
				{ ...entryId, displayOptions: inV1 },
				{ ...loginName, displayOptions: inV1 },
				{ ...bankPassword, displayOptions: inV1 },
				clientInformation,
			],
			effect: {
				submits:
					"Start another collection; the first one probably ends by itself. In version 1 that is another login at the bank, which may lock the person's account after a few.",
			},
			run: async (call) => {
				checkClient(call.values().wire);
				const { json } = await start(call);
				const label = labelOf(ebankServiceProvider, json.type);
				return { json: { ...json, ...(label && { typeLabel: label }) } };
			},
		},
		getBanks: {
			id: { v1: 'ebankGetBankInfo', v2: 'ebankV2GetBankList' },
			endpoint: { v1: 'POST /ebank/collect/bank-info', v2: 'POST /v2/ebank/collect/bank-list' },
			name: 'Get Banks',
			chinese: '查询银行列表',
			action: 'Get the banks for an e bank collection',
			description:
				'Get the banks, their kinds of login, and the fields to ask the person for (获取银行信息接口)',
			fields: [version, { ...openId, displayOptions: inV2 }],
			effect: 'reads',
			output: { banks: 'list' },
			personal: { name: null }, // It is that of an input.
			run: async (call) => {
				const data = await call.request({ body: call.values().wire });
				return { json: { banks: banksIn(data) } };
			},
		},
		uploadLicense: {
			id: { v1: 'ebankUploadLicense', v2: 'ebankV2UploadLicense' },
			endpoint: {
				v1: 'POST /ebank/collect/license-upload',
				v2: 'POST /v2/ebank/collect/license-upload',
			},
			name: 'Upload Agreement',
			chinese: '上传授权协议',
			action: 'Upload an e bank agreement',
			description:
				'Tell that the person has agreed to the collection; the login is possible only after it (授权协议上传接口)',
			fields: [
				version,
				{ ...openId, displayOptions: inV2 },
				entryId,
				loginName,
				{ ...personName, displayOptions: inV1 },
				{ ...idCard, displayOptions: inV1 },
			],
			effect: {
				submits:
					"Go on with 'Start Collection' (version 1) or 'Log In to Bank' (version 2), which Qiancheng refuses while the agreement is missing, and only then upload it again: that probably does no harm, about which the document says nothing.",
			},
			output: success,
			run: submit,
		},
		login: {
			id: 'ebankV2Login',
			endpoint: 'POST /v2/ebank/collect/login',
			name: 'Log In to Bank (Version 2)',
			chinese: '登录网银',
			action: 'Log in to the bank for an e bank collection',
			description:
				"Log in at the bank, when nextAction is login (提交网银登录信息接口). In version 1 'Start Collection' does it.",
			fields: [openId, entryId, loginName, bankPassword],
			effect: {
				submits: "'Get State' shows whether the login was taken: the state is no longer 0.",
			},
			output: state,
			run: async (call) => await getState(call, tableV2),
		},
		waitForState: waitForState(
			stateQuestion,
			'Wait for an e bank state',
			'等待网银采集状态',
			[version, openId, ...waitingFields, captchaField],
			tableOf,
		),
		getState: stateQuestion,
		submitCaptcha: {
			id: { v1: 'ebankSubmitCaptcha', v2: 'ebankV2SubmitCaptcha' },
			endpoint: { v1: 'POST /ebank/collect/captcha', v2: 'POST /v2/ebank/collect/captcha' },
			name: 'Submit Captcha',
			chinese: '提交网银验证码',
			action: 'Submit a captcha to an e bank collection',
			description:
				'Submit SMS code, picture text or dynamic password, when nextAction is submitCaptcha (提交验证码接口)',
			fields: [
				version,
				openId,
				hiddenField(
					'Captcha',
					'verify_code',
					'验证码',
					'What the person has read: SMS code, picture captcha or dynamic password',
					{ placeholder: 'e.g. 123456', form: codeForm },
				),
			],
			effect: {
				submits: "'Get State' shows whether it was taken: the state is no longer the one before.",
			},
			output: state,
			run: async (call) => await getState(call, tableOf(call)),
		},
		getRawData: {
			id: { v1: 'ebankGetRawData', v2: 'ebankV2GetRawData' },
			endpoint: { v1: 'POST /ebank/data/raw-data', v2: 'POST /v2/ebank/data/raw-data' },
			name: 'Get Raw Data',
			chinese: '获取网银原始数据',
			action: 'Get the raw data of an e bank collection',
			description:
				'Get all collected data, when nextAction is getData (原始数据查询接口). While it is incomplete, ready is false.',
			fields: [version, openId],
			effect: 'reads',
			output: collected,
			run: async (call) => await getData(call, isV2(call) ? undefined : queryInV1(call.credential)),
		},
	},
};

/** The banks, also one that stands alone, with the label of the cards that each login serves. */
function banksIn(data: unknown): IDataObject[] {
	const given = data === undefined || data === null ? [] : ([data].flat() as IDataObject[]);
	return given.map(
		(bank) =>
			Object.fromEntries(
				Object.entries(fieldsIn(bank)).map(([name, value]) => [
					name,
					LOGINS.includes(name) && Array.isArray(value) ? value.map(withCards) : value,
				]),
			) as IDataObject,
	);
}

const LOGINS = ['loginTypes', 'login_types'];

const withCards = (login: unknown): unknown =>
	typeof login === 'object' && login !== null
		? withLabels(login as IDataObject, { entryType, entry_type: entryType })
		: login;

/** Only here the query is called openId (gap QC-07). */
const queryInV1 =
	(credential: ICredentialDataDecryptedObject) =>
	({ open_id: id }: IDataObject): IDataObject => {
		const name = credentialChoice(
			credential,
			['ebankRawDataIdName', 'E-Bank Raw Data ID Name'],
			['openId', 'open_id', 'both'],
		);
		return name === 'both' ? { openId: id, open_id: id } : { [name]: id };
	};
