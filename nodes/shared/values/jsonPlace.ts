/** What a JSON text can go on with: inside an object a name, a colon, a value, a comma or its end. */
type Wanted = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'next';

const SPACE = /[ \t\n\r]*/y;
const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

const matchedAt = (pattern: RegExp, text: string, at: number): number => {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : at;
};

/**
 * The place where a text stops being JSON, for people who look for the one sign that is too much. The messages of
 * `JSON.parse` name the place in some versions of Node only, and repeat what stands there.
 *
 * @param text one that cannot be parsed
 * @returns the end of a sentence that begins with the text's name: "… at line 3, column 8"
 */
export function placeOfFault(text: string): string {
	const at = faultIn(text);
	if (at >= text.length) return 'but ends before all of it is there';
	const lines = text.slice(0, at).split('\n');
	return `but is none at line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
}

/** The first character that does not belong; the length of a text that only ends too early. */
function faultIn(text: string): number {
	const open: string[] = [];
	let wanted: Wanted = 'value';
	let at = 0;
	for (;;) {
		at = matchedAt(SPACE, text, at);
		const char = text[at];
		const closes = wanted === 'next' || wanted.startsWith('first ');
		if (closes && char !== undefined && char === open[open.length - 1]) {
			open.pop();
			[wanted, at] = ['next', at + 1];
		} else if (wanted === 'next') {
			if (char !== ',' || open.length === 0) return at;
			[wanted, at] = [open[open.length - 1] === '}' ? 'name' : 'value', at + 1];
		} else if (wanted === 'colon') {
			if (char !== ':') return at;
			[wanted, at] = ['value', at + 1];
		} else if (char === '"') {
			const [end, isWhole] = readString(text, at);
			if (!isWhole) return end;
			[wanted, at] = [wanted.endsWith('name') ? 'colon' : 'next', end];
		} else if (wanted.endsWith('name')) {
			return at;
		} else if (char === '{' || char === '[') {
			open.push(char === '{' ? '}' : ']');
			[wanted, at] = [char === '{' ? 'first name' : 'first value', at + 1];
		} else {
			const end = matchedAt(LITERAL, text, at);
			if (end === at) return at;
			[wanted, at] = ['next', end];
		}
	}
}

/** The place behind the quote that ends a string, or the first one in it that does not belong. */
function readString(text: string, start: number): [end: number, isWhole: boolean] {
	let at = start + 1;
	while (at < text.length && text[at] !== '"') {
		const end = text[at] === '\\' ? matchedAt(ESCAPE, text, at) : at + Number(text[at] >= ' ');
		if (end === at) return [at, false];
		at = end;
	}
	return at < text.length ? [at + 1, true] : [at, false];
}
