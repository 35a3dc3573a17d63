/** Choices that are the same for the same seed, so that a failed test can be looked at. */
export interface Random {
	/** A number from 0 to below 1. */
	next(): number;
	/** A whole number from 0 to below `n`. */
	below(n: number): number;
	pick<T>(list: readonly T[]): T;
	/** Up to `most` things, made one by one. */
	some<T>(most: number, make: () => T): T[];
}

/** Numbers by mulberry32. */
export function randomOf(seed: number): Random {
	let state = seed;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (n: number): number => Math.floor(next() * n);
	return {
		next,
		below,
		pick: (list) => list[below(list.length)],
		some: (most, make) => Array.from({ length: below(most + 1) }, make),
	};
}
