import { dictionary } from '../shared/model/dictionary';

/** 业务类型: the step that the page begins with. */
export const openAccountType = dictionary(
	['0', 'Open Account', '开户'],
	['1', 'Set Trading Password', '设置交易密码'],
	['2', 'Fee Authorization', '缴费授权'],
);

/** 开户设置交易密码及授权状态. 0 is also the state of a user who only registered (gap HTH-10). */
export const openAccountStatus = dictionary(
	['0', 'Account opening failed', '开户失败'],
	['1', 'Account opened', '开户成功'],
	['2', 'Account opened and trading password set', '开户及设置交易密码成功'],
	['3', 'Account opened, trading password set and fees authorized', '开户设置交易密码及授权都成功'],
);

/** 是否是借款人. */
export const borrower = dictionary(['1', 'Yes', '是'], ['0', 'No', '否']);
