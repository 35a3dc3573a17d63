import { gunzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';

import { decryptBlocks, readCipherText } from '../../sandbox/qiancheng-credit/crypto.ts';
import { riskPrivateKey, riskPublicKey } from '../../sandbox/qiancheng-credit/risk-key.ts';
import { operationFinder, readSpec } from '../../spec/read.ts';
import type { SpecField } from '../../spec/types.ts';
import { providerOf, runExample } from '../support/providers';
import { person, riskData } from '../support/qiancheng-data';
import { useServers } from '../support/servers';

const servers = useServers();
const qiancheng = providerOf('Qiancheng Credit');
const operation = operationFinder(readSpec('qiancheng-credit'));

/** The JSON body that an operation sends, its texts inside opened. */
async function bodyOf(place: string, values: IDataObject, more: IDataObject): Promise<IDataObject> {
	const bodies: Buffer[] = [];
	const port = await servers.http((request, response) => {
		request.on('data', (chunk: Buffer) => bodies.push(chunk));
		request.on('end', () => response.end('{"code": 0, "data": {"open_id": "1", "state": 1}}'));
	});
	const [resource, name] = place.split('.');
	const { json } = await runExample(
		qiancheng,
		{ resource, operation: name, values },
		`http://127.0.0.1:${port}`,
		{ credentials: { specialSettings: true, bodyFormat: 'json', riskPublicKey, ...more } },
	);
	expect(json.error).toBeUndefined();
	const raw = Buffer.concat(bodies);
	const body = JSON.parse(String(raw[0] === 0x1f ? gunzipSync(raw) : raw)) as IDataObject;
	if (typeof body.data !== 'string') return body;
	const cipher = readCipherText(body.data, 'base64') as Buffer;
	return { ...body, data: JSON.parse(String(decryptBlocks(cipher, riskPrivateKey, 'pkcs1'))) };
}

/** What is no number although the document has one, and the other way round. */
function misfits(value: unknown, { name, type, children }: SpecField): string[] {
	if (value === undefined) return [];
	if (Array.isArray(value))
		return value.flatMap((one) => misfits(one, { name, type: 'object', children } as SpecField));
	if (children) {
		return children.flatMap((child) => misfits((value as IDataObject)[child.name], child));
	}
	const wanted = ['integer', 'number'].includes(type)
		? 'number'
		: type === 'string'
			? 'string'
			: typeof value;
	return typeof value === wanted ? [] : [`${name} is the ${typeof value} ${String(value)}`];
}

/** Numbers of the data as texts, and texts of digits as numbers, as a spreadsheet would have them. */
const swapped = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(swapped);
	if (typeof value === 'number') return String(value);
	if (typeof value === 'object') {
		return Object.fromEntries(
			Object.entries(value as object).map(([name, one]) => [name, swapped(one)]),
		);
	}
	return /^\d{1,15}$/.test(String(value)) ? Number(value) : value;
};

const v1 = { interfaceVersion: 'v1', ...person(0), entry_id: 12, login_name: 622202, password: 1 };
const full = {
	...riskData(10000001),
	zm_data: { zm_score: 700 },
	user_loan_orders: [
		{ amount: 5, state: 0, overdue_day: 3, repayment_time: '20260101', order_time: '20251201' },
	],
	zfb_data: {
		...{ wealth: 1.5, mobile: '13800138000', ants_lines: { ants_arrears: 10 } },
		deal_record: [{ status: 1, deal_amount: 2, trade_no: '5' }],
	},
	card_info: { type: 2, card_no: '622202' },
};

test.each<[place: string, id: string, values: IDataObject]>([
	['degree.login', 'degreeLogin', { open_id: 5, account: 138, password: 1, sync: '1' }],
	[
		'telecom.create',
		'telecomCreate',
		{
			...person(0),
			service_password: 123456,
			additionalFields: { contacts: { contact: [{ contact_name: 'A', contact_type: 3 }] } },
		},
	],
	[
		'ebank.create',
		'ebankCreate',
		{ ...v1, user_info: { client_type: '2', lat: '28.2', lon: '-112.9', udid: 7 } },
	],
	[
		'riskAudit.apply',
		'riskAuditApply',
		{ ...person(0), phone: '13800138000', specifyData: 'json', data: swapped(full) as IDataObject },
	],
])('%s sends integers as numbers and texts as texts', async (place, id, values) => {
	const body = await bodyOf(place, values, {});
	expect(operation(id).params.flatMap((param) => misfits(body[param.name], param))).toEqual([]);
});

test.each([
	[{}, 10000001],
	[{ orderIdType: 'number' }, 10000001],
	[{ orderIdType: 'text' }, '10000001'],
])('the order ID is what the setting %j says', async (more, order_id) => {
	const values = {
		...person(0),
		phone: '13800138000',
		specifyData: 'json',
		data: riskData('10000001'),
	};
	const { data } = await bodyOf('riskAudit.apply', values, more);
	expect(data).toMatchObject({ order_detail: { order_id } });
});
