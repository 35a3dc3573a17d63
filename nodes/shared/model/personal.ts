/** What a value tells of a person, by which 'Mask Personal Data' knows how much of it may be seen. */
export type Personal =
	| 'account'
	| 'address'
	| 'bankCard'
	| 'birthDate'
	| 'email'
	| 'idCard'
	| 'mobile'
	| 'name';

/** What the values of some names tell of a person; null: nothing, although the name sounds like it. */
export type PersonalNames = Record<string, Personal | null>;
