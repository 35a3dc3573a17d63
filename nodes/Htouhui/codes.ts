import type { ErrorTable } from '../shared/model/errors';

/** The document has no codes (gap HTH-13): what the statuses of HTTP mean, with the answer's own words. */
export const errors: ErrorTable = {
	'HTTP 400': {
		message: 'Htouhui does not accept the values',
		remedy:
			'The answer that follows says why, if anything does. A user is only accepted for the step that comes next: look with Query User.',
		original: '',
	},
	'HTTP 401': {
		message: 'Htouhui does not accept the common fields or the signature',
		remedy:
			"Compare 'Common Fields' and every signature setting of the credential with what Htouhui told you, and check that they belong to this environment.",
		original: '',
		cause: 'credential-invalid',
	},
	'HTTP 404': {
		message: 'Htouhui does not know the address of this interface',
		remedy:
			"Check the environment in the credential and, for the query of a user, 'Query User Path': enter what Htouhui tells you.",
		original: '',
	},
};

/** An answer without what the document promises for success (gap HTH-13). */
export const notDone = (message: string, remedy: string) => ({ message, remedy, original: '' });
