import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { demoCredentials } from '../../scripts/lib/demo-credentials.ts';
import { jsonOf } from '../../scripts/lib/n8n-client.ts';
import { jpeg, newMobile, steps } from '../support/applicant';
import { binaryFile } from '../support/n8n-file';
import { controlOf } from '../support/sandbox';
import { HSTONG, itemsNode, row } from '../support/workflow';
import { sharedEnvironment, type Environment } from './support/environment';

// Provokes every kind of failure, then searches everything that n8n has written for secrets.

const WRONG_SECRET = 'another-secret-that-is-wrong';
const MARKER = 'leak-test-marker-4711';

let environment: Environment;
let control: ReturnType<typeof controlOf>;
beforeAll(async () => {
	environment = await sharedEnvironment();
	control = controlOf(environment.sandbox);
});
afterAll(async () => await control.noFaults());

const FAULTS = ['drop', 'http500', 'malformed', 'truncated'];

async function credential(name: string, changes: IDataObject) {
	const [{ type, data }] = demoCredentials(environment.sandbox.urls);
	return {
		id: await environment.n8n.saveCredential({ name, type, data: { ...data, ...changes } }),
		name,
	};
}

/** Runs one operation on one item. */
async function run(
	hstongApi: { id: string; name: string },
	resource: string,
	operation: string,
	parameters: IDataObject,
) {
	const node = {
		name: 'Call',
		type: HSTONG,
		credentials: { hstongApi },
		parameters: { resource, operation, options: { retries: 0, timeout: 2 }, ...parameters },
	};
	const files = { data: binaryFile(jpeg(500), 'a.jpg') };
	const workflow = row('leaks', [itemsNode('Item', [{ marker: MARKER }], files), node]);
	const { id } = await environment.n8n.saveWorkflow(workflow);
	return await environment.n8n.run(id);
}

/** Every file that n8n has written, as text of single bytes. */
function written(): Array<[file: string, text: string]> {
	const { userFolder, logFile } = environment;
	const folder = join(userFolder, '.n8n');
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => !file.includes('node_modules'));
	return [...files, logFile].map((file) => [file, readFileSync(file, 'latin1')]);
}

test('no secret is in any output, error, execution record or log', async () => {
	const good = await credential('leaks', {});
	const wrong = await credential('leaks wrong', { appSecret: WRONG_SECRET });
	const nowhere = await credential('leaks nowhere', { baseUrl: 'http://127.0.0.1:9' });

	const mobile = newMobile();
	await run(good, 'authorization', 'sendSmsCode', { mobile });
	const mobileCode = await control.smsCode(mobile);
	const authorized = await run(good, 'authorization', 'authorize', { mobile, mobileCode });
	const { token } = jsonOf(authorized, 'Call')[0];
	await run(good, 'application', 'agree', { token });
	const uploaded = await run(good, 'identity', 'uploadPhoto', { token, type: 'front' });
	const { applyId } = jsonOf(uploaded, 'Call')[0];

	const statuses: string[] = [];
	for (const [resource, operation, parameters] of [
		['identity', 'getPhoto', { token, applyId, type: 'front' }],
		['identity', 'submit', { token, ...steps.identity(901) }],
		['identity', 'uploadPhoto', { token, type: 'back' }],
		['application', 'getProgress', { token }],
	] as Array<[string, string, IDataObject]>) {
		for (const kind of FAULTS) {
			await control.faults({ events: [{ everyNth: 1, kind, when: 'after' }] });
			statuses.push((await run(good, resource, operation, parameters)).status);
		}
		await control.noFaults();
		await control.faults({ force: [{ code: '10106', times: 1 }] });
		statuses.push((await run(good, resource, operation, parameters)).status);
		await control.faults({ latencyMs: 3000, force: null });
		statuses.push((await run(good, resource, operation, parameters)).status);
		await control.noFaults();
		statuses.push((await run(wrong, resource, operation, parameters)).status);
		statuses.push((await run(nowhere, resource, operation, parameters)).status);
	}
	expect(statuses).toEqual(statuses.map(() => 'error'));
	for (const { id } of [good, wrong, nowhere]) await environment.n8n.testCredential(id);

	const texts = written();
	// The search must see what executions leave behind, or it would prove nothing.
	expect(texts.filter(([, text]) => text.includes(MARKER)).length).toBeGreaterThan(0);
	const [{ data }] = demoCredentials(environment.sandbox.urls);
	const secrets: Array<string | RegExp> = [
		String(data.appSecret),
		WRONG_SECRET,
		/token=[0-9a-f]{32}/,
		/sign=[0-9a-f]{32}/,
		/client_secret/,
	];
	const found = secrets.flatMap((secret) =>
		texts
			.filter(([, text]) =>
				typeof secret === 'string' ? text.includes(secret) : secret.test(text),
			)
			.map(([file]) => `${secret} in ${file}`),
	);
	expect(found).toEqual([]);
}, 180_000);
