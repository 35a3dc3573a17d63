import type { ErrorEntry, ErrorTable } from '../shared/model/errors';

/**
 * The provider's codes, which mean something else in some interfaces (gap QC-31): these are those of
 * most, `scoped` has the others by operation.
 */
export const errors: ErrorTable = {
	'1000': {
		message: 'Qiancheng Credit reports a system fault',
		remedy: 'Wait a while before you run the item again.',
		original: '系统错误',
		retryable: true,
		// A creation or a submission may have been carried out all the same.
		outcomeUnknown: true,
		cause: 'temporarily-unavailable',
	},
	'1001': {
		message: 'Qiancheng Credit does not accept the input',
		remedy:
			"Check the fields, and whether the query is at the step that this operation belongs to; Qiancheng's message says more.",
		original: '输入错误',
		chinese: '输入的内容没有被接受，请核对后重新填写；也可能现在还不能办理这一步。',
		english:
			'What was entered was not accepted. Please check it and fill it in again; perhaps this step is not possible yet.',
	},
	'1003': {
		message: 'Qiancheng Credit is still collecting the data',
		remedy: "Wait and ask again, or put 'Wait for State' in front.",
		original: '正在采集数据',
		chinese: '数据还在采集中，请稍等片刻再查看。',
		english: 'The data are still being collected. Please look again in a moment.',
		retryable: true,
	},
};

export const scoped: Record<string, ErrorTable> = {
	authorizeToken: {
		'1000': {
			message: 'Qiancheng Credit could not give out a token',
			remedy: 'Try again later.',
			original: '获取令牌失败',
			retryable: true,
			cause: 'temporarily-unavailable',
		},
		'1001': {
			message: 'Qiancheng Credit does not accept the account or its password',
			remedy: 'Check the merchant account, the password and the environment in the credential.',
			original: '账户或密码错误',
			cause: 'credential-invalid',
		},
	},
	searchBlacklist: {
		'1000': {
			message: 'The blacklist of Qiancheng Credit is not available',
			remedy: 'Try again later. The person has not been checked.',
			original: '服务不可用',
			chinese: '查询服务暂时不可用，请过几分钟再试。',
			english: 'The check is not available at the moment. Please try again in a few minutes.',
			retryable: true,
			cause: 'temporarily-unavailable',
		},
	},
	riskAuditResult: {
		'1001': {
			message: 'Qiancheng Credit does not accept the query',
			remedy: "Check that the query ID comes from 'Apply for Audit' of the same account.",
			original: '参数错误错误',
		},
	},
};

/** The token has ended: no code of its own, only the message tells (gap QC-09). */
export const tokenRefused: ErrorEntry = {
	message: 'Qiancheng Credit does not accept the token',
	tried: 'A new one was fetched and refused as well.',
	remedy: 'Ask Qiancheng whether another system with the same account ends your tokens.',
	original: '令牌验证失败',
	sessionLost: true,
};
