import { createRequire } from 'node:module';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialType, IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { builtFolder } from '../../scripts/shared/providers.ts';
import { person, riskData } from '../../test/support/qiancheng-data.ts';
import { controlAt } from '../../scripts/shared/control.ts';
import { median } from './measure.ts';

const CONTACTS = 5000;
/** Numbers that were called within twelve months. */
const CALLED = 6500;

export interface RiskMeasurement {
	what: string;
	/** The size of the data as JSON; `sentKB` is that of what is sent for it. */
	payloadKB: number;
	sentKB?: number;
	firstMs: number;
	ms: number;
	/** The longest time for which nothing else could run; on a busy machine other processes lengthen it. */
	firstPauseMs: number;
	pauseMs: number;
	/** The longest stretch of computing by this thread, which they do not. */
	firstStretchMs: number;
	stretchMs: number;
}

/** An address book and the calls of a year by number: 2 MB. */
function largePayload(orderId: number): IDataObject {
	const { telecom_data, ...data } = riskData(orderId);
	const phone = (i: number) => String(13_000_000_000 + i * 7919);
	return {
		...data,
		user_mobile_contacts: Array.from({ length: CONTACTS }, (_, i) => ({
			mobile: phone(i),
			name: `联系人${i}`,
		})),
		telecom_data: {
			...(telecom_data as IDataObject),
			bill_list: Array.from({ length: 12 }, (_, i) => ({
				month: `2025${String(i + 1).padStart(2, '0')}`,
				amount: '58.00',
			})),
			contact_list: Array.from({ length: CALLED }, (_, i) => ({
				phone: phone(i),
				first_contact_date: '2025-01-01',
				last_contact_date: '2025-12-31',
				...{ talk_seconds: String(i * 60), talk_cnt: String(i), call_seconds: String(i * 20) },
				...{ call_cnt: '12', called_seconds: '345', called_cnt: '7' },
				...{ msg_cnt: 8, send_cnt: 3, receive_cnt: 5, unknown_cnt: 0 },
				...{ contact_1w: 1, contact_1m: 4 },
			})),
		},
	};
}

/**
 * The node as it is built, in this process: what it does itself, without n8n's expressions. What else runs
 * here is the timer that watches the pauses.
 */
export async function measureRisk(
	sandbox: { controlUrl: string; urls: Record<string, string> },
	rounds: number,
): Promise<RiskMeasurement[]> {
	const load = createRequire(join(builtFolder(), 'index.js'));
	// Their types are those of the sources, so that a change there shows here.
	const { checkPayload } = load(
		'./nodes/QianchengCredit/risk/checkPayload',
	) as typeof import('../../nodes/QianchengCredit/risk/checkPayload.ts');
	const { QianchengCredit } = load('./nodes/QianchengCredit/QianchengCredit.node') as {
		QianchengCredit: new () => INodeType;
	};
	const { QianchengCreditApi } = load('./credentials/QianchengCreditApi.credentials') as {
		QianchengCreditApi: new () => ICredentialType;
	};
	const [node, type] = [new QianchengCredit(), new QianchengCreditApi()];
	const credentials: IDataObject = {
		...Object.fromEntries(type.properties.map(({ name, default: value }) => [name, value])),
		...{ environment: 'custom', baseUrl: sandbox.urls['qiancheng-credit'] },
		...{ username: 'sandbox-qiancheng', password: 'qiancheng-sandbox-password', riskPublicKey },
	};
	await controlAt(sandbox.controlUrl)('/reset', {});
	const helpers = { httpRequest: send };
	Object.assign(
		credentials,
		await type.preAuthentication?.call({ helpers } as never, credentials as never),
	);
	let sentKB = 0;
	const sign = async (options: object): Promise<Sent> => {
		const signed = await (type.authenticate as Authenticate)(credentials, options);
		sentKB = Math.round(signed.body.length / 1024);
		return signed;
	};

	const { mobile, ...rest } = person(0);
	const whom = { ...rest, phone: mobile };
	const build = async (given: IDataObject) => {
		const { data } = await checkPayload(given, { fields: [], inJson: true });
		const body = { ...whom, data };
		await sign({ method: 'POST', url: '/risk-model/audit/open-id', body });
	};
	const apply = async (data: IDataObject) => {
		const values: IDataObject = {
			...{ resource: 'riskAudit', operation: 'apply', specifyData: 'json', options: {} },
			...{ ...whom, data },
		};
		const context = {
			getInputData: () => [{ json: {} }],
			getNodeParameter: (name: string, _item: number, otherwise?: unknown) =>
				values[name] ?? otherwise,
			getCredentials: async () => await Promise.resolve({ ...credentials }),
			getExecutionCancelSignal: () => undefined,
			getWorkflow: () => ({ id: '1', active: false }),
			getExecuteData: () => ({}),
			continueOnFail: () => false,
			getNode: () => ({ name: 'Apply', type: 'qianchengCredit', parameters: {} }),
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: object) =>
					await send(await sign(options)),
			},
		} as unknown as IExecuteFunctions;
		const [[{ json }]] = (await node.execute?.call(context)) as Array<Array<{ json: IDataObject }>>;
		if (typeof json.open_id !== 'string') throw new Error(`Refused: ${JSON.stringify(json)}`);
	};
	const measured = [
		await measure('checked, encrypted, compressed', build, rounds),
		await measure('the same sent by the node, with the answer', apply, rounds),
	];
	return measured.map((one) => ({ ...one, sentKB }));
}

type Sent = { url: string; headers: Record<string, string>; body: Buffer | string };
type Authenticate = (credentials: object, options: object) => Promise<Sent>;

/** Stands in for n8n's request helper, which answers with the whole response. */
async function send({ url, headers, body }: Sent) {
	const sent = typeof body === 'string' ? body : new Uint8Array(body);
	const response = await fetch(url, { method: 'POST', headers, body: sent });
	return {
		statusCode: response.status,
		headers: Object.fromEntries(response.headers),
		body: Buffer.from(await response.arrayBuffer()),
	};
}

async function measure(
	what: string,
	work: (data: IDataObject) => Promise<void>,
	rounds: number,
): Promise<RiskMeasurement> {
	const runs: Array<Record<'ms' | 'pause' | 'stretch', number>> = [];
	for (let round = 0; round <= rounds; round++) {
		const data = largePayload(Date.now());
		const watch = watchLoop();
		try {
			await sleep(50);
			watch.begin();
			const start = performance.now();
			await work(data);
			const ms = performance.now() - start;
			// What is still to come must not go unseen.
			await sleep(5);
			runs.push({ ms, ...watch.seen() });
		} finally {
			watch.end();
		}
	}
	const [first, ...warm] = runs;
	const typical = (name: keyof typeof first) => Math.round(median(warm.map((run) => run[name])));
	return {
		what,
		payloadKB: Math.round(Buffer.byteLength(JSON.stringify(largePayload(1))) / 1024),
		...{ firstMs: Math.round(first.ms), ms: typical('ms') },
		...{ firstPauseMs: Math.round(first.pause), pauseMs: typical('pause') },
		...{ firstStretchMs: Math.round(first.stretch), stretchMs: typical('stretch') },
	};
}

/** Watches how long the event loop stands still, and how long this thread computes meanwhile. */
function watchLoop() {
	const delays = monitorEventLoopDelay({ resolution: 1 });
	delays.enable();
	let longest = 0;
	let usage = process.threadCpuUsage();
	const probe = setInterval(() => {
		const { user, system } = process.threadCpuUsage(usage);
		longest = Math.max(longest, user + system);
		usage = process.threadCpuUsage();
	}, 1);
	return {
		begin() {
			delays.reset();
			longest = 0;
		},
		seen: () => ({ pause: delays.max / 1e6, stretch: longest / 1000 }),
		end() {
			delays.disable();
			clearInterval(probe);
		},
	};
}
