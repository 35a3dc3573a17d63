import type { Personal } from '../model/personal';

/** How many characters are left at the beginning and at the end of a long text. */
const SEEN: Record<
	Exclude<Personal, 'birthDate' | 'email' | 'name'>,
	[head: number, tail: number]
> = {
	account: [3, 4],
	address: [3, 0],
	bankCard: [4, 4],
	idCard: [3, 4],
	mobile: [3, 4],
};

/** With this many characters a text is long enough for the usual mask: that of a mobile number, 138****8000. */
const LONG = 11;

/**
 * A personal value of which enough is hidden that nobody can use it, and enough is left that whoever knows it
 * can recognize it: `430***********1234`, `138****8000`, `张**`. What is masked already stays as it is.
 */
export function masked(kind: Personal, text: string): string {
	switch (kind) {
		case 'name':
			return text.replace(
				/([\p{L}\p{N}])([\p{L}\p{N}\p{M}*]*)/gu,
				(_, first: string, rest: string) => (rest === '' ? '*' : first + stars(rest)),
			);
		case 'email': {
			const at = text.lastIndexOf('@');
			if (at < 1) return stars(text);
			const shown = at > 1 ? 1 : 0;
			return text.slice(0, shown) + stars(text.slice(shown, at)) + text.slice(at);
		}
		case 'birthDate':
			return text.slice(0, 4) + text.slice(4).replace(/\d/g, '*');
		default: {
			const characters = [...text];
			const { length } = characters;
			const [head, tail] = SEEN[kind].map((seen) =>
				length >= LONG ? seen : Math.min(seen, Math.floor(length / 4)),
			);
			const hidden = characters.slice(head, length - tail).join('');
			return (
				characters.slice(0, head).join('') +
				stars(hidden) +
				characters.slice(length - tail).join('')
			);
		}
	}
}

const stars = (text: string): string => '*'.repeat([...text].length);
