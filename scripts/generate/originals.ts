import type { Operation } from '../../nodes/shared/model/operation.ts';
import type { Spec } from '../../spec/types.ts';
import { versionsOf } from '../shared/providers.ts';

/** What a text has in brackets at its end or in front of a next sentence, when that is Chinese. */
export const inChinese = (text: string): string | undefined =>
	/\(((?:[^()]|\([^()]*\))*\p{Script=Han}(?:[^()]|\([^()]*\))*)\)(?=$|[.;,] )/u.exec(text)?.[1];

/** The name of an operation in the document; what stands in brackets behind it is a remark. */
export function titleOf(operation: Operation, { operations, notifications }: Spec): string {
	const ids = versionsOf(operation).map(({ id }) => id);
	const titles = [...operations, ...notifications]
		.filter(({ id }) => ids.includes(id))
		.map(({ titleZh }) => titleZh.replace(/\s*[(（].*$/, ''));
	return [...new Set(titles)].join(' / ');
}
