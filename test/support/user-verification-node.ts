import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { UserVerificationApi } from '../../credentials/UserVerificationApi.credentials';
import { UserVerification } from '../../nodes/UserVerification/UserVerification.node';
import { startSandbox } from '../../sandbox/index.ts';
import { runNode, type Run } from './n8n';
import { controlOf } from './sandbox';
import { files, stepValues } from './user-verification';

export type Options = Partial<Pick<Run, 'items' | 'continueOnFail'>> & {
	credentials?: IDataObject;
};

/** What the sandbox noted of a request. */
export interface Sent {
	operation: string;
	params: Record<string, string>;
	files: Array<{ name: string; fileName: string; size: number }>;
}

export const STEPS = Object.keys(stepValues);

/** An account of the sandbox that wants all texts in the query. */
export const SWITCHED = {
	apiKey: 'sandbox-verification-query',
	secretKey: 'verification-query-secret',
	specialSettings: true,
	bodyStyle: 'query',
	multipartTextParams: 'query',
};

/** A sandbox, and the User Verification node with a credential for it. */
export async function startUserVerification() {
	const sandbox = await startSandbox();
	const control = controlOf(sandbox);

	const prepare = (
		resource: string,
		operation: string,
		values: IDataObject,
		{ credentials, ...options }: Options = {},
	): Run => ({
		node: new UserVerification(),
		credentialType: new UserVerificationApi(),
		items: [{ json: {}, binary: files }],
		...options,
		credentials: {
			baseUrl: sandbox.urls['user-verification'],
			apiKey: 'sandbox-verification',
			secretKey: 'verification-sandbox-secret',
			...credentials,
		} as never,
		parameters: { resource, operation, ...values },
	});

	const run = async (...args: Parameters<typeof prepare>): Promise<INodeExecutionData[]> =>
		await runNode(prepare(...args));

	/** The JSON of the one item of a run. */
	const one = async (...args: Parameters<typeof prepare>): Promise<IDataObject> =>
		(await run(...args))[0].json;

	/** Submits a step with valid values, but those given. */
	const submit = async (operation: string, values: IDataObject = {}, options: Options = {}) =>
		await one('step', operation, { ...stepValues[operation], ...values }, options);

	const submitTo = async (count: number, options: Options = {}) => {
		for (const operation of STEPS.slice(0, count)) await submit(operation, {}, options);
	};

	const query = async (values: IDataObject = {}, options: Options = {}) =>
		await one('verification', 'get', values, options);

	const sent = async () => (await control.journal()) as unknown as Sent[];

	const force = async (answer: IDataObject) =>
		await control.call('/user-verification/force', answer);

	/** Lets requests meet a fault, counted from now. */
	const fault = async (kind: string, when: string, at = [1]) =>
		await control.call('/faults', { 'user-verification': { events: [{ at, kind, when }] } });

	return { sandbox, control, prepare, run, one, submit, submitTo, query, sent, force, fault };
}
export type UserVerificationStage = Awaited<ReturnType<typeof startUserVerification>>;
