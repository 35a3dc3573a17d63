import type { ReceivedFile } from './types.ts';

/** One rule that was applied to a request, with its verdict. */
export interface Check {
	readonly name: string;
	readonly ok: boolean;
	readonly detail: string;
}

const passed = new Map<string, Check>();

/** A passed check without detail; shared, because the journal keeps tens of thousands of them. */
function passedCheck(name: string): Check {
	let check = passed.get(name);
	if (!check) {
		check = Object.freeze({ name, ok: true, detail: '' });
		passed.set(name, check);
	}
	return check;
}

/** Collects what a provider finds out about one request; it becomes part of the journal entry. */
export class Trace {
	readonly checks: Check[] = [];
	readonly decrypted: Record<string, string> = {};
	/** Parameters as the provider read them, whichever way they were sent; absent before it did. */
	params?: Record<string, string>;
	/** Files as the provider read them, where they did not come as parts of a form. */
	files?: readonly ReceivedFile[];
	wasForced = false;
	private readonly takeForced: () => string | undefined;

	constructor(takeForced: () => string | undefined = () => undefined) {
		this.takeForced = takeForced;
	}

	/** Records a verdict and returns it, so that a caller can write `if (!trace.check(…)) return …`. */
	check(name: string, ok: boolean, detail = ''): boolean {
		this.checks.push(ok && detail === '' ? passedCheck(name) : { name, ok, detail });
		return ok;
	}

	/**
	 * The code that a control client asked for, if this request is due. A provider asks once the
	 * request has passed every check of its form, so that a forced code never hides a wrong request.
	 */
	forced(): string | undefined {
		const code = this.takeForced();
		if (code === undefined) return undefined;
		this.wasForced = true;
		this.check('forced', false, `code ${code} was forced`);
		return code;
	}
}
