import type { Refusal } from '../model/errors';
import type { Clock } from '../run/clock';

const NOT_AGAIN_MS = 600_000;

/**
 * What a process has found out about refusals that may mean a lost session, where a provider does not
 * document how it says so: whether a new session helped.
 */
export class LostWords {
	private readonly clock: Clock;
	private readonly findings = new Map<string, { helped: boolean; at: number }>();

	constructor(clock: Clock) {
		this.clock = clock;
	}

	/** Notes what became of the request after a renewal. */
	note(refusal: Refusal, helped: boolean): void {
		this.findings.set(wordsOf(refusal), { helped, at: this.clock.now() });
	}

	/** Whether a new session has helped after such a refusal: it does again. */
	areProven(refusal: Refusal): boolean {
		return this.findings.get(wordsOf(refusal))?.helped === true;
	}

	/** Whether a new session is worth a try: not when one did not help within the last minutes. */
	areWorthATry(refusal: Refusal): boolean {
		const { helped, at } = this.findings.get(wordsOf(refusal)) ?? { helped: true, at: 0 };
		return helped || this.clock.now() - at > NOT_AGAIN_MS;
	}
}

/** Code and words without what differs from call to call, such as the token itself. */
const wordsOf = ({ providerCode, providerMessage }: Refusal): string =>
	`${providerCode} ${providerMessage.replace(/[\w-]*\d[\w-]*/g, '')}`;
