import type { ReceivedFile } from './types.ts';

/** One rule that was applied to a request, with its verdict. */
export interface Check {
	readonly name: string;
	readonly ok: boolean;
	readonly detail: string;
}

/** A signature with what it should have been made of. */
export interface Signature {
	/** The text that is hashed, as the provider makes it. */
	text: string;
	expected: string;
	received: string;
	/** Which usual mistake makes the one that came, if one does. */
	mistake?: string;
}

const longestText = 8000;
const longestExplained = 100_000;

/** Values as they stand in an address, which is what partners sign most often by mistake. */
export const encodedValues = (pairs: ReadonlyArray<[string, string]>): Array<[string, string]> =>
	pairs.map(([name, value]) => [name, encodeURIComponent(value)]);

/** Both ends of a long text; what signs a file of many megabytes must not fill the journal. */
export function shorten(text: string, longest = longestText): string {
	if (text.length <= longest) return text;
	const half = longest / 2;
	return `${text.slice(0, half)} …${text.length - longest} characters… ${text.slice(-half)}`;
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
	/** Absent where nothing was signed, or where it did not come so far. */
	signature?: Signature;
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
	 * Keeps a signature for people who look for what differs. `mistakes` names what clients do wrong with the
	 * signature that comes of it; they are tried only when the signature is wrong.
	 */
	sign(
		{ expected, received, text }: Omit<Signature, 'mistake'>,
		mistakes: () => ReadonlyArray<[mistake: string, signature: string]> = () => [],
	): void {
		this.signature = { text: shorten(text), expected, received };
		if (received === expected || text.length > longestExplained) return;
		const usual: ReadonlyArray<[string, string]> = [
			['首尾有空白 with blanks at its ends', received === received.trim() ? '' : expected],
			['大写 in upper case', expected.toUpperCase()],
			['小写 in lower case', expected.toLowerCase()],
		];
		const [mistake] =
			[...usual, ...mistakes()].find(([, signature]) => signature === received.trim()) ?? [];
		if (mistake !== undefined) this.signature.mistake = mistake;
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
