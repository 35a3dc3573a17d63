import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';

import { credentialChoice } from '../../shared/model/credential';

/**
 * The groups that the document calls 一维数组, where it calls a list 二维: their names on the wire, and by what the
 * setting that makes lists of them is called (gap QC-22).
 */
const ROWS: Record<string, [setting: string, label: string]> = {
	ants_lines: ['antsLinesAs', 'Credit Lines at Alipay (花呗信息)'],
	card_info: ['cardInfoAs', 'Bank Cards (绑卡信息)'],
	user_contact: ['userContactAs', 'Emergency Contacts (紧急联系人)'],
	user_login_upload_logs: ['userLoginUploadLogsAs', 'Logins (登录信息)'],
	user_proof_materia: ['userProofMateriaAs', 'Identity Photos (身份证信息)'],
	zm_data: ['zmDataAs', 'Zhima Credit (芝麻信息)'],
};

/** What the setting of a group is called, for people. */
export const settingLabel = (group: string): string => `Send ${ROWS[group][1]}`;

/** Whether a group is sent as a list; n8n leaves out settings that are not shown. */
export const isSentAsList = (credential: ICredentialDataDecryptedObject, group: string): boolean =>
	credentialChoice(credential, [ROWS[group][0], settingLabel(group)], ['row', 'list']) === 'list';

/** The settings of the credential, one for each group. */
export const rowSettings: INodeProperties[] = Object.entries(ROWS).map(([group, [name]]) => ({
	displayName: settingLabel(group),
	name,
	type: 'options',
	options: [
		{ name: 'As a List', value: 'list' },
		{ name: 'As One Row (一维数组, as Printed)', value: 'row' },
	],
	default: 'row',
	description: `How ${group} is sent in a risk audit. Change it when Qiancheng takes several, or refuses one that stands alone.`,
}));
