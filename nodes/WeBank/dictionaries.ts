import { dictionary } from '../shared/model/dictionary';

/** Appendix 7. */
export const fileType = dictionary(
	['001', 'Identity Card', '身份证'],
	['002', 'Business License', '营业执照'],
	['003', 'Account Opening Permit', '开户许可证'],
	['004', 'Company Authorization Letter', '企业授权函'],
	['005', 'Invoice', '发票'],
	['006', 'Contract', '合同'],
	['007', 'Proof of Funds', '资金证明文件'],
	['008', 'Archive', '压缩文件'],
	['999', 'Unknown', '未知类型'],
);

/** Sections 4.5.1 and 4.5.3; the list is open (jpg/png/zip等). */
export const fileFormat = dictionary(
	['jpg', 'JPEG Image', 'jpg'],
	['png', 'PNG Image', 'png'],
	['zip', 'ZIP Archive', 'zip'],
	['other', 'Other', '其他'],
);

/** Section 5.5: what a notification is answered with. 0016 happens below HTTP and is never sent (gap WB-46). */
export const replyCode = dictionary(
	['0000', 'Success', '系统处理成功'],
	['0001', 'Message Format Error', '报文格式错误'],
	['0002', 'Input Requirements Not Met', '未满足接口输入要求'],
	['0103', 'Message Cannot Be Parsed', '报文解析失败'],
	['0010', 'Signature Verification Failed', '签名验证失败'],
	['0012', 'Time Stamp Expired', '时间戳过期'],
	['0016', 'SSL Authentication Failed', 'SSL认证失败'],
);
