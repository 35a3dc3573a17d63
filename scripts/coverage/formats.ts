/** A text that is not of the format, which a field must refuse, by the formats that specifications name. */
export const WRONG_EXAMPLES: Record<string, string> = {
	'id-card': '110105194912310021',
	'bank-card': '6222020000X',
	'latin-name': '王',
	'country-code': 'China',
	'path-part': 'a/b',
	'yyyy-MM-dd': '2026-02-30',
	amount: '1,000',
	email: 'someone',
	integer: '1.5',
	mobile: '12345',
	'person-name': '王?志',
	url: 'www.example.com',
};

/** Formats that leave no text longer than this. */
export const LENGTHS: Record<string, number> = { 'id-card': 18, mobile: 11 };
