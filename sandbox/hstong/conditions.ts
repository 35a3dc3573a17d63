import type { Condition } from '../core/parameters.ts';

const unemployed = 8;
const soleTrader = 7;

const whenFalse = (name: string): Condition => ({
	text: `sent when, and only when, ${name} is false`,
	holds: (values) => values[name] === false,
	requiredThen: true,
	refusedOtherwise: true,
});

/** The conditional parameters of each operation; their column "必选" says FALSE, their text says more. */
export const conditions: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
	// 7.10: "当工作状态为待业时才有" and "当工作状态为个体户的时候填入的信息"; neither becomes
	// mandatory by that (gaps HST-19 and HST-21).
	submitStep2: {
		reasonOfUnemployment: {
			text: 'only when employmentStatus is 8',
			holds: (values) => values.employmentStatus === unemployed,
			requiredThen: false,
			refusedOtherwise: true,
		},
		bussinessDetail: {
			text: 'only when employmentStatus is 7',
			holds: (values) => values.employmentStatus === soleTrader,
			requiredThen: false,
			refusedOtherwise: true,
		},
	},
	// 7.13: "d1为false的情况下", "d7为false的情况下", "scChina为false的情况下,填入".
	submitStep4: {
		d1YesName: whenFalse('d1'),
		d1YesRelationship: whenFalse('d1'),
		d7Yes: whenFalse('d7'),
		scJR: whenFalse('scChina'),
		scTIN: whenFalse('scChina'),
		// The condition of scOthers is a statement that is no parameter, so only the form can be checked (HST-15).
		scOthers: {
			text: 'a JSON list of texts, or not sent',
			holds: () => true,
			requiredThen: false,
			refusedOtherwise: false,
		},
	},
	// 7.19: "当type=2的时候 必须传递"; type is in the path, the operation looks at it itself (HST-29).
	uploadAvatarAction: {
		action: {
			text: 'required when type is 2',
			holds: (values) => values.type === 2,
			requiredThen: true,
			refusedOtherwise: false,
		},
	},
};
