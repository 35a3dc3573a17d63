import { operationFinder, readSpec } from '../../spec/read.ts';

/** Operations and dictionaries of the document as data. */
export const spec = readSpec('user-verification');

export const operationById = operationFinder(spec);

/** The fields of 用户认证信息, in the order of the document. */
export const userFields: readonly string[] = operationById('queryUserVerified').response.fields.map(
	({ name }) => name,
);

/** The code of success (返回内容格式). */
export const successCode = String(spec.envelope.successCode);

interface Words {
	httpStatus: number;
	description: string;
}

/**
 * The document has no error codes (gap UV-10), only the statuses 401, 403 and 404. The sandbox's own: the
 * status leads, or 400 for what is wrong in content, which the document answers with 200 like everything.
 */
export const refusals: Readonly<Record<string, Words>> = {
	'401001': { httpStatus: 401, description: '请求头部信息缺失' },
	'401002': { httpStatus: 401, description: 'apiKey无效' },
	'401003': { httpStatus: 401, description: '时间戳无效或已过期' },
	'401004': { httpStatus: 401, description: '签名错误' },
	'403001': { httpStatus: 403, description: 'API KEY已停用' },
	'404001': { httpStatus: 404, description: '接口不存在' },
	'400001': { httpStatus: 200, description: '参数错误' },
	'400002': { httpStatus: 200, description: '请按顺序完成认证步骤' },
	'400003': { httpStatus: 200, description: '当前认证状态不允许提交' },
	'400004': { httpStatus: 200, description: '图片格式错误' },
};

/** A state for people who read the page, in both languages. */
export function describeStatus(status: string): string {
	const entry = spec.dictionaries.cardStatus?.find(({ value }) => value === status);
	return `${status} ${entry?.en ?? ''} ${entry?.zh ?? ''}`;
}
