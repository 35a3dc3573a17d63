import document from '../../spec/htouhui.json' with { type: 'json' };
import type { ProviderSpec, SpecOperation, SpecParam } from '../core/types.ts';

export interface HtouhuiParam extends SpecParam {
	maxLength: number | null;
}

export interface HtouhuiOperation extends Omit<SpecOperation, 'path'> {
	/** Null where the document says 待定 (gap HTH-03). */
	path: string | null;
	params: HtouhuiParam[];
}

/** Operations and dictionaries of the document as data. */
export const spec = document as unknown as Omit<ProviderSpec, 'operations'> & {
	operations: HtouhuiOperation[];
	notifications: Array<{ params: HtouhuiParam[] }>;
};

const operations = new Map(spec.operations.map((operation) => [operation.id, operation]));

/** The operation with this id; the ids come from the routes, so it is there. */
export function operationById(id: string): HtouhuiOperation {
	const operation = operations.get(id);
	if (!operation) throw new Error(`The spec has no operation ${id}`);
	return operation;
}

/** Dictionary openAccountStatus: 开户设置交易密码及授权状态. */
export type Status = '0' | '1' | '2' | '3';

/** Dictionary openAccountType: where the page begins. */
export type OpenType = '0' | '1' | '2';

/** What comes after a status: its type, or null when all is done (gap HTH-19). */
export function nextTypeOf(status: string): OpenType | null {
	const entries = document.dictionaries.openAccountStatus;
	return (entries.find(({ value }) => value === status)?.nextType ?? null) as OpenType | null;
}

/** A dictionary value for people who read the page, in both languages. */
export function describeValue(dictionary: string, value: string): string {
	const entry = spec.dictionaries[dictionary]?.find((candidate) => candidate.value === value);
	return `${value} ${entry?.en ?? ''} ${entry?.zh ?? ''}`;
}
