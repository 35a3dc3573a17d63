// Data of people who do not exist. Their form is in documents that the merchant gets apart (gaps QC-19 and
// QC-20), so only this much is certain: JSON, and the same for the same person.
import type { Collection } from './collection.ts';

const months = ['202509', '202510', '202511'];

/** A number below `limit` that depends on the person and a key only. */
function numberFrom({ person }: Collection, key: string, limit: number): number {
	let hash = 0x811c9dc5;
	for (const character of `${person.mobile} ${key}`)
		hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	return ((hash ^ (hash >>> 13)) >>> 0) % limit;
}

const masked = (text: string): string => `${text.slice(0, 3)}****${text.slice(-4)}`;

/** 3.2.1: 前程征信运营商数据解析 is not included. */
export function telecomRawData(query: Collection): object {
	return {
		mobile: query.person.mobile,
		carrier: '沙盒移动',
		bills: months.map((month) => ({
			month,
			amount: (numberFrom(query, month, 20_000) / 100).toFixed(2),
		})),
		calls: [0, 1, 2].map((index) => ({
			phone: `1390000000${index}`,
			talk_cnt: numberFrom(query, `calls ${index}`, 50),
			talk_seconds: numberFrom(query, `seconds ${index}`, 3600),
		})),
	};
}

/** 3.2.2. */
export function telecomReport(query: Collection): object {
	const { name, idCard, mobile } = query.person;
	return {
		basic: { name, id_card: masked(idCard), mobile, real_name_status: 1 },
		summary: {
			months: months.length,
			average_bill: (numberFrom(query, 'average', 20_000) / 100).toFixed(2),
			contacts: numberFrom(query, 'contacts', 200),
		},
		risks: [],
	};
}

/** 4.2.1: what is left of the example is the end of a list with length_school (gap QC-20). */
export function degreeRawData(query: Collection): object[] {
	return [
		{
			name: query.person.name,
			school: '沙盒大学',
			major: '样例学',
			level: '本科',
			length_school: '4年',
			graduation_year: 2010 + numberFrom(query, 'year', 10),
		},
	];
}

/** 5.2.1 and 6.2.1: 前程网银数据解析 is not included. */
export function ebankRawData(query: Collection): object {
	return {
		version: query.kind === 'ebankV2' ? 2 : 1,
		entry_id: query.licence?.entryId,
		cards: [
			{
				card_no: `622202******${String(1000 + numberFrom(query, 'card', 9000))}`,
				balance: (numberFrom(query, 'balance', 10_000_000) / 100).toFixed(2),
				bills: months.map((month) => ({
					month,
					amount: (numberFrom(query, `bill ${month}`, 500_000) / 100).toFixed(2),
				})),
			},
		],
	};
}
