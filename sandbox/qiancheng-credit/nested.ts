// Names with PHP brackets: options[contacts][0][contact_tel]=… (envelope of the catalogue, gap QC-08).

/** What a form or JSON body holds; objects have no prototype, so that "__proto__" is a name like any other. */
export type Sent = string | number | boolean | null | Sent[] | { [name: string]: Sent };
export type SentObject = { [name: string]: Sent };

const shape = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;
const deepest = 5;

/** An object without a prototype. */
const emptyObject = (): SentObject => Object.create(null) as SentObject;

interface Branch {
	[name: string]: Branch | string;
}

/**
 * Builds the structure that bracketed names describe. Keys 0, 1, 2 … in their order make a list, as
 * http_build_query writes one; anything else that PHP would guess about is a fault.
 */
export function readNested(pairs: Readonly<Record<string, string>>): {
	values: SentObject;
	faults: string[];
} {
	const values = emptyObject();
	const faults: string[] = [];
	const roots = Object.create(null) as Branch;
	for (const name in pairs) {
		const text = pairs[name] ?? '';
		if (!name.includes('[') && !name.includes(']')) {
			if (name in roots) faults.push(`${name} is sent both with and without brackets`);
			else roots[name] = text;
			continue;
		}
		const match = shape.exec(name);
		const keys = match
			? [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, key]) => key)
			: [];
		if (!match || keys.length > deepest) faults.push(`${name} is not a name with brackets`);
		else if (keys.includes('')) faults.push(`${name} has brackets without an index`);
		else place(roots, [match[1], ...keys] as string[], text, name, faults);
	}
	for (const name in roots) {
		const value = finish(roots[name] as Branch | string, name, faults);
		if (value !== undefined) values[name] = value;
	}
	return { values, faults };
}

function place(root: Branch, keys: string[], text: string, name: string, faults: string[]): void {
	let branch = root;
	for (const key of keys.slice(0, -1)) {
		const next = (branch[key] ??= Object.create(null) as Branch);
		if (typeof next === 'string') {
			faults.push(`${name} is sent both with and without brackets`);
			return;
		}
		branch = next;
	}
	const last = keys.at(-1) as string;
	if (last in branch) faults.push(`${name} is sent both with and without brackets`);
	else branch[last] = text;
}

function finish(branch: Branch | string, path: string, faults: string[]): Sent | undefined {
	if (typeof branch === 'string') return branch;
	const keys = Object.keys(branch);
	const isList = keys.every((key) => /^\d+$/.test(key));
	if (isList && keys.some((key, index) => key !== String(index))) {
		faults.push(`${path} has the indexes ${keys.slice(0, 5).join(', ')} instead of 0, 1, 2 …`);
		return undefined;
	}
	const list: Sent[] = [];
	const object = emptyObject();
	for (const key of keys) {
		const value = finish(branch[key] as Branch | string, `${path}[${key}]`, faults);
		if (value === undefined) continue;
		if (isList) list.push(value);
		else object[key] = value;
	}
	return isList ? list : object;
}
