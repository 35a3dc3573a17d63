import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { send, useServers, type Reply } from '../support/servers';
import { photos } from '../support/user-verification';
import { useUserVerification } from '../support/user-verification-node';

const stage = useUserVerification();
const servers = useServers();

describe('photos', () => {
	const bytesOf = ({ binary }: INodeExecutionData) =>
		Object.fromEntries(
			Object.entries(binary ?? {}).map(([name, { data }]) => [name, Buffer.from(data, 'base64')]),
		);
	const items = [{ json: {} }];

	/** What the node makes of a service that answers like this. */
	const getFrom = async (answer: (path: string) => Reply) => {
		const values = { downloadPhotos: true, options: { retries: 0 } };
		const credentials = { baseUrl: await servers.answering(answer) };
		return (await stage.run('verification', 'get', values, { items, credentials }))[0];
	};
	const telling = (data: IDataObject): Reply => ({ body: { code: '000000', data } });

	test('come back byte for byte, also with Simplify', async () => {
		await stage.submitTo(5);
		const [output] = await stage.run('verification', 'get', { downloadPhotos: true }, { items });
		expect(bytesOf(output)).toEqual(photos);
		expect(output.binary?.handSign).toMatchObject({
			fileName: 'handSign.png',
			mimeType: 'image/png',
		});
	});

	test('are the chosen ones, and those that there are', async () => {
		await stage.submitTo(4);
		const values = { downloadPhotos: true, photos: ['faceAuth', 'handSign'] };
		const [output] = await stage.run('verification', 'get', values, { items });
		expect(bytesOf(output)).toEqual({ handSign: photos.handSign });
	});

	test('that do not exist are not asked for', async () => {
		const values = { downloadPhotos: true, photos: ['back'] };
		await expect(stage.query(values)).rejects.toThrow("'Photos' must be one of its choices");
		expect(await stage.sent()).toEqual([]);
	});

	test('of another host are fetched without the key', async () => {
		const seen: IDataObject[] = [];
		const port = await servers.http((request, response) => {
			seen.push(request.headers as IDataObject);
			send(response, { type: 'image/jpeg', body: photos.cardFront });
		});
		const cardFrontServerUrl = `http://127.0.0.1:${port}`;
		const user = { cardStatus: '4', cardFrontServerUrl, cardFrontUrl: '/a b.jpg' };
		const dates = { birthDate: '31/01/1990', cardValidityPeriod: '2001-02-03' };
		const output = await getFrom(() => telling({ ...user, ...dates }));

		expect(bytesOf(output)).toEqual({ cardFront: photos.cardFront });
		expect(seen).toHaveLength(1);
		for (const name of ['apikey', 'sign', 'timestamp']) expect(seen[0]).not.toHaveProperty(name);
		expect(output.json.warnings).toEqual([
			"birthDate is '31/01/1990', not a real date as yyyy-MM-dd.",
			'The identity document expired on 2001-02-03.',
		]);
		expect(output.json.warningsChinese).toEqual([
			'出生日期“31/01/1990”不是真实的日期。',
			'证件已于2001-02-03过期。',
		]);
	});

	test('that cannot be fetched are warnings, and the answer of the query stays', async () => {
		await stage.submitTo(5);
		// The query is the first request; each photo is asked for three times.
		await stage.fault('http500', 'before', [2, 3, 4]);
		const [output] = await stage.run('verification', 'get', { downloadPhotos: true }, { items });
		expect(output.json).toMatchObject({
			...{ cardStatus: '2', decided: false },
			warnings: [
				expect.stringMatching(
					/^The photo 'cardFront' could not be fetched: the server answered HTTP 500/,
				),
			],
		});
		const { faceAuth, handSign } = photos;
		expect(bytesOf(output)).toEqual({ faceAuth, handSign });
	});

	test.each<[string, number, string, string, RegExp]>([
		[
			'is not there',
			404,
			'text/html',
			'<title>Not Found</title>',
			/its server does not have it \(HTTP 404\)/,
		],
		['is gone', 410, 'text/plain', '', /its server does not have it \(HTTP 410\)/],
		['is not given out', 403, 'application/xml', '<Error/>', /does not hand it out \(HTTP 403\)/],
		[
			'is a login page',
			200,
			'text/html',
			'<html>Login</html>',
			/is not the one .*\(an HTML page\)/,
		],
		['is nothing', 200, 'image/jpeg', '', /is not the one .*\(an empty one\)/],
		['is elsewhere', 302, 'text/html', '', /HTTP 302, which leads to another address/],
		[
			'is a refusal',
			200,
			'application/json',
			'{"code":"000404","description":"无此文件"}',
			/does not hand it out \(000404 无此文件\)/,
		],
	])(
		'of which one %s: the others and the answer are there',
		async (_what, status, type, body, reason) => {
			const user = {
				cardStatus: '3',
				verifiedDesc: '不清楚',
				cardFrontUrl: '/photo/bad',
				handSignUrl: '/photo/good',
			};
			const output = await getFrom((path) => {
				if (path.endsWith('/bad')) return { status, type, body };
				return path.endsWith('/good')
					? { type: 'image/png', body: photos.handSign }
					: telling(user);
			});
			expect(output.json).toMatchObject({ cardStatus: '3', decided: true, verifiedDesc: '不清楚' });
			expect(output.json.warnings).toEqual([
				expect.stringMatching(/^The photo 'cardFront' could not be fetched: /),
			]);
			expect(String(output.json.warnings)).toMatch(reason);
			expect(bytesOf(output)).toEqual({ handSign: photos.handSign });
		},
	);

	test.each(['http://127.0.0.1:9/a.jpg', 'http://a b/x.jpg', 'https://'])(
		'whose address %j leads nowhere are warnings, too',
		async (cardFrontUrl) => {
			const output = await getFrom(() => telling({ cardStatus: '4', cardFrontUrl }));
			expect(output.json).toMatchObject({
				verified: true,
				warnings: [expect.stringMatching(/was not reached/)],
			});
		},
	);
});
