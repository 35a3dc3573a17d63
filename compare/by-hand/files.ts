import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import { calledBy } from '../../scripts/start/examples.ts';
import type { WorkflowInput } from '../../test/support/n8n-driver.ts';

const FOLDER = join('compare', 'by-hand');
const SETUP = 'setup';

/** The addresses in the files: those of a sandbox that was started without options. */
const ADDRESSES: Record<string, string> = {
	hstong: 'http://127.0.0.1:5601',
	webank: 'http://127.0.0.1:5602',
	'qiancheng-credit': 'http://127.0.0.1:5605',
	'user-verification': 'http://127.0.0.1:5606',
};

/** The text of a workflow built by hand, its requests going to this sandbox. */
function textOf(file: string, urls: Record<string, string> = {}): string {
	const text = readFileSync(join(FOLDER, `${file}.json`), 'utf8');
	return Object.entries(ADDRESSES).reduce(
		(changed, [id, address]) => changed.replaceAll(address, urls[id] ?? address),
		text,
	);
}

export const readByHand = (file: string, urls?: Record<string, string>): WorkflowInput =>
	JSON.parse(textOf(file, urls)) as WorkflowInput;

/** The names of the files, those that call no other workflow first. */
export const byHandFiles = (): string[] =>
	readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.map((name) => name.replace('.json', ''))
		.sort((a, b) => calledBy(readByHand(a)).length - calledBy(readByHand(b)).length);

/** The files that count: making the table is done once, and in the editor. */
export const countedFiles = (): string[] => byHandFiles().filter((file) => file !== SETUP);

/** The code of a Code node of a workflow built by hand. */
export function codeOf(file: string, name: string): string {
	const node = readByHand(file).nodes.find((candidate) => candidate.name === name);
	if (!node) throw new Error(`${file} has no node ${name}`);
	return String(node.parameters.jsCode);
}

/** Whether a node stands for the flagship around a step, which needs it anyhow. */
const isOfFlagship = ({ name }: INode): boolean => ['Start', 'Applicant'].includes(name);

export const isCode = ({ type }: Pick<INode, 'type'>): boolean => type === 'n8n-nodes-base.code';

/** The nodes that stand in the place of ours. */
export const countedNodes = (file: string): INode[] =>
	readByHand(file).nodes.filter((node) => !isOfFlagship(node));

/** The lines of code in them, without empty lines and those that hold a comment alone. */
export const countedLines = (file: string): number =>
	countedNodes(file)
		.filter(isCode)
		.flatMap(({ parameters }) => String(parameters.jsCode).split('\n'))
		.filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
