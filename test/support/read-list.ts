import { readFileSync } from 'node:fs';
import * as xlsx from '@e965/xlsx';
import * as iconv from 'iconv-lite';
import {
	createRunExecutionData,
	type IDataObject,
	type INodeType,
	type IRunData,
	Workflow,
} from 'n8n-workflow';

import { resources } from '../../nodes/QianchengCredit/operations';
import { warningFields } from '../../nodes/shared/model/warning';
import { readValues } from '../../nodes/shared/values/values';
import type { WorkflowInput } from './n8n-driver.ts';

// The example read-list.json in process: its expressions run in n8n's engine, and files are read with the libraries that n8n
// reads them with. That n8n's nodes do the same is held by the test in the real n8n.

const { nodes, connections } = JSON.parse(
	readFileSync('examples/read-list.json', 'utf8'),
) as WorkflowInput;
/** Those of each node; the workflow below forgets what its node types do not describe. */
const parametersOf = new Map(nodes.map(({ name, parameters }) => [name, parameters]));
const nodeType = { description: { properties: [] } } as unknown as INodeType;
const workflow = new Workflow({
	...{ nodes, connections, active: false },
	nodeTypes: {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	},
});

/** What a node of the example makes of the outputs of others. */
function output(
	name: string,
	others: Record<string, IDataObject[]>,
	json: IDataObject,
): IDataObject {
	const runData: IRunData = Object.fromEntries(
		Object.entries(others).map(([node, all]) => {
			const items = all.map((one) => ({ json: one }));
			const run = { startTime: 0, executionIndex: 0, executionTime: 0, source: [] };
			return [node, [{ ...run, data: { main: [items] } }]];
		}),
	);
	const data = createRunExecutionData({ resultData: { runData } });
	const items = [{ json }];
	const valueOf = (text: unknown) =>
		workflow.expression.getParameterValue(String(text), data, 0, 0, name, items, 'manual', {});
	const parameters = parametersOf.get(name) as {
		jsonOutput?: string;
		assignments: { assignments: Array<{ name: string; value: string }> };
		options?: { range?: string };
	};
	if (parameters.jsonOutput) return valueOf(parameters.jsonOutput) as IDataObject;
	if (parameters.options?.range)
		return { range: valueOf(parameters.options?.range) } as IDataObject;
	const { assignments } = parameters.assignments;
	return Object.fromEntries(
		assignments.map((one) => [one.name, valueOf(one.value)]),
	) as IDataObject;
}

const { fields } = resources.blacklist.operations.search;

/** What 'Check Only' says of a row. */
export function checked(row: IDataObject): IDataObject {
	try {
		const { wire, warnings } = readValues(fields, (name) => row[name]);
		return { values: wire, ...warningFields(warnings) };
	} catch (error) {
		return { error: (error as Error).message };
	}
}

export interface Line {
	line: number;
	name: string;
	id_card: string;
	mobile: string;
	others: IDataObject;
	state: 'ready' | 'double' | 'wrong';
	looks: unknown[];
	note: string;
}

/** What the example delivers for a file. */
export interface List {
	fault?: { english: string; chinese: string };
	lines: Line[];
	ready: IDataObject[];
	page: string;
}

/** The rows of a file, as n8n's node reads the first sheet. */
function rowsOf(file: Buffer, range: string): IDataObject[] {
	try {
		const { SheetNames, Sheets } = xlsx.read(file, { raw: true });
		const window = Number.isNaN(Number(range)) ? range : Number(range);
		const rows: unknown[][] = xlsx.utils.sheet_to_json(Sheets[SheetNames[0]], {
			header: 1,
			range: window,
		});
		// What passes between n8n's nodes has gone through JSON.
		return JSON.parse(JSON.stringify(rows.map((row) => ({ row })))) as IDataObject[];
	} catch (error) {
		return [{ error: (error as Error).message }];
	}
}

/** What the example makes of a file, with what 'Check Only' says of a row. */
export function readList(file: Buffer, check = checked): List {
	const asUtf8 = iconv.decode(file, 'utf8');
	const kind = output('Which Kind? 哪一类', {}, { text: asUtf8 });
	const outputs: Record<string, IDataObject[]> = { 'Which Kind? 哪一类': [kind] };
	let readable = file;
	if (kind.kind !== 'workbook') {
		const text = { text: iconv.decode(file, String(kind.kind)) };
		const named = output('Name the Separator 识别分隔符', outputs, text);
		outputs['Read with Its Encoding 按编码读'] = [text];
		outputs['Name the Separator 识别分隔符'] = [named];
		readable = iconv.encode(String(named.text), 'utf8', { addBOM: true });
	}
	const { range } = output('Read the Rows 读取各行', outputs, {});
	outputs['Read the Rows 读取各行'] = rowsOf(readable, String(range));
	const found = output('Find the Columns 识别列', outputs, {});
	if (found.fault) return output('No List 没有名单', outputs, found) as unknown as List;
	outputs['Find the Columns 识别列'] = [found];
	const rows = output('Bring to Form 规范格式', outputs, found).rows as IDataObject[];
	outputs['Each Row 逐行'] = rows;
	outputs['Check Only 只检查'] = rows.map((row) => check(row));
	return output('Put Together 合并', outputs, {}) as unknown as List;
}
