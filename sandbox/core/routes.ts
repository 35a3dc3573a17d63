import type { SpecOperation } from '../../spec/types.ts';
import type { MatchedRoute } from './types.ts';

interface TemplateRoute {
	operation: string;
	template: string;
	pattern: RegExp;
	names: string[];
}

/** Finds the operation of a request by method and path, from the paths that the spec has. */
export function createRouteTable(
	operations: readonly SpecOperation[],
): (method: string, path: string) => MatchedRoute | undefined {
	const exact = new Map<string, MatchedRoute>();
	const templates = new Map<string, TemplateRoute[]>();
	for (const { id, method, path } of operations) {
		if (path === null) continue;
		const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
		if (names.length === 0) {
			exact.set(`${method} ${path}`, { operation: id, template: path, pathParams: {} });
			continue;
		}
		const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`);
		const routes = templates.get(method) ?? [];
		routes.push({ operation: id, template: path, pattern, names });
		templates.set(method, routes);
	}
	return (method, path) => {
		const found = exact.get(`${method} ${path}`);
		if (found) return found;
		for (const { operation, template, pattern, names } of templates.get(method) ?? []) {
			const match = pattern.exec(path);
			if (!match) continue;
			const pathParams: Record<string, string> = {};
			names.forEach((name, index) => {
				pathParams[name] = match[index + 1] ?? '';
			});
			return { operation, template, pathParams };
		}
		return undefined;
	};
}
