import type { Warning } from '../../shared/model/warning';

/** What speaks against a value that is submitted; what comes of it shows in the provider's review, perhaps (gap UV-17). */
export const mayBeRefused = (english: string, chinese: string): Warning => ({
	english: `${english}. By its documentation the provider allows this, but it may refuse the step or reject the user in its review.`,
	chinese: `${chinese}，审核时可能因此不通过。`,
});
