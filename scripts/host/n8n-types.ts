import type {
	ExecutionStatus,
	IConnections,
	INode,
	INodeExecutionData,
	IPinData,
	IRunExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';

/** The owner account of an n8n instance. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	/** At least 8 characters, one upper-case letter, one digit. */
	password: string;
}

/** What a credential is made of, as the editor sends it. */
export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** n8n's answer to the test button of a credential. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** A workflow as it is exported; further keys of an export are ignored. */
export interface WorkflowInput {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

/** A workflow in n8n's database. */
export interface SavedWorkflow extends WorkflowInput {
	id: string;
	/** The version that the editor shows. */
	versionId: string;
	/** The version that is published, if one is. */
	activeVersionId: string | null;
}

/** An execution without its data. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
	waitTill: string | null;
}

/** An execution with its decoded run data. */
export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

/** Statuses in which an execution does nothing more. */
export const FINAL_STATUSES: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** The items that a node gave to one of its outputs in its last run. */
export function outputOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.at(-1)?.data?.main[output] ?? [];
}

/** The JSON of the items that a node gave to one of its outputs in its last run. */
export function jsonOf(execution: Execution, node: string, output = 0) {
	return outputOf(execution, node, output).map((item) => item.json);
}
