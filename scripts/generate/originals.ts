/** What a text has in brackets at its end or in front of a next sentence, when that is Chinese. */
export const inChinese = (text: string): string | undefined =>
	/\(((?:[^()]|\([^()]*\))*\p{Script=Han}(?:[^()]|\([^()]*\))*)\)(?=$|[.;,] )/u.exec(text)?.[1];
