import { operationFinder, readSpec } from '../../spec/read.ts';

/** Operations and dictionaries of the document as data. */
export const spec = readSpec('htouhui');

export const operationById = operationFinder(spec);

/** Dictionary openAccountStatus: 开户设置交易密码及授权状态. */
export type Status = '0' | '1' | '2' | '3';

/** Dictionary openAccountType: where the page begins. */
export type OpenType = '0' | '1' | '2';

/** What comes after a status: its type, or null when all is done (gap HTH-19). */
export function nextTypeOf(status: string): OpenType | null {
	const entries = spec.dictionaries.openAccountStatus;
	return (entries.find(({ value }) => value === status)?.nextType ?? null) as OpenType | null;
}

/** A dictionary value for people who read the page, in both languages. */
export function describeValue(dictionary: string, value: string): string {
	const entry = spec.dictionaries[dictionary]?.find((candidate) => candidate.value === value);
	return `${value} ${entry?.en ?? ''} ${entry?.zh ?? ''}`;
}
