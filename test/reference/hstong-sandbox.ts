// The sandbox's HSTong for one test file.
import { createHstongClient } from './hstong.ts';
import type { CallInput, ClientOptions, HstongClient, OperationId } from './hstong.ts';
import { applyUntil, authorise, mobileNo } from './hstong-people.ts';
import { useProvider } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

export interface HstongInTest extends SandboxInTest<HstongClient, ClientOptions> {
	/** The provider's code of one call with the default account. */
	codeOf: (operation: OperationId, input: CallInput) => Promise<string>;
	/** Signs a user in, then takes the application to a step; without one the user has none. */
	userAt: (step: number | 'none', index?: number) => Promise<string>;
}

/** Registers the hooks and returns what tests need. */
export function useHstong(): HstongInTest {
	const sandbox = useProvider<HstongClient, ClientOptions>('hstong', (urls, options) =>
		createHstongClient({
			...{ baseUrl: urls.hstong, appId: 'sandbox-hstong', appSecret: 'hstong-sandbox-secret' },
			...options,
		}),
	);
	let shared: HstongClient;
	beforeAll(() => {
		shared = sandbox.connect();
	});
	return {
		...sandbox,
		codeOf: async (operation, input) => (await shared.call(operation, input)).json.code,
		userAt: async (step, index = 1) => {
			const token = await authorise(shared, sandbox.controlUrl(), mobileNo(index));
			if (step !== 'none') await applyUntil(shared, token, index, step);
			return token;
		},
	};
}
