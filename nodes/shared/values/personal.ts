import type { Personal } from '../model/personal';

/**
 * Names that providers, carriers, banks and spreadsheets give to what they know of a person, for data whose
 * names no document tells, such as the report of a carrier. They are read as words: `contactTel`,
 * `contact_tel`, `CONTACT_TEL` and 'Contact Tel' are the same.
 */
const WORDS: Array<[Personal, RegExp]> = [
	['email', /(^|_)(e_?mail|mail)(_?(addr|address))?$/],
	[
		'address',
		/(^|_)(?<!\b(?:web|ip|mac|notification|return)_)(addr|address|street)(_?(detail|line|text|\d))*$/,
	],
	['birthDate', /(^|_)(dob|birth_?day|birth_?date|date_of_birth)$/],
	[
		'idCard',
		/(^|_)(id_?card|identity(_?card)?|id|certificate|cert|credential|passport|license|tax|document)_?(no|num|number)$|(^|_)(id_?card|identity_?card|passport|tin|ssn|plate_?(no|num|number)|engine_?(no|num|number)|vin(_?code)?)$/,
	],
	[
		'mobile',
		/(^|_)(mobile|moblie|phone|tel|telephone|cellphone|msisdn)(_?(no|num|number|tel))*$|(^|_)(peer|other|opposite|call(ed|er|ee|ing)?)_?(no|num|number)$/,
	],
	['bankCard', /(^|_)(bank_?)?(card|acct|account)_?(no|num|number)$|(^|_)bank_?cards?$/],
	['account', /(^|_)((user|login|bank|chsi)_?)?account$|^(login|taobao)_name$|(^|_)wechat(_?id)?$/],
];

/** Whose name it is, where a name has more words than this one. */
const PERSON =
	'real|full|user|cust|customer|contact|owner|holder|account|acct|peer|other|opposite|counterpart|counterparty|applicant|borrower|guarantor|spouse|father|mother|parent|member|payer|payee|receiver|sender|student|person|friend|relation|first|last|given|family|sur|chinese|english|cn|en|my|yes';
const PERSON_NAME = new RegExp(
	`^(e?name|(.*_)?(${PERSON})_?names?|e?name_?(first|last|cn|en)|other_party)(_in_pinyin)?$`,
);

/** The same in Chinese, where the kind stands at the end. */
const CHINESE: Array<[Personal, RegExp]> = [
	['email', /(邮箱|电子邮件)(地址)?$/],
	['address', /(地址|住址)$/],
	['birthDate', /(出生日期|出生年月日?|生日)$/],
	['idCard', /(身份证|证件|护照|税务?)(号|号码|编号)$|^身份证$|车牌号$|发动机号$|车辆识别代码$/],
	['mobile', /(手机|电话|座机|联系方式)(号|号码)?$/],
	['bankCard', /(银行卡|卡|账户|帐户)(号|号码)$|[账帐]号$|^银行卡$/],
	['name', /(姓名|户名|名字|姓氏|持卡人|联系人|拼音)$/],
];

/** What the value of a name tells of a person; undefined for nothing that is known. */
export function personalKind(name: string): Personal | undefined {
	const known = kinds.get(name);
	if (known !== undefined) return known ?? undefined;
	const kind = kindOfWords(name);
	// Names of a report are as many as it has; those of an answer are few.
	if (kinds.size < 5000) kinds.set(name, kind ?? null);
	return kind;
}

const kinds = new Map<string, Personal | null>();

function kindOfWords(name: string): Personal | undefined {
	const inChinese = CHINESE.find(([, pattern]) => pattern.test(name));
	if (inChinese) return inChinese[0];
	const words = wordsOf(name);
	if (PERSON_NAME.test(words)) return 'name';
	return WORDS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** `contacts[0].contactTel` as `contact_tel`: the last part of a path, its words in small letters. */
const wordsOf = (name: string): string =>
	name
		.replace(/(\[\d*\])+$/, '')
		.replace(/^.*\./, '')
		.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
		.toLowerCase()
		.replace(/[^\p{L}\d]+/gu, '_')
		.replace(/^_|_$/g, '');

/** Names of what leads from one step to the next, or counts: a number there belongs to nobody, whatever it looks like. */
const REFERENCE =
	/(^|_)(token|ticket|seq|serial|order|trade|trans|txn|open|apply|query|user|union|file|app|biz|batch|request|trace|log)_?(id|no|num|number|seq_?no)$|(^|_)(id|token|ticket|uuid|hash|sign|signature|nonce|key|url|uri|path|time|timestamp|date|amount|balance|fee|code)$/;

/** Whether a name is that of a reference, a moment or an amount. */
export const isReference = (name: string): boolean => REFERENCE.test(wordsOf(name));
