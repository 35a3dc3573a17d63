import type { IDataObject } from 'n8n-workflow';

import type { Personal } from '../../../nodes/shared/model/personal';
import { namesOf } from '../../../nodes/shared/run/mask';
import { maskFor, type Known } from '../../../nodes/shared/values/conceal';
import { masked } from '../../../nodes/shared/values/masked';
import { personalKind } from '../../../nodes/shared/values/personal';
import { loadProvider, placesOf, versionsOf } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';
import { readSpec, withPaths } from '../../../spec/read.ts';
import { bankCardNumber, idCardNumber } from '../../support/applicant';

describe('a masked value', () => {
	test.each<[Personal, string, string]>([
		['idCard', '43010219900307123X', '430***********123X'],
		['idCard', 'P1234567A', 'P1*****7A'],
		['idCard', 'A12', '***'],
		['bankCard', '6222020000000000059', '6222***********0059'],
		['mobile', '13800138000', '138****8000'],
		['mobile', '0731-88888888', '073******8888'],
		['mobile', '51234567', '51****67'],
		['name', '张三丰', '张**'],
		['name', '欧阳', '欧*'],
		['name', '王', '*'],
		['name', 'Maria dos Santos', 'M**** d** S*****'],
		['name', "O'Brien-Lü", "*'B****-L*"],
		['email', 'zhang.san+n8n@example.com', 'z************@example.com'],
		['email', 'no address', '**********'],
		['email', 'w@example.com', '*@example.com'],
		['address', '湖南省长沙市芙蓉区八一路1号', '湖南省***********'],
		['address', '1 Ayala Avenue', '1 A***********'],
		['birthDate', '1990-03-07', '1990-**-**'],
		['account', 'wangdazhi_1990', 'wan*******1990'],
	])('%s %s: %s', (kind, text, expected) => {
		expect(masked(kind, text)).toBe(expected);
		expect(masked(kind, expected)).toBe(expected);
	});
});

test("each name of a document, and nothing else, is known for what its value tells: 'personal' in the specification", () => {
	for (const entry of PROVIDERS) {
		const { resources } = loadProvider(entry, process.cwd());
		const { operations, notifications } = readSpec(entry.id);
		for (const { resource, name, operation } of placesOf(resources)) {
			const names = namesOf(operation);
			for (const { id } of versionsOf(operation)) {
				const call = [...operations, ...notifications].find((one) => one.id === id);
				const response = call && 'response' in call ? call.response.fields : [];
				const fields = [...(call?.params ?? []), ...response];
				expect(call).toBeDefined();
				for (const { field, path } of withPaths(fields)) {
					const isGroup = ['binary', 'boolean', 'object'].includes(field.type) || field.children;
					if (field.by !== undefined || isGroup) continue;
					const own = names[field.field ?? field.name];
					const kind = own === undefined ? personalKind(field.name) : (own ?? undefined);
					const place = [entry.id, resource, name, ...path];
					expect([...place, kind]).toEqual([...place, field.personal]);
				}
			}
		}
	}
});

const id = idCardNumber(77);
const card = bankCardNumber(77);

test.each<[string, IDataObject, IDataObject]>([
	[
		'a report of a carrier, with the numbers of other people',
		{
			basic: { real_name: '王大志', cert_no: id, reg_time: '2020-01-31 09:30:00' },
			calls: [{ peer_num: '13900000001', talk_cnt: 3, location: '长沙' }, { phone: 13700000002 }],
			topContacts: { '13900000001': 12, 13900020001: 3 },
			text: `与13900000001通话，证件${id}，卡${card}，写信到li@example.com，机主王大志`,
			order_id: 13800138001,
			BizSeqNo: card,
			timestamp: '1767225600000',
			amount: 13800138001,
		},
		{
			basic: {
				real_name: '王**',
				cert_no: masked('idCard', id),
				reg_time: '2020-01-31 09:30:00',
			},
			calls: [{ peer_num: '139****0001', talk_cnt: 3, location: '长沙' }, { phone: '137****0002' }],
			topContacts: { '139****0001': 12, '139****0001 (2)': 3 },
			text: `与139****0001通话，证件${masked('idCard', id)}，卡${masked('bankCard', card)}，写信到l*@example.com，机主王**`,
			order_id: 13800138001,
			BizSeqNo: card,
			timestamp: '1767225600000',
			amount: 13800138001,
		},
	],
	[
		'JSON in a text, parameters of an address, pairs of name and value',
		{
			raw: `{"USER_NAME":"李四","ID_NO":"${id}","order":"A1"}`,
			same: '{ "order": "A1" }',
			url: 'https://example.com/?mobile=13800138000&name=%E6%9D%8E%E5%9B%9B&id=7#x',
			form: 'status=3&bank_card_number=6222020000000000059',
			fields: [
				{ name: 'MOBILE', value: '13800138000' },
				{ name: 'LOAN_STATUS', value: 'NORMAL' },
				{ name: '李四', value: 3 },
			],
			normalized: { 'contacts[0].mobile': { from: '8 613 800', to: '8613800' } },
		},
		{
			raw: `{"USER_NAME":"李*","ID_NO":"${masked('idCard', id)}","order":"A1"}`,
			same: '{ "order": "A1" }',
			url: 'https://example.com/?mobile=138****8000&name=%E6%9D%8E*&id=7#x',
			form: 'status=3&bank_card_number=6222***********0059',
			fields: [
				{ name: 'MOBILE', value: '138****8000' },
				{ name: 'LOAN_STATUS', value: 'NORMAL' },
				{ name: '李*', value: 3 },
			],
			normalized: { 'contacts[0].mobile': { from: '8 *****00', to: '8*****0' } },
		},
	],
	[
		'what people write between digits, and names that every object has',
		{
			text: `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`,
			other: '110105 19491231 0021',
			...(JSON.parse('{"__proto__": {"mobile": "13800138000"}, "constructor": 1}') as IDataObject),
		},
		{
			text: masked('idCard', `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`),
			other: '110105 19491231 0021',
			...(JSON.parse('{"__proto__": {"mobile": "138****8000"}, "constructor": 1}') as IDataObject),
		},
	],
	[
		'columns of a table in Chinese',
		{ 姓名: '李四', 身份证号: id, 联系电话: '0731-88888888', 备注: '无', 出生日期: '1990-03-07' },
		{
			...{ 姓名: '李*', 身份证号: masked('idCard', id), 联系电话: '073******8888' },
			...{ 备注: '无', 出生日期: '1990-**-**' },
		},
	],
	[
		'what is nobody’s',
		{
			...{ bankName: '招商银行', file_name: 'a.jpg', companyName: 'Li Ltd', stateName: 'DONE' },
			...{ token: '13800138000abc', hash: 'a13800138000f', is_in: true, none: null, list: [] },
		},
		{
			...{ bankName: '招商银行', file_name: 'a.jpg', companyName: 'Li Ltd', stateName: 'DONE' },
			...{ token: '13800138000abc', hash: 'a13800138000f', is_in: true, none: null, list: [] },
		},
	],
])('%s', (_what, json, expected) => {
	const mask = maskFor({});
	const shown = mask.json(json);
	expect(shown).toEqual(expected);
	expect(mask.json(shown)).toEqual(shown);
});

test.each<[Known, string, string]>([
	[{ kind: 'name', text: 'Li' }, 'Li is over the Limit, LI', 'L* is over the Limit, L*'],
	[{ kind: 'name', text: '王测试' }, '姓名王测试与证件不符', '姓名王**与证件不符'],
	[{ kind: 'name', text: '王' }, '王府井', '王府井'],
	[{ kind: 'bankCard', text: '123456789012' }, 'x00123456789012', 'x001234****9012'],
	[{ kind: 'idCard', text: 'p1234567a' }, 'Document P1234567A', 'Document P1*****7A'],
	[{ kind: 'account', text: 'a.b*' }, 'a.b* a.bc', 'a.b* a.bc'],
	[{ kind: 'account', text: 'a+(b' }, 'a+(b', 'a**b'],
])("an item's own value %j in a text", (own, text, expected) => {
	expect(maskFor({}, [own]).text(text)).toBe(expected);
});
