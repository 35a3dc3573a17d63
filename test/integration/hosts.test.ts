import type { IDataObject, IHttpRequestOptions, INodePropertyOptions } from 'n8n-workflow';

import { requestAddress } from '../../nodes/shared/request/address';
import { riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { requestAsHttpNode, requestAsNode, type Run } from '../support/n8n';
import {
	credentialsOf,
	providerOf,
	providers,
	runExample,
	type ProviderCase,
} from '../support/providers';
import { person, riskData } from '../support/qiancheng-data';
import { noting, type Received } from '../support/received';
import { useServers } from '../support/servers';
import { stepValues } from '../support/user-verification';

const servers = useServers();

const runOf = (provider: ProviderCase, base: string, changes: IDataObject = {}): Run => ({
	...provider,
	credentials: credentialsOf(provider, base, changes),
	parameters: {},
});

/** The provider's own server, another one, and both ways in which n8n sends requests. */
async function open(provider: ProviderCase) {
	const own: Received[] = [];
	const foreign: Received[] = [];
	const port = await servers.http(noting(own, provider.success({})));
	const evil = await servers.http(noting(foreign, provider.success({})));
	const base = `http://127.0.0.1:${port}`;
	const run = runOf(provider, base);
	const post = { method: 'POST' as const, body: { a: '1' } };
	return {
		...{ own, foreign, port, evil, base },
		asHttpNode: async (uri: string, more: object = {}) =>
			await requestAsHttpNode(run, {
				...post,
				followRedirect: true,
				followAllRedirects: true,
				...more,
				uri,
			}),
		asNode: async (url: string, more: Partial<IHttpRequestOptions> = {}) =>
			await requestAsNode(run, { ...post, ...more, url }),
	};
}

const PATH = '/blacklist/search/single';

describe.each(providers)('The credential of $name', (provider) => {
	test('signs nothing for anybody else', async () => {
		const { own, foreign, asHttpNode, asNode, port, evil, base } = await open(provider);
		const addresses = [
			`http://127.0.0.1:${evil}${PATH}`,
			`${base}@127.0.0.1:${evil}${PATH}`,
			`http://user:${port}@127.0.0.1:${evil}${PATH}`,
			`${base}#@127.0.0.1:${evil}${PATH}`.replace('#', '%23'),
			`//127.0.0.1:${evil}${PATH}`,
			`/\\127.0.0.1:${evil}${PATH}`,
			`\\\\127.0.0.1:${evil}${PATH}`,
			`/\t/127.0.0.1:${evil}${PATH}`,
			`http:\\\\127.0.0.1:${evil}${PATH}`,
			`http:127.0.0.1:${evil}${PATH}`,
			`http:/127.0.0.1:${evil}${PATH}`,
			`127.0.0.1:${evil}${PATH}`,
			`http://localhost:${port}${PATH}`,
			`https://127.0.0.1:${port}${PATH}`,
			`http://127.0.0.1${PATH}`,
			`http://127.0.0.1.evil.example:${port}${PATH}`,
			`ftp://127.0.0.1:${port}${PATH}`,
			...['file:///etc/passwd', 'data:text/plain,x', 'javascript:alert(1)', 'x', ''],
		];
		for (const address of addresses) {
			for (const send of [asHttpNode, asNode]) {
				await expect(send(address)).rejects.toThrow(
					/signs requests to http:\/\/127\.0\.0\.1:\d+ only, not to|address of the request cannot be read/,
				);
			}
		}
		await expect(asNode(PATH, { baseURL: `http://127.0.0.1:${evil}` })).rejects.toThrow(
			'only, not to',
		);
		expect(foreign).toEqual([]);
		// It does not fetch a session for such a request either.
		expect(own).toEqual([]);
	});

	test('takes no user name in an address', async () => {
		const { own, asHttpNode, asNode, port } = await open(provider);
		for (const send of [asHttpNode, asNode]) {
			await expect(send(`http://a:b@127.0.0.1:${port}${PATH}`)).rejects.toThrow(
				'holds a user name',
			);
		}
		expect(own).toEqual([]);
	});

	test('signs for its host however it is written, and for paths', async () => {
		const { own, asHttpNode, asNode, port, base } = await open(provider);
		const addresses = [
			base + PATH,
			`HTTP://127.0.0.1:${port}${PATH}`,
			`http://2130706433:${port}${PATH}`,
			`http://127.1:${port}/x/..${PATH}`,
			` ${base}${PATH}#part`,
		];
		for (const address of addresses) {
			for (const send of [asHttpNode, asNode]) await send(address);
		}
		await asNode(PATH);
		await asNode(`/./x/..${PATH}`);
		await asNode(PATH, { baseURL: base });
		expect(own.map(({ path }) => path)).toEqual(Array(13).fill(PATH));
	});

	test.each([301, 302, 303, 307, 308])('follows no redirect with HTTP %i', async (status) => {
		const foreign: Received[] = [];
		const evil = await servers.http(noting(foreign, {}));
		const seen: string[] = [];
		const port = await servers.http((request, response) => {
			seen.push(String(request.url));
			const location = `http://127.0.0.1:${evil}/taken${request.url}`;
			request.resume().on('end', () => response.writeHead(status, { location }).end());
		});
		const run = runOf(provider, `http://127.0.0.1:${port}`);
		for (const method of ['GET', 'POST'] as const) {
			const uri = `http://127.0.0.1:${port}${PATH}`;
			const follow = { followRedirect: true, followAllRedirects: true, maxRedirects: 5 };
			await expect(requestAsHttpNode(run, { method, uri, ...follow })).rejects.toThrow();
			await expect(requestAsNode(run, { method, url: PATH, maxRedirects: 5 })).rejects.toThrow();
		}
		expect(seen).toHaveLength(4);
		expect(foreign).toEqual([]);
	});
});

const signerOf = ({ credentialType }: ProviderCase) =>
	credentialType.authenticate as (data: object, options: object) => Promise<IHttpRequestOptions>;

test("WeBank's credential signs for both of its hosts, and sends paths to theirs", async () => {
	const provider = providerOf('WeBank');
	const [api, file] = await Promise.all(
		[1, 2].map(() => servers.http((_request, response) => response.end('{}'))),
	);
	const hosts = { apiBaseUrl: `http://127.0.0.1:${api}`, fileBaseUrl: `http://127.0.0.1:${file}` };
	const run = runOf(provider, hosts.apiBaseUrl, hosts);
	for (const url of [
		'/api/s/yh/1',
		`${hosts.fileBaseUrl}/api/s/yh/1`,
		'/api/s/up/upload',
		'/up/s/x/uploadForm',
	]) {
		await requestAsNode(run, { method: 'POST', url });
	}
	const heads = servers.received.filter((line) => line.startsWith('POST'));
	expect(heads.map((head) => head.split('?')[0])).toEqual([
		'POST /api/s/yh/1',
		'POST /api/s/yh/1',
		'POST /api/s/up/upload',
		'POST /up/s/x/uploadForm',
	]);
	const addressFor = async (url: string) =>
		(await signerOf(provider)(run.credentials, { method: 'POST', url })).url.split('/api/s')[0];
	expect(await addressFor('/api/s/yh/1')).toBe(hosts.apiBaseUrl);
	expect(await addressFor('/x/../api/s/up/upload')).toBe(hosts.fileBaseUrl);
	await expect(addressFor('https://f-capup.test.webank.com/api/s/yh/1')).rejects.toThrow(
		`The credential signs requests to ${hosts.apiBaseUrl} and ${hosts.fileBaseUrl} only, not to https://f-capup.test.webank.com`,
	);
});

describe('an address at a named host', () => {
	const hosts = { all: ['https://open.hstong.com'] };
	test.each([
		['https://open.hstong.com/a/b', '/a/b', ''],
		['HTTPS://Open.HSTong.COM:443/a?b', '/a', 'b'],
		['https:\\\\open.hstong.com\\a', '/a', ''],
		['https://ｏｐｅｎ.hstong.com/王', '/%E7%8E%8B', ''],
		['/a//b', '/a//b', ''],
		['/a/%2e%2e/b?c=/../d#e', '/b', 'c=/../d'],
		['/?x', '/', 'x'],
		['https://open.hstong.com\\.evil.example@evil.example/', '/.evil.example@evil.example/', ''],
	])('%s is understood', (url, path, query) => {
		expect(requestAddress({ url }, hosts)).toEqual({
			url: `https://open.hstong.com${path}`,
			path,
			query,
		});
	});
	test.each([
		'https://open.hstong.com.evil.example/',
		'https://open.hstong.com.:443/',
		'https://open.hstong.com:444/',
		'http://open.hstong.com/',
		'https://xopen.hstong.com/',
		'https://hstong.com/',
		'https://open.hstong.com%2eevil.example/',
		'https://open%2ehstong%2ecom.evil.example/',
		'https://evil.example/https://open.hstong.com/',
		'https://evil.example?https://open.hstong.com/',
		'https://evil.example#https://open.hstong.com/',
		'https://evil.example\\@open.hstong.com/',
		'wss://open.hstong.com/',
	])('%s is refused', (url) => {
		expect(() => requestAddress({ url }, hosts)).toThrow(/only, not to|cannot be read|user name/);
	});
});

/** The operations that read a setting of the credential that others do not. */
const READERS: Record<string, [place: string, values: IDataObject]> = {
	bodyStyle: ['step.submitPersonalInformation', stepValues.submitPersonalInformation],
	multipartTextParams: ['step.submitFace', { faceAuthFile: 'data' }],
	signUploadJsonBody: [
		'file.uploadJson',
		{ bizPath: 'yh', fileType: '006', fileFormat: 'jpg', file: 'data' },
	],
	bankInfoUsername: ['ebank.getBanks', { interfaceVersion: 'v1', open_id: 'q' }],
	degreeLoginPath: ['degree.login', { open_id: 'q', account: 'a', password: 'p', sync: 1 }],
	ebankRawDataIdName: ['ebank.getRawData', { interfaceVersion: 'v1', open_id: 'q' }],
};
const { mobile: phone, ...applicant } = person(1);
const AUDIT: (typeof READERS)[string] = [
	'riskAudit.apply',
	{
		...{ ...applicant, phone, specifyData: 'json' },
		data: {
			...riskData(1),
			...{ zm_data: { zm_score: 600 }, user_login_upload_logs: { time: '1' } },
			...{ card_info: { card_no: '1' }, zfb_data: { ants_lines: { ants_arrears: 1 } } },
		},
	},
];
const OF_AUDIT = /As$|^(alsoSendMobile|orderIdType|gzip|rsaPadding|rsaOutput)$/;

const settings = providers.flatMap((provider) =>
	provider.credentialType.properties
		.filter(({ type, name }) => /options|boolean/.test(type) && name !== 'specialSettings')
		.map((property): [string, string, ProviderCase, typeof property] => [
			...([provider.name, property.name, provider, property] as const),
		]),
);

test.each(settings)(
	'%s: what is no choice of %s stops the request',
	async (_name, name, provider, { displayName, options }) => {
		const received: Received[] = [];
		const port = await servers.http(noting(received, provider.success({})));
		const { resource, operation, values } = provider.reads;
		const [place, own] =
			READERS[name] ?? (OF_AUDIT.test(name) ? AUDIT : [`${resource}.${operation}`, values]);
		const [ofPlace, called] = place.split('.');
		const example = { ...provider.reads, resource: ofPlace, operation: called, values: own };
		const algorithm = name === 'hmacText' ? 'hmacSha256' : 'md5';
		const run = async (value: unknown) => {
			const ofHtouhui = provider.name === 'Htouhui' && { algorithm, secret: 's' };
			const shown = { specialSettings: true, riskPublicKey, ...ofHtouhui };
			const credentials = { ...shown, [name]: value } as IDataObject;
			return (await runExample(provider, example, `http://127.0.0.1:${port}`, { credentials }))
				.json;
		};
		for (const wrong of ['', 'none of these', 7, 'constructor']) {
			expect(await run(wrong)).toMatchObject({
				error: expect.stringMatching(
					`The credential's '${displayName.replace(/[()]/g, '.')}' is (empty|none of its choices)`,
				),
				details: { outcome: 'notSent' },
			});
		}
		expect(received).toEqual([]);
		const choices = (options as INodePropertyOptions[] | undefined)?.map(({ value }) => value);
		for (const right of choices ?? [true, false, 'true', 'FALSE']) {
			for (const spelling of [right, ` ${String(right).toUpperCase()} `]) {
				expect(String((await run(spelling)).error)).not.toMatch(/its choices|is empty/);
			}
		}
	},
);
