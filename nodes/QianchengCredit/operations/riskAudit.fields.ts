import { additionalFields, asTextHint } from '../../shared/model/commonFields';
import type { Field } from '../../shared/model/field';
import { contactRelation, proofType, realNameStatus } from '../dictionaries';
import { payload, type Rules } from '../risk/payload';
import { text } from './fields';

const inFields = { show: { specifyData: ['fields'] } };

/** A list or an object; an empty text would show as a fault in the editor. */
const json = (
	displayName: string,
	name: string,
	chinese: string,
	example: string,
	more = '',
): Field => {
	const empty = example.startsWith('[') ? '[]' : '{}';
	return {
		displayName,
		name,
		chinese,
		type: 'json',
		default: empty,
		// The editor shows no placeholder in a field of this type.
		hint: `Such as ${example}`,
		description: `${displayName}, as a JSON text or through an expression${more}`,
	};
};

const NONE = '; [] when the person has none';
const IMPORTANT = '. It may be left out, but the document calls it important (重要).';

/** What a single value must be, there and in JSON. */
function rulesOf(name: string, rules: Rules = {}): Pick<Field, 'form' | 'check' | 'typeOptions'> {
	const { form, check, typeOptions } = rules[name];
	return { ...(form && { form }), ...(check && { check }), ...(typeOptions && { typeOptions }) };
}

const order = payload.order_detail.fields;
const contact = payload.basic_info.fields?.user_contact.fields;
const photo = payload.user_proof_materia.fields;
const carrier = payload.telecom_data.fields;

const wholeNumber = (
	displayName: string,
	name: string,
	chinese: string,
	description: string,
): Field => ({
	...{ displayName, name, chinese, type: 'number', default: '', description },
	...rulesOf(name, order),
});

/** Section 7.1: the common part as fields, the long lists as JSON, or all of it as JSON. */
export const riskFields: Field[] = [
	{
		displayName: 'Specify Data',
		name: 'specifyData',
		technical: true,
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json', description: 'All data in one object' },
		],
		default: 'fields',
		description: 'How to give the data of the loan and the borrower',
		local: true,
	},
	{
		...json('Data', 'data', '其他数据', '{"order_detail": {…}, "basic_info": {…}}'),
		technical: true,
		displayOptions: { show: { specifyData: ['json'] } },
		required: true,
		description:
			'All data of the audit in one object with the names of the document: order_detail, basic_info, user_proof_materia, user_mobile_contacts, telecom_data and so on. It is checked, encrypted and compressed before it is sent.',
	},
	...[
		text('Order ID', 'order_id', '订单号', '10000001', {
			required: true,
			hint: asTextHint,
			...rulesOf('order_id', order),
			description:
				'Your own number of the loan order. The document asks not to audit the same order twice (避免重复调用), so use another for another audit.',
		}),
		{
			...wholeNumber(
				'Amount in Fen',
				'amount',
				'借款金额',
				'Amount of the loan in fen, hundredths of a yuan: 200 means 2 yuan',
			),
			required: true,
			placeholder: 'e.g. 2000000',
		},
		{
			...wholeNumber('Term in Days', 'loan_term', '借款期限', 'Term of the loan in days'),
			required: true,
			default: 30,
		},
		text('Order Time', 'order_time', '借款时间', '2026-01-31 09:30:00', {
			required: true,
			...rulesOf('order_time', order),
			description: 'When the loan was ordered, in Beijing time; a time with a zone is converted',
		}),
		{
			displayName: 'Emergency Contacts',
			name: 'user_contact',
			chinese: '紧急联系人',
			type: 'fixedCollection' as const,
			typeOptions: { multipleValues: true },
			placeholder: 'Add Contact',
			required: true,
			default: {},
			description:
				'Whom to reach in an emergency: one person, unless the special settings of the credential send a list',
			options: [
				{
					name: 'contact',
					displayName: 'Contact',
					chinese: '紧急联系人',
					values: [
						text('Name', 'name', '姓名', '李四', { required: true, personal: 'name' }),
						text('Mobile Number', 'moblie', '手机号', '13900139000', {
							required: true,
							personal: 'mobile',
							...rulesOf('moblie', contact),
						}),
						{
							displayName: 'Relation',
							name: 'relation',
							chinese: '关系',
							type: 'options' as const,
							options: contactRelation,
							default: 4,
							description: 'Relation of the contact to the borrower',
						},
					],
				},
			],
		},
		{
			displayName: 'Identity Photos',
			name: 'user_proof_materia', // sic (gap QC-03)
			chinese: '身份证信息',
			type: 'fixedCollection' as const,
			typeOptions: { multipleValues: true },
			placeholder: 'Add Photo',
			required: true,
			default: {},
			description:
				'Web address of a photo, which Qiancheng must be able to open: one photo, unless the special settings of the credential send a list',
			options: [
				{
					name: 'photo',
					displayName: 'Photo',
					chinese: '身份证照片',
					values: [
						{
							displayName: 'Kind',
							name: 'type',
							chinese: '类型',
							type: 'options' as const,
							options: proofType,
							required: true,
							default: 1,
							description: 'What the photo shows',
						},
						text('Web Address', 'url', '网址', 'https://img.example.com/1.jpg', {
							required: true,
							...rulesOf('url', photo),
						}),
					],
				},
			],
		},
		{
			...json(
				'Address Book',
				'user_mobile_contacts',
				'通讯录',
				'[{"name": "A", "mobile": "13700137000"}]',
				NONE,
			),
			required: true,
		},
		{
			displayName: 'Real-Name State',
			name: 'real_name_status',
			chinese: '实名认证状态',
			type: 'options' as const,
			options: realNameStatus,
			required: true,
			default: 1,
			description: 'Whether the carrier has verified the name',
		},
		{
			...json(
				'Monthly Bills',
				'bill_list',
				'月账单',
				'[{"month": "202601", "amount": "58.00"}]',
				NONE,
			),
			required: true,
		},
		{
			...json(
				'Call Records',
				'contact_list',
				'最近通话记录',
				'[{"phone": "13900139000", "last_contact_date": "2026-01-01", "talk_seconds": "60", "talk_cnt": "2"}]',
				NONE,
			),
			required: true,
		},
		{
			...additionalFields(
				text('Real Name', 'real_name_name', '实名的姓名', '王大志', { personal: 'name' }),
				text('Real-Name ID Card', 'real_name_id_card', '实名的身份证号码', '11010519491231002X', {
					personal: 'idCard',
					...rulesOf('real_name_id_card', carrier),
				}),
				text('Real-Name Time', 'real_name_time', '实名的时间', '2020-01-31 09:30:00'),
			),
			displayName: 'Carrier Registration',
			description: 'What the carrier knows of the person',
			name: 'registration',
			chinese: '运营商登记信息',
			sendAs: 'telecom_data',
		},
		{
			...additionalFields(
				text('Company', 'company_name', '公司名', '长沙某某公司'),
				text('Company Address', 'company_address', '公司地址', '长沙市芙蓉区 2 号', {
					personal: 'address',
				}),
				text('Company Telephone', 'company_phone', '公司电话', '0731-88888889', {
					personal: 'mobile',
				}),
				text('Place of Residence', 'cur_address', '常住地址', '长沙市岳麓区 1 号', {
					personal: 'address',
				}),
				text('Registered Address', 'perm_address', '户籍地址', '长沙市岳麓区 1 号', {
					personal: 'address',
				}),
			),
			displayName: 'Borrower Details',
			description: 'Where the borrower works and lives',
			name: 'basic_info',
			chinese: '基本信息',
			sendAs: 'basic_info',
		},
		{
			...additionalFields(
				json('Alipay', 'zfb_data', '支付宝信息', '{"ants_lines": {"ants_lines_total": 3000}}'),
				json(
					'Bank Cards',
					'card_info',
					'绑卡信息',
					'{"type": 2, "card_no": "6222020000000000000"}',
				),
				json(
					'Earlier Loans',
					'user_loan_orders',
					'之前的借款信息',
					'[{"amount": 1000, "state": 1}]',
					IMPORTANT,
				),
				json('Installed Apps', 'app_info', '安装的应用', '[{"app_name": "微信"}]'),
				json('Logins', 'user_login_upload_logs', '登录信息', '{"time": "2026-01-01 10:00:00"}'),
				json('Zhima Credit', 'zm_data', '芝麻信息', '{"zm_score": 700}', IMPORTANT),
			),
			displayName: 'Further Data',
			description: 'Cards, earlier loans and whatever else the audit may use',
			name: 'furtherData',
		},
	].map((field): Field => ({ ...field, displayOptions: inFields })),
];
