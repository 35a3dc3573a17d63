import type { IConnections, INode, IPinData, IWorkflowSettings } from 'n8n-workflow';

/** The owner account of an n8n instance. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	/** It has at least 8 characters, one upper-case letter, one digit. */
	password: string;
}

/** What a credential is made of, as the editor sends it. */
export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** A workflow as it is exported; further keys of an export are ignored. */
export interface WorkflowInput {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
	/** The ids of its tags. */
	tags?: string[];
}

/** A workflow in n8n's database. */
export interface SavedWorkflow extends Omit<WorkflowInput, 'tags'> {
	id: string;
	/** The version that the editor shows. */
	versionId: string;
	/** The version that is published, if one is; 1.x has none. */
	activeVersionId?: string | null;
}
