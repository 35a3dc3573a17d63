import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/HSTong/operations';
import { jsonOf } from '../support/n8n-driver.ts';
import { jpeg, newMobile, png, steps } from '../support/applicant';
import { binaryFile } from '../support/n8n-file';
import { HSTONG, itemsNode, row, type NodeInput } from '../support/workflow';
import { chainsOf, errorOf } from './support/chain';
import { useHost } from './support/use-host';

const { environment, control, account } = useHost();
let credentials: NodeInput['credentials'];

beforeAll(async () => ({ credentials } = await account('hstongApi', 'hstong e2e')));
afterEach(async () => await control.noFaults());

const {
	node: hstong,
	httpRequest,
	execute,
	bytesOf,
} = chainsOf(environment, HSTONG, () => credentials);

/** The nodes that authorize a new applicant; the SMS code comes from the sandbox's page. */
const authorization = (mobile: string): NodeInput[] => [
	hstong('Send SMS Code', 'authorization', 'sendSmsCode', { mobile }),
	{
		name: 'Read SMS',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url: `${environment.sandbox.controlUrl}/hstong/sms?mobile=${mobile}` },
	},
	hstong('Authorize', 'authorization', 'authorize', { mobile, mobileCode: '={{ $json.code }}' }),
];

const files = {
	front: binaryFile(jpeg(3000, 1), '身份证 正面.jpg'),
	back: binaryFile(jpeg(3001, 2), 'back.jpg'),
	face: binaryFile(jpeg(3002, 3), 'face.jpg'),
	sign: binaryFile(png(1500), 'sign.png', 'image/png'),
};

test('all 25 operations, chained by their items, open an account', async () => {
	const applyId = { applyId: "={{ $('Upload Front').first().json.applyId }}" };
	const mobile = newMobile();
	const chain: NodeInput[] = [
		...authorization(mobile),
		itemsNode('Files', [{}], files),
		hstong('Agree', 'application', 'agree'),
		hstong('Upload Front', 'identity', 'uploadPhoto', { type: 'front', image: 'front' }),
		hstong('Upload Back', 'identity', 'uploadPhoto', { type: 'back', image: 'back' }),
		hstong('Recognize', 'identity', 'recognize'),
		hstong('Submit Identity', 'identity', 'submit', steps.identity(900)),
		hstong('Get Identity', 'identity', 'get'),
		hstong('Get Front', 'identity', 'getPhoto', { ...applyId, binaryPropertyName: 'stored' }),
		hstong('Submit Data', 'personalData', 'submit', steps.personalData),
		hstong('Get Data', 'personalData', 'get'),
		hstong('Submit Finances', 'finances', 'submit', steps.finances),
		hstong('Get Finances', 'finances', 'get'),
		hstong('Submit Declarations', 'declarations', 'submit', steps.declarations),
		hstong('Get Declarations', 'declarations', 'get'),
		hstong('Submit Accounts', 'accounts', 'submit', steps.accounts),
		hstong('Get Accounts', 'accounts', 'get'),
		hstong('Submit Risks', 'riskDisclosure', 'submit', steps.riskDisclosure),
		hstong('Get Risks', 'riskDisclosure', 'get'),
		hstong('Progress', 'application', 'getProgress'),
		hstong('Upload Face 1', 'liveness', 'uploadPhoto', { type: 1, image: 'face' }),
		hstong('Get Action', 'liveness', 'getAction'),
		hstong('Upload Face 2', 'liveness', 'uploadPhoto', { type: 2, image: 'face' }),
		hstong('Get Face', 'liveness', 'getPhoto', { type: 2 }),
		hstong('Get Signature', 'signature', 'get'),
		hstong('Sign', 'signature', 'submit', { signature: 'sign' }),
		hstong('Status', 'application', 'getStatus'),
	];
	const executed = new Set(
		chain
			.filter(({ type }) => type === HSTONG)
			.map(({ parameters }) => `${parameters?.resource}.${parameters?.operation}`),
	);
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.keys(operations).map((operation) => `${resource}.${operation}`),
	);
	expect(all).toHaveLength(25);
	expect([...executed].sort()).toEqual(all.sort());

	const since = await control.lastSeq();
	const execution = await execute('all operations', chain);
	expect(errorOf(execution)).toBeUndefined();
	expect(jsonOf(execution, 'Recognize')[0]).toMatchObject({ name: expect.any(String) });
	expect(jsonOf(execution, 'Progress')[0]).toMatchObject({
		step: '7',
		stepLabel: 'Risk Disclosure Done (已风险披露)',
		nextStep: 'Step 7: Liveness',
	});
	expect(jsonOf(execution, 'Get Data')[0]).toMatchObject({ genderLabel: 'Female (女)' });
	expect(jsonOf(execution, 'Status')[0]).toMatchObject({
		status: '2',
		statusLabel: 'Under Review (审核中)',
	});
	expect(await bytesOf(execution, 'Get Front', 'stored')).toEqual(jpeg(3000, 1));
	expect(await bytesOf(execution, 'Get Face', 'data')).toEqual(jpeg(3002, 3));
	const refused = (await control.journal(since)).filter(({ processed }) => !processed);
	expect(refused).toEqual([]);

	await control.review(mobile, 6);
	const { token } = jsonOf(execution, 'Status')[0];
	const opened = await execute('opened', [hstong('Status', 'application', 'getStatus', { token })]);
	expect(jsonOf(opened, 'Status')[0].statusLabel).toBe(
		'HK and US Stock Accounts Opened (开通港股和美股账户)',
	);
});

async function newToken(): Promise<string> {
	const execution = await execute('authorize', authorization(newMobile()));
	return String(jsonOf(execution, 'Authorize')[0].token);
}

test("n8n's HTTP Request node calls any HSTong path with the credential, GET and form POST", async () => {
	const { hstong: url } = environment.sandbox.urls;
	const values = (fields: IDataObject) => ({
		parameters: Object.entries(fields).map(([name, value]) => ({ name, value })),
	});
	const token = await newToken();
	const execution = await execute('HTTP Request', [
		itemsNode('Files', [{ token }], files),
		hstong('Agree', 'application', 'agree'),
		hstong('Upload', 'identity', 'uploadPhoto', { type: 'front', image: 'front' }),
		httpRequest('Get', {
			url: `=${url}/account/apply/{{ $json.applyId }}/images/id-card/front`,
			sendQuery: true,
			queryParameters: values({ token }),
			options: { response: { response: { responseFormat: 'file' } } },
		}),
		httpRequest('Post', {
			method: 'POST',
			url: `${url}/account/apply/index`,
			sendBody: true,
			contentType: 'form-urlencoded',
			bodyParameters: values({ token }),
		}),
	]);
	expect(errorOf(execution)).toBeUndefined();
	expect(await bytesOf(execution, 'Get', 'data')).toEqual(jpeg(3000, 1));
	expect(jsonOf(execution, 'Post')[0]).toMatchObject({ code: '00000', result: { step: '1' } });
});

test('a workflow whose conditions are expressions can be published', async () => {
	const fromItem = Object.fromEntries(
		Object.keys(steps.declarations).map((name) => [name, `={{ $json.body.${name} }}`]),
	);
	const workflow = row('published', [
		hstong('Submit', 'declarations', 'submit', { ...fromItem, token: '={{ $json.body.token }}' }),
	]);
	workflow.nodes[0] = {
		...workflow.nodes[0],
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: 'published',
		parameters: { path: 'published', httpMethod: 'POST' },
	};
	const { n8n } = environment;
	const { id } = await n8n.saveWorkflow(workflow);
	await n8n.publish(id);
	await n8n.unpublish(id);
});
