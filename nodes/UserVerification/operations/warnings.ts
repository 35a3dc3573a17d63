import type { IDataObject } from 'n8n-workflow';

import type { Output } from '../../shared/model/operation';

/** What speaks against a value although it is sent, in one sentence for each of two readers. */
export interface Warning {
	english: string;
	/** For the person whose verification it is. */
	chinese: string;
}

/** What speaks against a value that is submitted; what comes of it shows in the provider's review, perhaps (gap UV-17). */
export const mayBeRefused = (english: string, chinese: string): Warning => ({
	english: `${english}. By its documentation the provider allows this, but it may refuse the step or reject the user in its review.`,
	chinese: `${chinese}，审核时可能因此不通过。`,
});

/** The warnings as they come out. */
export const told = (warnings: Warning[]): IDataObject => ({
	warnings: warnings.map(({ english }) => english),
	warningsChinese: warnings.map(({ chinese }) => chinese),
});

export const warned: Output = { warnings: 'string[]', warningsChinese: 'string[]' };
