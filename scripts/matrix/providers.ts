import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { demoCredentials } from '../../sandbox/registry.ts';
import type { CredentialInput } from '../host/n8n-types.ts';
import type { AnyN8n } from './client.ts';
import type { Control } from '../shared/control.ts';
import { listThrough, own } from './workflows.ts';

/** What came out of a node, and by which output. */
export interface Out extends IDataObject {
	branch: 'success' | 'error';
	error?: string;
	details?: { code?: string; outcome?: string; description?: string };
}

/** Sends items through an operation and returns what came out. */
type Through = (
	operation: [resource: string, operation: string],
	parameters: INodeParameters,
	items: IDataObject[],
) => Promise<Out[]>;

interface Smoke {
	node: string;
	credential: string;
	/** Changes of the sandbox's credential. */
	changes?: IDataObject;
	options?: INodeParameters;
	/** What becomes of the second item, where it is not refused by the provider. */
	outcome?: string;
	/** Two items go in: the first is carried out, the second fails. */
	run: (through: Through, control: Control) => Promise<Out[]>;
}

const field = (name: string) => `={{ $json.${name} }}`;

/** What each provider is asked for. The order of the items is that of the answers. */
export const SMOKES: Record<string, Smoke> = {
	'Submit Only Once': {
		...{ node: 'htouhui', credential: 'htouhuiApi', outcome: 'alreadySubmitted' },
		options: { submitOnlyOnce: field('id'), concurrency: 1 },
		run: async (through) => {
			const user = { id: `once${Date.now()}`, mobile: '13700137000' };
			const parameters = { mobile: field('mobile'), third_party_user_id: field('id') };
			return await through(['user', 'register'], parameters, [user, user]);
		},
	},
	HSTong: {
		...{ node: 'hSTong', credential: 'hstongApi' },
		run: async (through, control) => {
			const mobile = `138${String(Date.now()).slice(-8)}`;
			await through(['authorization', 'sendSmsCode'], { mobile: field('mobile') }, [{ mobile }]);
			const { code } = await control<{ code: string }>(`/hstong/sms?mobile=${mobile}`);
			const parameters = { mobile: field('mobile'), mobileCode: field('code') };
			const wrong = code === '111111' ? '222222' : '111111';
			const items = [
				{ mobile, code },
				{ mobile: '13900139000', code: wrong },
			];
			return await through(['authorization', 'authorize'], parameters, items);
		},
	},
	Htouhui: {
		...{ node: 'htouhui', credential: 'htouhuiApi' },
		run: async (through) => {
			const user = (id: string, mobile: string) => ({ id, mobile });
			const parameters = { mobile: field('mobile'), third_party_user_id: field('id') };
			const now = Date.now();
			const mobiles = [now, now + 1].map((time) => `138${String(time).slice(-8)}`);
			await through(['user', 'register'], parameters, [user(`a${now}`, mobiles[0])]);
			const items = [user(`b${now}`, mobiles[1]), user(`a${now}`, mobiles[0])];
			return await through(['user', 'register'], parameters, items);
		},
	},
	'Qiancheng Credit': {
		...{ node: 'qianchengCredit', credential: 'qianchengCreditApi' },
		run: async (through) => {
			const person = { name: '王大志', id_card: '11010519491231002X', mobile: '13800138000' };
			const fields: INodeParameters = Object.fromEntries(
				Object.keys(person).map((name) => [name, field(name)]),
			);
			const parameters = { ...fields, service_password: '123456' };
			const [{ open_id }] = await through(['telecom', 'create'], parameters, [person]);
			const items = [{ open_id }, { open_id: 'unknown' }];
			return await through(['telecom', 'getState'], { open_id: field('open_id') }, items);
		},
	},
	'User Verification': {
		...{ node: 'userVerification', credential: 'userVerificationApi' },
		// A key stands for one person, so it comes with the item.
		changes: { apiKey: field('key') },
		run: async (through) =>
			await through(['verification', 'get'], {}, [
				{ key: 'sandbox-verification-user-1' },
				{ key: 'nobody' },
			]),
	},
	WeBank: {
		...{ node: 'weBank', credential: 'webankApi' },
		run: async (through, control) => {
			const force = [{ path: '/api/s/yh/10009', code: '60840002', times: 1 }];
			await control('/faults', { webank: { force } });
			const parameters = {
				...{ bizPath: 'yh', service_code: field('service'), specifyBody: 'json' },
				body: '{"NAME":"王大志"}',
			};
			const items = [{ service: '10002' }, { service: '10009' }];
			return await through(['business', 'call'], parameters, items);
		},
	},
};

/** The sandbox's credential of a type, as it would be saved. */
export function sandboxCredential(type: string, urls: Record<string, string>): CredentialInput {
	const found = demoCredentials(urls).find((credential) => credential.type === type);
	if (!found) throw new Error(`The sandbox has no credential of the type ${type}.`);
	return { ...found, data: { ...found.data } };
}

/**
 * Sends one item that succeeds and one that fails through a provider's node with an error output.
 *
 * @returns what is wrong, if anything
 */
export async function smokeOf(
	name: string,
	n8n: AnyN8n,
	control: Control,
	urls: Record<string, string>,
): Promise<string | undefined> {
	const { node, credential, changes, options = {}, outcome, run } = SMOKES[name];
	const stored = sandboxCredential(credential, urls);
	const id = await n8n.saveCredential({ ...stored, name, data: { ...stored.data, ...changes } });
	const out = await run(async ([resource, operation], parameters, items) => {
		const path = `${name} ${operation}`.toLowerCase().replace(/\W+/g, '-');
		const workflow = await n8n.saveWorkflow(
			listThrough(path, {
				type: own(node),
				parameters: { resource, operation, ...parameters, options },
				credentials: { [credential]: { id, name } },
			}),
		);
		await n8n.publish(workflow.id);
		return await n8n.call<Out[]>(path, { items });
	}, control);
	return faultIn(out, outcome);
}

/** What is wrong with the items that came out, if anything. */
export function faultIn(out: Out[], outcome = 'refused'): string | undefined {
	const branches = out.map(({ branch }) => branch).join(', ');
	if (branches !== 'success, error') return `the outputs had: ${branches || 'nothing'}`;
	const [{ error: unexpected }, { error, details }] = out;
	if (unexpected) return `the first item failed: ${unexpected}`;
	const hasCode = outcome !== 'refused' || details?.code;
	if (!error || details?.outcome !== outcome || !hasCode || !details.description)
		return `the failed item says: ${JSON.stringify({ error, details }).slice(0, 300)}`;
	return undefined;
}
