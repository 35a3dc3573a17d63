import type { IExecuteFunctions } from 'n8n-workflow';

import type { Operation } from '../model/operation';
import type { Provider } from '../model/providerType';
import type { ReadParameter } from '../values/expressions';
import type { Account } from './accounts';
import type { Doubts } from './doubts';
import type { Claim } from './once';

/** What the items of an execution have in common. */
export interface Job {
	context: IExecuteFunctions;
	provider: Provider;
	operation: Operation;
	read: ReadParameter;
	account(itemIndex: number): Promise<Account>;
	/** The key of 'Submit Only Once'; undefined without it. */
	claim?: (itemIndex: number) => Claim;
	/** What must not be submitted again; undefined when the node is no tool of an agent. */
	doubts?: Doubts;
	/** Whether an item is only to be checked; undefined without the option. */
	checksOnly?: (itemIndex: number) => boolean;
	/** Whether personal data is masked in the output of an item; undefined without the option. */
	masks?: (itemIndex: number) => boolean;
}
