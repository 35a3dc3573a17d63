/** What stands in Chinese texts as it is: kinds of images, sizes, the letter of an ID card, the beginning of an address. */
const LATIN_WORDS = /JPEG|PNG|GIF|BMP|WEBP|HEIC|KB|MB|X|https:\/\/|IP/g;

/** Words of n8n and of interfaces, and what sends a person away. */
const FOREIGN = /节点|工作流|重新运行|接口|参数|字段|联系我们|null|undefined|错误代码|JSON|[{}'"`]/;

/** What is wrong with a text for a person who filled in a form; '' for a good one. */
export function chineseFault(text: unknown): string {
	if (typeof text !== 'string' || !/^[^\s].*[。]$/.test(text))
		return `no sentence: ${String(text)}`;
	if (text.length > 75) return `too long: ${text}`;
	const foreign = /[A-Za-z_$]+/.exec(text.replace(LATIN_WORDS, ''))?.[0] ?? FOREIGN.exec(text)?.[0];
	return foreign === undefined ? '' : `'${foreign}' in: ${text}`;
}

/** Words of n8n, of interfaces and of whoever builds the workflow. */
const OF_OPERATORS =
	/n8n|workflow|\bnodes?\b|run the item|interface|parameter|credential|contact us|null|undefined|[{}`]/i;

/** What is wrong with the English of such a text: what happened, and what to do, as whole sentences. */
export function englishFault(text: unknown): string {
	if (typeof text !== 'string' || !/^['A-Z].*\.$/.test(text)) return `no sentence: ${String(text)}`;
	const advice = /please|no need|must be settled|for now/i.exec(text)?.[0];
	if (advice === undefined) return `says nothing to do: ${text}`;
	const foreign = OF_OPERATORS.exec(text.replace(/'[^']*'/g, ''))?.[0];
	return foreign === undefined ? '' : `'${foreign}' in: ${text}`;
}
