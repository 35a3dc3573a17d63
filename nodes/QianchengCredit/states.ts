import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { labelOf } from '../shared/model/dictionary';
import { auditState, degreeState, ebankState, telecomState } from './dictionaries';

/** What to do next with a query; the operations of the node that go on with it have the same names. */
export type NextAction =
	| 'wait'
	| 'login'
	| 'submitCaptcha'
	| 'submitQueryPassword'
	| 'getData'
	| 'restart'
	| 'failed';

/** The states of one kind of query, as the appendix lists them. */
export interface StateTable {
	labels: INodePropertyOptions[];
	/** The constant in the document and what to do next, by state. */
	states: Record<number, [constant: string, nextAction: NextAction]>;
	/** What a state that the document does not list means. */
	unlisted: (state: number) => NextAction;
	/**
	 * States that may pass by themselves, with the seconds for which they may: 'Wait for State' ends with one only
	 * when it is still there at the next question, and has been for that long.
	 */
	passing: Record<number, number>;
}

export const telecom: StateTable = {
	labels: telecomState,
	states: {
		0: ['STATE_INIT', 'wait'],
		// A public client takes it for the end; it may be the carrier's own restart, too (gap QC-52).
		1: ['STATE_RESTART', 'restart'],
		11: ['STATE_SERVICE_PWD_SUBMITTED', 'wait'],
		21: ['STATE_CAPTCHA_REQUIRED', 'submitCaptcha'],
		22: ['STATE_CAPTCHA_SUBMITTED', 'wait'],
		23: ['STATE_CAPTCHA_ERROR', 'submitCaptcha'],
		24: ['STATE_CAPTCHA_RESEND', 'submitCaptcha'],
		31: ['STATE_QUERY_PWD_REQUIRED', 'submitQueryPassword'],
		32: ['STATE_QUERY_PWD_SUBMITTED', 'wait'],
		33: ['STATE_QUERY_PWD_SUBMITTED_ERROR', 'submitQueryPassword'],
		// Nothing more is asked of the person; the data follows with state 43.
		41: ['STATE_COLLECT_FINISHED', 'wait'],
		42: ['STATE_COLLECT_FAILED', 'failed'],
		43: ['STATE_DATA_READY', 'getData'],
	},
	unlisted: () => 'wait',
	passing: { 1: 10 },
};

export const degree: StateTable = {
	labels: degreeState,
	states: {
		0: ['STATE_INIT', 'login'],
		11: ['STATE_PWD_SUBMITTED', 'wait'],
		21: ['STATE_COLLECT_FINISHED', 'getData'],
		22: ['STATE_COLLECT_FAILED', 'failed'],
	},
	unlisted: () => 'wait',
	passing: {},
};

export const ebank: StateTable = {
	labels: ebankState,
	states: {
		0: ['STATE_INIT', 'wait'],
		1: ['STATE_ACCOUNT_SUBMITTED', 'wait'],
		// The dynamic password goes through the captcha interface as well (gap QC-17).
		2: ['STATE_DYNAMIC_PWD_REQUIRED', 'submitCaptcha'],
		3: ['STATE_DYNAMIC_PWD_SUBMITTED', 'wait'],
		4: ['STATE_PIC_CAPTCHA_REQUIRED', 'submitCaptcha'],
		5: ['STATE_PIC_CAPTCHA_SUBMITTED', 'wait'],
		6: ['STATE_MSG_CAPTCHA_REQUIRED', 'submitCaptcha'],
		7: ['STATE_MSG_CAPTCHA_SUBMITTED', 'wait'],
		8: ['STATE_CAPTCHA_ERROR', 'submitCaptcha'],
		9: ['STATE_CAPTCHA_RESEND', 'submitCaptcha'],
		10: ['STATE_COLLECT_FINISHED', 'getData'],
		11: ['STATE_COLLECT_FAILED', 'failed'],
	},
	// Rows may be lost at the end of the document's table (gap QC-15).
	unlisted: (state) => (state > 10 ? 'failed' : 'wait'),
	// After a wrong captcha the bank may send another one, or give up (gap QC-53).
	passing: { 8: 0 },
};

/** In version 2 the login follows the creation of the query. */
export const ebankV2: StateTable = {
	...ebank,
	states: { ...ebank.states, 0: ['STATE_INIT', 'login'] },
};

/** A code as a number, also when it came as text; null when there is none. */
const codeOf = (value: unknown): number | null =>
	/^\d+$/.test(String(value ?? '')) ? Number(value) : null;

const DECISIONS = ['approve', 'reject', 'pending'];

/**
 * The decision of the risk audit beside its code and whatever else the answer says; null for a code that the
 * document does not list.
 */
export function describeDecision({ state: given, ...rest }: IDataObject): IDataObject {
	const state = codeOf(given);
	const own = {
		state: state ?? given ?? null,
		stateLabel: labelOf(auditState, state) ?? null,
		decision: DECISIONS[state ?? -1] ?? null,
		reason: rest.reason ?? null,
	};
	return { ...own, ...rest, ...own };
}

/** A state with its name, its label and what to do next, and what else the answer says. */
export function describeState(
	{ labels, states, unlisted }: StateTable,
	{ state: given, ...rest }: IDataObject,
): IDataObject & { nextAction: NextAction } {
	const state = codeOf(given);
	const [stateName, nextAction] = states[state ?? -1] ?? [null, unlisted(state ?? -1)];
	const stateLabel = labelOf(labels, state) ?? null;
	const own = { state: state ?? given ?? null, stateName, stateLabel, nextAction };
	return { ...own, ...rest, ...own };
}
