import type { IDataObject } from 'n8n-workflow';

import type { ErrorEntry, ErrorTable } from '../shared/model/errors';
import { wordsOf } from '../shared/values/json';

/** The document has no codes (gap HTH-13): what the statuses of HTTP mean, with the answer's own words. */
export const errors: ErrorTable = {
	'HTTP 400': {
		message: 'Htouhui does not accept the values',
		remedy:
			'The answer that follows says why, if anything does. A user is only accepted for the step that comes next: look with Query User.',
		original: '',
		chinese: '有一项内容没有被接受，请核对您填写的内容后重新提交。',
		english:
			'One of the values was not accepted. Please check what you have filled in and hand it in again.',
	},
	'HTTP 401': {
		message: 'Htouhui does not accept the common fields or the signature',
		remedy:
			"Compare 'Common Fields' and every signature setting of the credential with what Htouhui told you, and check that they belong to this environment.",
		original: '',
		cause: 'credential-invalid',
	},
	'HTTP 404': {
		message: 'Htouhui does not know the address of this interface',
		remedy:
			"Check the environment in the credential and, for the query of a user, 'Query User Path': enter what Htouhui tells you.",
		original: '',
	},
};

/** How platforms name a code and words for people; the document has neither (gap HTH-13). */
const CODE = /^(resp(onse)?|ret(urn)?|result|err(or)?|biz)?_?code$/i;
const WORDS =
	/^(resp(onse)?|ret(urn)?|result|err(or)?)?_?(msg|message|desc|description|info|reason)$|^error$/i;

/** What an answer says beside its fields: '' where it says nothing. */
export interface Saying {
	code: string;
	words: string;
	/** Whether it says that it is no success. */
	isNo: boolean;
	/** Whether it says nothing else. */
	isAll: boolean;
}

export function sayingOf(answer: IDataObject): Saying {
	const names = Object.keys(answer);
	const find = (pattern: RegExp) =>
		wordsOf(answer[names.find((name) => pattern.test(name) && wordsOf(answer[name]) !== '') ?? '']);
	const isAll = names.every((name) => CODE.test(name) || WORDS.test(name));
	const isNo = [answer.success, answer.succeeded, answer.ok].includes(false);
	return { code: find(CODE), words: find(WORDS), isNo, isAll };
}

const OF_SIGNATURE =
	/签名|验签|签章|通用字段|商户(号|编号)(不存在|无效|错误|有误)|\bsign(ature)?\b/i;
const ALREADY = /已(经)?(被)?(注册|存在|使用|绑定)|重复|already|exists|duplicate/i;
const UNDECIDED =
	/异常|超时|繁忙|稍后|维护|处理中|受理|timeout|timed out|busy|processing|pending|later|unavailable/i;
const SUCCESS = /^(0+|200|ok|success|succeeded|true|(?!.*[不未]).*成功.*)$/i;

/** What a refusal says by its words; undefined when these say nothing that is known here. */
export const entryOfWords = ({ words }: Saying): ErrorEntry | undefined =>
	OF_SIGNATURE.test(words) ? errors['HTTP 401'] : undefined;

/** Whether an answer says that something is there already. */
export const saysAlready = ({ words }: Saying): boolean => ALREADY.test(words);

/** Whether an answer says no: neither success, nor something that passes, nor nothing at all. */
export const saysNo = ({ code, words, isNo }: Saying): boolean =>
	(isNo || code + words !== '') && !UNDECIDED.test(words) && (isNo || !SUCCESS.test(words || code));
