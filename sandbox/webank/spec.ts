import document from '../../spec/webank.json' with { type: 'json' };
import type { ProviderSpec, SpecOperation, SpecParam } from '../core/types.ts';

export interface WebankParam extends SpecParam {
	in: 'query' | 'path' | 'json' | 'multipart';
	/** The only value that the document allows. */
	fixed?: string;
	/** Whether the part may come several times. */
	multiple?: boolean;
	/** Fields of a JSON text. */
	children?: WebankParam[];
}

export interface WebankOperation extends SpecOperation {
	group: 'oauth' | 'business' | 'file';
	/** The host that serves it: capapi for calls, capup for files (section 4.5, gap WB-04). */
	host: 'capapi' | 'capup';
	params: WebankParam[];
}

/** Operations, dictionaries and codes of the document as data. */
export const spec = document as unknown as Omit<ProviderSpec, 'operations'> & {
	operations: WebankOperation[];
};

const operations = new Map(spec.operations.map((operation) => [operation.id, operation]));

/** The operation with this id; the ids come from the route tables, so it is there. */
export function operationById(id: string): WebankOperation {
	const operation = operations.get(id);
	if (!operation) throw new Error(`The spec has no operation ${id}`);
	return operation;
}

/** Code → the provider's own words (appendix 2). */
export const messages: ReadonlyMap<string, string> = new Map(
	spec.errorCodes.map(({ code, zh }) => [code, zh]),
);

/** Appendix 2: one code for a right request of each phase. */
export const success = { credentials: '60850000', service: '60840000', message: '系统处理成功' };

const limitOf = (id: string, otherwise: number): number =>
	spec.limits.find((limit) => limit.id === id)?.value ?? otherwise;

/** Lives in seconds (3.1, 3.2) and how long a replaced ticket is still good (6.1). */
export const documentedLives = {
	accessToken: limitOf('accessTokenValidity', 3600),
	signTicket: limitOf('signTicketValidity', 3600),
	userTicket: limitOf('userTicketValidity', 300),
	ticketGrace: limitOf('ticketGrace', 300),
};

export type Lives = typeof documentedLives;

/** A time as the document prints it: yyyyMMddHHmmss in Chinese time. */
export function transactionTime(milliseconds: number): string {
	const china = new Date(milliseconds + 8 * 3_600_000).toISOString();
	return china.slice(0, 19).replace(/\D/g, '');
}
