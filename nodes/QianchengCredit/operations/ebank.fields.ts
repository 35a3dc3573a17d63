import type { IDataObject } from 'n8n-workflow';

import { additionalFields, asTextHint, passwordField } from '../../shared/model/commonFields';
import { SetupProblem } from '../../shared/model/errors';
import type { Field } from '../../shared/model/field';
import { clientType } from '../dictionaries';
import { text } from './fields';

/** Chapters 5 and 6: the same steps in another order, with other fields (gap QC-35). */
export const version: Field = {
	displayName: 'Interface Version',
	name: 'interfaceVersion',
	technical: true,
	type: 'options',
	options: [
		{
			name: 'Version 1',
			value: 'v1',
			description: 'Get Banks, Upload Agreement, Start Collection with the login',
		},
		{
			name: 'Version 2',
			value: 'v2',
			description: 'Start Collection, Get Banks, Upload Agreement, Log In to Bank',
		},
	],
	default: 'v2',
	description: 'The version that Qiancheng has opened for your account; use the same in all steps',
	local: true,
};

export const inV1 = { show: { interfaceVersion: ['v1'] } };
export const inV2 = { show: { interfaceVersion: ['v2'] } };

export const entryId: Field = text('Login Type ID', 'entry_id', '登录类型', '12', {
	required: true,
	source: "'Get Banks'",
	description:
		"Which login of which bank, from 'Get Banks': entryId in version 1, entry_id in version 2. Beside it stands for which cards the login is.",
});

export const loginName: Field = text(
	'Bank Login Name',
	'login_name',
	'网银登录账号',
	'6222020000000000000',
	{
		required: true,
		personal: 'account',
		hint: asTextHint,
		description:
			'What the person logs in to the bank with: ID card number, card number, login name or mobile number',
	},
);

export const bankPassword: Field = passwordField(
	'Bank Password',
	'password',
	'网银登录密码',
	'Password for the login; a few banks need none, such as Everbright',
	{ required: false },
);

const coordinate = (
	displayName: string,
	name: string,
	chinese: string,
	example: number,
	most: number,
): Field => ({
	...{
		displayName,
		name,
		chinese,
		technical: true,
		type: 'number',
		default: '',
		placeholder: `e.g. ${example}`,
	},
	typeOptions: { minValue: -most, maxValue: most },
	description: `${displayName} in degrees`,
});

/** Section 5.1.3; the kind of client is needed as soon as one of the others is given (gap QC-47). */
export const clientInformation: Field = {
	...additionalFields(
		text('City', 'city', '用户所在城市', '长沙', { technical: true }),
		{
			displayName: 'Client Type',
			name: 'client_type',
			chinese: '客户端类型',
			technical: true,
			type: 'options',
			options: clientType,
			default: 0,
			description: 'Needed when any of the other fields is filled in',
		},
		text('Device ID', 'udid', '终端设备', 'dev-1', { technical: true }),
		text('IP Address', 'ip', '用户 IP 地址', '203.0.113.7', { technical: true }),
		coordinate('Latitude', 'lat', '用户纬度', 28.2, 90),
		coordinate('Longitude', 'lon', '用户经度', 112.9, 180),
		text('Province', 'province', '用户所在省份', '湖南', { technical: true }),
	),
	displayName: 'Client Information',
	description: "The person's device and browser, where Qiancheng asks for it",
	name: 'user_info',
	chinese: '客户端信息',
	sendAs: 'user_info',
	displayOptions: inV1,
};

/**
 * Looks at the fields of the client together (gap QC-47).
 *
 * @throws SetupProblem when the kind of client is missing beside others
 */
export function checkClient({ user_info: client }: IDataObject): void {
	if (client === undefined || (client as IDataObject).client_type !== undefined) return;
	throw new SetupProblem(
		"'Client Type' is empty",
		"Nothing was sent. Qiancheng wants it together with the other fields of 'Client Information'.",
	);
}
