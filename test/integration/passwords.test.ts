import type { IDataObject } from 'n8n-workflow';

import { ALL_FIELDS } from '../support/fields';
import { person } from '../support/qiancheng-data';
import { providers, runExample } from '../support/providers';
import { useServers } from '../support/servers';

const servers = useServers();
const openId = { open_id: '1' };
const login = { entry_id: '1', login_name: 'u' };
const registration = { third_party_user_id: 'u', mobile: '13800138000' };

/** Every operation with a password, by its place, and what else it needs. */
const operations: Array<[place: string, values: IDataObject]> = [
	['htouhui.user.register.password', registration],
	['qianchengCredit.degree.login.password', { ...openId, account: 'a', sync: '0' }],
	['qianchengCredit.ebank.create.password', { ...person(1), ...login, interfaceVersion: 'v1' }],
	['qianchengCredit.ebank.login.password', { ...openId, ...login }],
	['qianchengCredit.telecom.create.service_password', person(1)],
	['qianchengCredit.telecom.submitQueryPassword.query_password', openId],
	['qianchengCredit.telecom.submitServicePassword.service_password', openId],
];

test('every operation with a password is here', () => {
	const places = ALL_FIELDS.filter(({ field }) => field.as === 'password').map(
		({ place }) => place,
	);
	expect(operations.map(([place]) => place).sort()).toEqual(places.sort());
});

describe.each(['form', 'json'])('in a body as %s', (bodyFormat) => {
	test.each(operations)('%s is sent as it is given', async (place, values) => {
		const [id, resource, operation, name] = place.split('.');
		const provider = providers.find(
			(one) => one.name.replace(' ', '').toLowerCase() === id.toLowerCase(),
		);
		if (!provider) throw new Error(`No provider ${id}`);
		for (const password of ['  a b ', '密码\u3000', "'1234", ' 0012 ', '+%20&=']) {
			servers.received.length = 0;
			const address = await servers.answering({ status: 500 });
			const example = { resource, operation, values: { ...values, [name]: password } };
			const credentials = { specialSettings: true, bodyFormat };
			await runExample(provider, example, address, { credentials });
			const body = Buffer.from(servers.received.at(-1) ?? '', 'latin1').toString();
			const sent: unknown =
				bodyFormat === 'json'
					? (JSON.parse(body) as IDataObject)[name]
					: new URLSearchParams(body).get(name);
			expect(sent).toBe(password);
		}
	});
});
