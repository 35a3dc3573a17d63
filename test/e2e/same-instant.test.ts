import type { IConnections } from 'n8n-workflow';

import type { WorkflowInput } from '../support/n8n-driver.ts';
import { picture } from '../support/photos.ts';
import { exampleOf, useExamples } from './support/examples.ts';
import {
	type Answers,
	newIdCard,
	newMobile,
	openForm,
	type Page,
	submit,
	TABLE,
} from './support/flagship.ts';
import { tableOf } from './support/tables.ts';

// Somebody has a form open twice and hands in both pages in the same instant: each may look into the table before
// the other one is in it.

const { environment, control, examples } = useExamples();

beforeAll(async () => {
	for (const { path } of FORMS) await examples.publish(withSlowTables(exampleOf(path)));
}, 120_000);

/** A workflow whose new rows need half a second, so that whoever looks before is seen by nobody. */
function withSlowTables(example: WorkflowInput): WorkflowInput {
	const workflow = structuredClone(example);
	const connections = workflow.connections as IConnections;
	const isNew = ({ type, parameters }: WorkflowInput['nodes'][number]) =>
		type === 'n8n-nodes-base.dataTable' &&
		['insert', 'upsert'].includes(String(parameters.operation));
	for (const { name, position } of workflow.nodes.filter(isNew)) {
		const slow = `Slow ${name}`;
		for (const { main } of Object.values(connections)) {
			for (const next of main.flatMap((all) => all ?? [])) if (next.node === name) next.node = slow;
		}
		connections[slow] = { main: [[{ node: name, type: 'main', index: 0 }]] };
		workflow.nodes.push({
			...{ id: slow, name: slow, type: 'n8n-nodes-base.wait', typeVersion: 1.1, position },
			parameters: { amount: 0.5 },
		});
	}
	return workflow;
}

const photo = () =>
	new File([new Uint8Array(picture('jpg', '-size', '300x200', 'xc:white'))], 'a.jpg', {
		type: 'image/jpeg',
	});

interface Form {
	path: string;
	/** What is entered into the pages before the one that counts, and into that one. */
	pages: () => Answers[];
	/** What must have been done once, for a person with these answers. */
	done: (since: number, first: Answers) => Promise<number>;
}

const called = (wanted: string) => async (since: number) =>
	(await control.journal(since)).filter(({ operation }) => operation === wanted).length;

const FORMS: Form[] = [
	{
		path: 'apply-for-webank-credit',
		pages: (): Answers[] => [
			{
				...{ 姓名: '王大志', 身份证号: newIdCard('1'), '申请金额（元）': '80000' },
				...{ 文件类型: '发票 Invoice' },
				同意: '本人同意将资料提交给银行 I agree that my data is sent to the bank',
			},
			{ 文件照片: photo() },
		],
		done: called('callService'),
	},
	{
		path: 'qiancheng-loan-application',
		pages: (): Answers[] => [
			{
				...{ 姓名: '王大志', 身份证号: newIdCard('1'), 手机号码: newMobile(1) },
				...{ '借款金额（元）': '2000', '借款期限（天）': '30', 紧急联系人姓名: '李小红' },
				紧急联系人手机号: '13900139000',
				授权: '本人授权采集运营商数据并进行风控审核 I agree that my carrier data is collected and my application assessed',
			},
			{ 运营商服务密码: '123456' },
		],
		done: called('telecomCreate'),
	},
	{
		path: 'onboarding',
		pages: (): Answers[] => [
			{
				...{ 姓名: '王大志', 身份证号: newIdCard('9'), 手机号: newMobile(1) },
				...{ 开户机构: '华盛 HSTong', '申请金额（元）': '20000', 借款期限: '90天 90 Days' },
				'是否同意以上内容？ Do you agree?': '同意 I agree',
				'是否同意以上内容？ Do you agree? (2)': '同意 I agree',
				'是否同意以上内容？ Do you agree? (3)': '同意 I agree',
			},
		],
		done: async (_since, first) =>
			(await tableOf(environment, TABLE)).filter(({ id_card: card }) => card === first.身份证号)
				.length,
	},
];

const EXISTS = '您已有一份申请';

it.each(FORMS)(
	'of $path is handed in once',
	async ({ path, pages, done }) => {
		const since = await control.lastSeq();
		const answers = pages();
		const open = async (): Promise<Page> => {
			let page = await submit(await openForm(environment.n8n.formUrl(path)), {});
			for (const before of answers.slice(0, -1)) page = await submit(page, before);
			return page;
		};
		const both = [await open(), await open()];
		const next = await Promise.all(
			both.map(async (page) => await submit(page, answers.at(-1) ?? {})),
		);
		expect(next.filter(({ title }) => title.startsWith(EXISTS))).toHaveLength(1);
		expect(await done(since, answers[0])).toBe(1);
	},
	180_000,
);
