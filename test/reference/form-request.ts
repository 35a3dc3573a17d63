import type { ReceivedRequest } from '../../sandbox/core/types.ts';

/** A form as the sandbox's server hands it to a provider. */
export function readRequestText(body: string): ReceivedRequest {
	const values = Object.fromEntries(new URLSearchParams(body));
	return {
		...{ method: 'POST', path: '/', headers: {}, files: [], raw: Buffer.from(body) },
		contentType: 'application/x-www-form-urlencoded',
		query: { values: {}, duplicates: [] },
		form: { values, duplicates: [] },
	};
}
