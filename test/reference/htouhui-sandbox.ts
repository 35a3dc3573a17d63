// The sandbox's Htouhui for one test file, right inputs and a partner's address.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { idCardNo, mobileNo } from './hstong-people.ts';
import { call, press, receive } from './htouhui.ts';
import type { Fields, Reply, Settings } from './htouhui.ts';
import { useProvider } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

export const merchants = {
	none: 'sandbox-htouhui',
	md5: 'sandbox-htouhui-md5',
	sha256: 'sandbox-htouhui-sha256',
	hmacSha256: 'sandbox-htouhui-hmac',
	rsaSha256: 'sandbox-htouhui-rsa',
} as const;

/** How a partner answers; undefined = nothing at all. */
type Answer = (accepted: boolean) => { status: number; body: string } | undefined;

export interface Partner {
	url: string;
	bodies: string[];
	/** What was accepted. */
	accepted: Fields[];
	answer: Answer;
	settings: Settings;
}

const rightly: Answer = (accepted) =>
	accepted ? { status: 200, body: 'success' } : { status: 401, body: 'refused' };

export interface HtouhuiInTest extends Omit<SandboxInTest<never, object>, 'connect'> {
	settings: (algorithm?: Settings['algorithm'], changes?: Partial<Settings>) => Promise<Settings>;
	partner: Partner;
	/** Registers a user; returns the fields of openAccount for it. */
	register: (settings: Settings, index?: number) => Promise<Fields>;
	/** Opens the bank's page and presses a button. */
	open: (settings: Settings, fields: Fields, outcome: string, form?: Fields) => Promise<Reply>;
	until: (isDone: () => boolean | Promise<boolean>) => Promise<void>;
}

export const returnUrl = 'http://127.0.0.1:9/back?from=bank&a=%26#top';

/** The hidden field of the bank's page. */
export const sessionOf = ({ text }: Reply): string =>
	/name="session" value="([0-9a-f]{32})"/.exec(text)?.[1] ?? '';

export const filledIn = { password: '135790', password_confirm: '135790', authorise: '1' };

/** Registers the hooks and returns what tests need. */
export function useHtouhui(): HtouhuiInTest {
	const sandbox = useProvider<never>('htouhui', () => {
		throw new Error('The reference client of Htouhui has no connection');
	});
	const { url, control } = sandbox;
	let server: Server;
	const partner: Partner = {
		...{ url: '', bodies: [], accepted: [], answer: rightly },
		settings: { baseUrl: '', commonFields: {}, algorithm: 'none' },
	};
	beforeAll(async () => {
		server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const body = Buffer.concat(chunks).toString('utf8');
				partner.bodies.push(body);
				const type = request.headers['content-type'] ?? '';
				const isPost = request.method === 'POST';
				const fields = isPost ? receive(type, body, partner.settings) : undefined;
				if (fields) partner.accepted.push(fields);
				const sent = partner.answer(fields !== undefined);
				if (sent) response.writeHead(sent.status).end(sent.body);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		partner.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify?hook=1`;
	});
	beforeEach(() => {
		Object.assign(partner, { bodies: [], accepted: [], answer: rightly });
	});
	afterAll(() => {
		server.close();
		server.closeAllConnections();
	});

	return {
		...sandbox,
		partner,
		settings: async (algorithm = 'none', changes = {}) => {
			const keys = await control<Fields>('/htouhui/keys');
			const settings: Settings = {
				...{ baseUrl: url(), commonFields: { merchant_id: merchants[algorithm] }, algorithm },
				...{ secret: 'htouhui-sandbox-key', privateKey: keys.merchantPrivateKey },
				...{ publicKey: keys.platformPublicKey, ...changes },
			};
			partner.settings = settings;
			return settings;
		},
		register: async (settings, index = 1) => {
			const id = `u-${index} &=+/`;
			const user = { mobile: mobileNo(index), password: 'pass word&1', third_party_user_id: id };
			const { json } = await call('registerUser', { ...user, type: '0' }, settings);
			return {
				htouhui_user_id: json.htouhui_user_id ?? '',
				...{ id_card: idCardNo(index), real_name: '王大志', type: '0', third_party_user_id: id },
				...{ notify_url: partner.url, return_url: returnUrl },
			};
		},
		open: async (settings, fields, outcome, form = filledIn) => {
			const page = await call('openAccount', fields, settings);
			const card = { bank_card_number: '6222020000000000062' };
			return await press(url(), { session: sessionOf(page), ...card, ...form, outcome });
		},
		until: async (isDone) => {
			const deadline = Date.now() + 5000;
			while (!(await isDone())) {
				if (Date.now() > deadline) throw new Error('It did not happen within 5 seconds');
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
	};
}
