import type { ChallengeKind, CollectionKind } from './rules.ts';

/** The states of something that the user must answer. */
export interface Challenge {
	required: number;
	submitted: number;
	wrong: number;
	resent?: number;
}

/** The states of a kind of query. */
export interface Machine {
	dictionary: string;
	/** The state once the login data are there. */
	begun: number;
	finished: readonly number[];
	failed: number;
	challenges: Partial<Record<ChallengeKind, Challenge>>;
}

/** The states of both e-bank interfaces (8.3). */
export const ebankMachine: Machine = {
	dictionary: 'ebankState',
	begun: 1,
	finished: [10],
	failed: 11,
	challenges: {
		dynamicPassword: { required: 2, submitted: 3, wrong: 8 },
		picture: { required: 4, submitted: 5, wrong: 8 },
		sms: { required: 6, submitted: 7, wrong: 8, resent: 9 },
	},
};

/** The states of appendix 8. */
export const machines: Readonly<Record<CollectionKind, Machine>> = {
	telecom: {
		dictionary: 'telecomState',
		begun: 11,
		finished: [41, 43],
		failed: 42,
		challenges: {
			sms: { required: 21, submitted: 22, wrong: 23, resent: 24 },
			queryPassword: { required: 31, submitted: 32, wrong: 33 },
		},
	},
	degree: { dictionary: 'degreeState', begun: 11, finished: [21], failed: 22, challenges: {} },
	ebank: ebankMachine,
	ebankV2: ebankMachine,
};
