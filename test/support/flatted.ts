type Container = Record<string, unknown>;

/**
 * Reads n8n's stored run data: one JSON array in which every string inside an object or array is the
 * index of its value, so that shared and circular values are kept ("flatted").
 */
export function unflatten(text: string): unknown {
	const values = JSON.parse(text) as unknown[];
	const revived = new Map<number, Container>();

	const revive = (index: number): unknown => {
		const value = values[index];
		if (typeof value !== 'object' || value === null) return value;
		const known = revived.get(index);
		if (known) return known;
		const copy = (Array.isArray(value) ? [] : {}) as Container;
		revived.set(index, copy);
		for (const [key, entry] of Object.entries(value)) {
			copy[key] = typeof entry === 'string' ? revive(Number(entry)) : entry;
		}
		return copy;
	};
	return revive(0);
}
