import { deskLogins } from '../../../sandbox/registry.ts';
import { readExamples } from '../../../scripts/start/examples.ts';
import type { WorkflowInput } from '../../support/n8n-driver.ts';
import type { Environment } from './environment.ts';

/** What a reviewer's browser shows. */
export interface DeskPage {
	status: number;
	html: string;
	/** All that stands on it, without markup. */
	text: string;
	/** The token of the case, without which nothing is done. */
	token: string;
}

/** The user name and password of a reviewer of the demo. */
export const loginOf = (index: number) => deskLogins[index].data;

/** What a reviewer does at the operations desk, as a browser requests it. */
export function deskOf(
	{ n8n }: Pick<Environment, 'n8n'>,
	index: number,
	door = deskLogins[index].path,
) {
	const { user, password } = loginOf(index);
	const url = `${n8n.url}/webhook/${door}`;
	const headers = { authorization: `Basic ${btoa(`${user}:${password}`)}` };

	async function read(response: Promise<Response>): Promise<DeskPage> {
		const { status, ...answer } = await response.then(async (got) => ({
			status: got.status,
			html: await got.text(),
		}));
		const text = answer.html
			.replace(/<(style|title)[\s\S]*?<\/\1>/g, '')
			.replace(/<[^>]*>/g, ' ')
			.replace(/\s+/g, ' ');
		const token = /name="token" value="(\w+)"/.exec(answer.html)?.[1] ?? '';
		return { status, html: answer.html, text, token };
	}

	/** Presses a button of a case with a token that was on its page. */
	const send = async (body: Record<string, string>): Promise<DeskPage> =>
		await read(fetch(url, { method: 'POST', headers, body: new URLSearchParams(body) }));

	const open = async (query = ''): Promise<DeskPage> => await read(fetch(url + query, { headers }));

	return {
		...{ url, user, open, send },
		/** Opens a case, and presses one of its buttons. */
		act: async (
			no: string,
			act: string,
			fields: Record<string, string> = {},
		): Promise<DeskPage> => {
			const { token } = await open(`?case=${no}`);
			return await send({ case: no, act, token, ...fields });
		},
	};
}

/** The workflow of the desk under other names, with tables and addresses of its own; what it calls does nothing. */
export function deskApart(word: string): WorkflowInput {
	const [example] = readExamples().filter(({ name }) => name.startsWith('Operations Desk'));
	const text = JSON.stringify(example)
		.replaceAll('onboarding_', `${word}_`)
		.replaceAll(/"path":"(desk|my-application)/g, (path) =>
			path.replace('desk', word).replace('my', word),
		);
	const apart = { ...(JSON.parse(text) as WorkflowInput), name: `Desk ${word}` };
	for (const node of apart.nodes) {
		// What it calls is not there under the ids of the file, and would keep it from being published.
		if (node.type.endsWith('.executeWorkflow')) node.type = 'n8n-nodes-base.noOp';
		if (node.webhookId) node.webhookId = `${word}-${node.webhookId}`;
	}
	return apart;
}
