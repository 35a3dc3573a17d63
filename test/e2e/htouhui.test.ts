import type { IDataObject, INode } from 'n8n-workflow';

import { resources } from '../../nodes/Htouhui/operations';
import { jsonOf } from '../support/n8n-driver.ts';
import { merchants, newPerson, QUERY_PATH } from '../support/htouhui';
import { HTOUHUI, useHtouhuiHost } from './support/htouhui';
import { row, type NodeInput } from '../support/workflow';
import { chainsOf, errorOf } from './support/chain';

const htouhui = useHtouhuiHost();
const { environment } = htouhui;
let credentials: INode['credentials'];
beforeAll(async () => ({ credentials } = await htouhui.credential('htouhui')));

const { node, httpRequest, execute } = chainsOf(environment, HTOUHUI, () => credentials);

const register = (person: ReturnType<typeof newPerson>) =>
	node('Register', 'user', 'register', {
		mobile: person.mobile,
		password: person.password,
		third_party_user_id: person.third_party_user_id,
		additionalFields: { type: '0' },
	});
const query = (name: string, person: ReturnType<typeof newPerson>) =>
	node(name, 'user', 'query', {
		third_party_user_id: person.third_party_user_id,
		id_card: person.id_card,
	});

test('every operation, chained by its items', async () => {
	const person = newPerson();
	const chain = [
		register(person),
		node('Open', 'user', 'openAccount', {
			third_party_user_id: person.third_party_user_id,
			id_card: person.id_card,
			real_name: person.real_name,
			notify_url: '={{ $execution.resumeUrl }}',
			return_url: 'https://www.example.com/back?a=1',
			furtherFields: { values: [{ name: 'serial_no', value: '={{ $execution.id }}' }] },
		}),
		node('Verify Own', 'notification', 'verify', {
			source: 'return',
			notification: '={{ Object.assign({}, $json.fields, { status: "1" }) }}',
		}),
		query('Query', person),
	];
	const done = chain.map(({ parameters }) => `${parameters?.resource}.${parameters?.operation}`);
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.keys(operations).map((operation) => `${resource}.${operation}`),
	);
	expect(done.sort()).toEqual(all.sort());

	// What was changed after signing stops the workflow.
	const forged = await execute('htouhui forged', chain);
	expect(errorOf(forged).message).toContain('its signature does not fit the credential');
	expect(jsonOf(forged, 'Register')[0]).toMatchObject({
		htouhui_user_id: expect.stringMatching(/^\d+$/),
		furtherFields: { merchant_id: merchants.md5 },
	});
	const [{ fields, html, url }] = jsonOf(forged, 'Open') as [Record<string, IDataObject>];
	expect(fields).toMatchObject({
		...{ serial_no: forged.id, type: '0', merchant_id: merchants.md5 },
		notify_url: expect.stringContaining('/webhook-waiting/'),
	});
	expect(url).toBe(`${environment.sandbox.urls.htouhui}/openapi/user/openAccount`);
	expect(html).toContain('&lt;b&gt;');

	const execution = await execute('htouhui query', [query('Query', person)]);
	expect(jsonOf(execution, 'Query')).toEqual([
		expect.objectContaining({ status: '0', nextType: '0', registered: true, done: false }),
	]);
});

test('a result continues the execution that waits for it; a forged one does not', async () => {
	const person = newPerson();
	const open = node('Open', 'user', 'openAccount', {
		third_party_user_id: person.third_party_user_id,
		id_card: person.id_card,
		real_name: person.real_name,
		notify_url: '={{ $execution.resumeUrl }}',
		return_url: 'https://www.example.com/back',
	});
	const wait: NodeInput = {
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'webhook', httpMethod: 'POST', options: { responseData: 'success' } },
	};
	const verify: NodeInput = {
		...node('Verify', 'notification', 'verify', { notification: '={{ $json.body }}' }),
		onError: 'continueErrorOutput',
	};
	const workflow = row('htouhui wait', [register(person), open, wait, verify]);
	const end = { ...workflow.nodes[0], id: 'end', name: 'End', type: 'n8n-nodes-base.noOp' };
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const { id } = await environment.n8n.saveWorkflow({
		...workflow,
		nodes: [...workflow.nodes, end],
		connections: { ...workflow.connections, Verify: { main: [to('End'), to('Wait')] } },
	});
	const started = await environment.n8n.start(id);
	const waiting = await environment.n8n.waitForExecution(started, { until: ['waiting'] });
	const [{ fields }] = jsonOf(waiting, 'Open') as [{ fields: Record<string, string> }];
	const { pathname, search } = new URL(fields.notify_url);
	const order = { url: environment.n8n.url + pathname + search, merchant: merchants.md5 };

	for (const [i, kind] of ['wrongSignature', 'changedStatus', 'duplicatedField'].entries()) {
		await htouhui.notify({ ...order, kind });
		let runs = 0;
		while (runs <= i) {
			const { data } = await environment.n8n.waitForExecution(started, { until: ['waiting'] });
			runs = data.resultData.runData.Verify?.length ?? 0;
		}
	}
	const sent = await htouhui.notify({ ...order, status: '2' });
	expect(sent).toMatchObject({ asExpected: true, body: 'success' });
	const done = await environment.n8n.waitForExecution(started);
	expect(done.status).toBe('success');
	expect(jsonOf(done, 'End')).toMatchObject([{ status: '2', nextType: '2', verified: true }]);
});

test("n8n's HTTP Request node queries with the credential", async () => {
	const person = newPerson();
	const { third_party_user_id, id_card } = person;
	const fields = Object.entries({ third_party_user_id, id_card });
	const execution = await execute('htouhui HTTP Request', [
		httpRequest('Query', {
			method: 'POST',
			url: environment.sandbox.urls.htouhui + QUERY_PATH,
			sendBody: true,
			contentType: 'form-urlencoded',
			bodyParameters: { parameters: fields.map(([name, value]) => ({ name, value })) },
		}),
	]);
	expect(errorOf(execution)).toBeUndefined();
	expect(jsonOf(execution, 'Query')[0]).toMatchObject({ third_party_user_id, status: '0' });
});
