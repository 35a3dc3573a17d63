import { operationFinder, readSpec } from '../../spec/read.ts';

/** Operations, dictionaries and codes of the document as data. */
export const spec = readSpec('webank');

export const operationById = operationFinder(spec);

/** Code → the provider's own words (appendix 2). */
export const messages: ReadonlyMap<string, string> = new Map(
	spec.errorCodes.map(({ code, zh }): [string, string] => [String(code), zh]),
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
