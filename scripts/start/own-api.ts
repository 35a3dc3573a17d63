import { ownApi } from '../../sandbox/registry.ts';
import type { N8nClient } from '../host/n8n-client.ts';
import type { CredentialInput } from '../host/n8n-types.ts';

/** What the deletion of an applicant needs of n8n's own API, and no more. */
const SCOPES = ['execution:list', 'execution:read', 'execution:delete'];

/** A credential of the demo as it is saved: that for n8n's own API gets a new key. */
export async function withOwnKey(
	n8n: N8nClient,
	credential: CredentialInput,
): Promise<CredentialInput> {
	if (credential.type !== ownApi.type) return credential;
	const label = `${ownApi.name}, ${new Date().toISOString()}`;
	const { rawApiKey } = await n8n.session.request<{ rawApiKey: string }>('POST', '/api-keys', {
		...{ label, scopes: SCOPES, expiresAt: null },
	});
	return { ...credential, data: { apiKey: rawApiKey, baseUrl: `${n8n.url}/api/v1` } };
}
