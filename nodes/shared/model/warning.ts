import type { IDataObject } from 'n8n-workflow';

/** What speaks against a value although it is sent, in one sentence for each of two readers. */
export interface Warning {
	/** What whoever looks at the result reads. */
	english: string;
	/** What the person reads whose value it is. */
	chinese: string;
}

const listIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/**
 * The warnings as they come out.
 *
 * @param before a result that may have some already
 */
export const warningFields = (warnings: Warning[], before: IDataObject = {}): IDataObject => ({
	warnings: [...listIn(before.warnings), ...warnings.map(({ english }) => english)],
	warningsChinese: [...listIn(before.warningsChinese), ...warnings.map(({ chinese }) => chinese)],
});

/** What comes out of an operation with warnings. */
export const warningOutput = { warnings: 'string[]', warningsChinese: 'string[]' } as const;
