import type { IHttpRequestMethods } from 'n8n-workflow';

import type { ApiRequest, Operation, Values } from '../model/operation';

/** The request with the method and the path of the operation's endpoint, where it does not bring its own. */
export function withEndpoint(
	request: Partial<ApiRequest>,
	{ endpoint = 'POST /' }: Operation,
	{ path: values, local }: Values,
): ApiRequest {
	const chosen = typeof endpoint === 'string' ? endpoint : endpoint[String(local.interfaceVersion)];
	const [method, template] = chosen.split(' ');
	const path = template.replace(/\{(\w+)\}/g, (_all, name: string) =>
		encodeURIComponent(String(values[name])),
	);
	return { method: method as IHttpRequestMethods, path, ...request };
}
