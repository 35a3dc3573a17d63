import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { HstongApi } from '../../../credentials/HstongApi.credentials';
import { HtouhuiApi } from '../../../credentials/HtouhuiApi.credentials';
import { UserVerificationApi } from '../../../credentials/UserVerificationApi.credentials';
import { WebankApi } from '../../../credentials/WebankApi.credentials';
import { HSTong } from '../../../nodes/HSTong/HSTong.node';
import { Htouhui } from '../../../nodes/Htouhui/Htouhui.node';
import { HtouhuiTrigger } from '../../../nodes/Htouhui/HtouhuiTrigger.node';
import { UserVerification } from '../../../nodes/UserVerification/UserVerification.node';
import { WeBank } from '../../../nodes/WeBank/WeBank.node';
import { WeBankTrigger } from '../../../nodes/WeBank/WeBankTrigger.node';

// Workflows store these names and values. A change of the snapshot breaks workflows that users have
// built: once released, add a node version instead.

function outline(properties: INodeProperties[], indent = ''): string[] {
	return properties.flatMap(({ name, type, options = [], displayOptions }) => {
		const { resource, operation } = displayOptions?.show ?? {};
		const where = [resource, operation].filter(Boolean).map(String).join('.');
		const nested = type === 'collection' ? (options as INodeProperties[]) : [];
		const values =
			type === 'options' ? (options as INodePropertyOptions[]).map(({ value }) => value) : [];
		return [
			`${indent}${where && `[${where}] `}${name}: ${type}${values.length ? ` ${values.join('|')}` : ''}`,
			...outline(nested, `${indent}  `),
		];
	});
}

test.each([
	['HSTong', new HSTong().description.properties],
	['HSTong API', new HstongApi().properties],
	['Htouhui', new Htouhui().description.properties],
	['Htouhui Trigger', new HtouhuiTrigger().description.properties],
	['Htouhui API', new HtouhuiApi().properties],
	['User Verification', new UserVerification().description.properties],
	['User Verification API', new UserVerificationApi().properties],
	['WeBank', new WeBank().description.properties],
	['WeBank Trigger', new WeBankTrigger().description.properties],
	['WeBank API', new WebankApi().properties],
])('names and values of %s are frozen', (_name, properties) => {
	expect(outline(properties).join('\n')).toMatchSnapshot();
});
