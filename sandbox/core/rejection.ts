/** A request that the provider refuses, with the documented code and the reason for the journal. */
export class Rejection extends Error {
	readonly code: string;

	constructor(code: string, reason: string) {
		super(reason);
		this.code = code;
	}
}
