import { useQiancheng } from '../support/qiancheng';
import { person, riskData } from '../support/qiancheng-data';

const stage = useQiancheng();
const { run, one, faults, calls } = stage;

describe('the token', () => {
	const items = (count: number) => Array.from({ length: count }, () => ({ json: {} }));

	test('is fetched once for 300 items', async () => {
		const outputs = await run('blacklist', 'search', person(0), { items: items(300) });
		expect(outputs.every(({ json }) => json.verdict === 'notListed')).toBe(true);
		expect(await calls('authorizeToken')).toHaveLength(1);
	});

	test('is renewed for a risk audit as well, whose data is sent once more', async () => {
		await faults({ expireTokensAtRequest: 2 });
		const items = [1, 2, 3].map((id) => ({ json: { data: riskData(id) } }));
		const values = { ...person(0), phone: '13800138000', specifyData: 'json' };
		const data = '={{ $json.data }}';
		const outputs = await run('riskAudit', 'apply', { ...values, data }, { items });
		expect(outputs.map(({ json }) => json.order_id)).toEqual([1, 2, 3]);
	});

	test('is asked for with the hours of the credential', async () => {
		await one('blacklist', 'search', person(0), { credentials: { tokenHours: 48 } });
		expect((await calls('authorizeToken'))[0].params.hours).toBe('48');
	});
});

/** What the blacklist says of whom it was asked about. */
const asked = ({ name, id_card, mobile }: ReturnType<typeof person>) => ({
	...{ personName: name, personIdCard: id_card, personMobile: mobile },
});

describe('the blacklist', () => {
	test.each([
		[0, { is_in: false, verdict: 'notListed' }],
		[7, { is_in: null, verdict: 'unknown' }],
		[8, { is_in: true, verdict: 'listed' }],
		[9, { is_in: null, verdict: 'unknown' }],
	])('a number that ends in %i: %j', async (digit, verdict) => {
		expect(await one('blacklist', 'search', person(digit))).toEqual({
			...asked(person(digit)),
			...verdict,
		});
	});

	test('says whom Qiancheng was asked about, as it was sent, whatever stands in the row', async () => {
		const [{ json }] = await run('blacklist', 'search', {
			...{ name: ' 王大志\u200B', id_card: '11010519491231002x', mobile: '+86 138-0013-8008' },
		});
		expect(json).toMatchObject({ ...asked(person(8)), verdict: 'listed' });
	});
});

test('the output can have the fields of the input beside the verdict', async () => {
	const items = [8, 0].map((digit) => ({ json: { row: digit, verdict: 'old' } }));
	const values = { ...person(8), options: { includeInput: true } };
	expect((await run('blacklist', 'search', values, { items })).map(({ json }) => json)).toEqual(
		items.map(({ json: { row } }) => ({
			...{ row, ...asked(person(8)) },
			...{ is_in: true, verdict: 'listed' },
		})),
	);
});
