import type { IDataObject } from 'n8n-workflow';

import { UserVerificationApi } from '../../credentials/UserVerificationApi.credentials';
import { UserVerification } from '../../nodes/UserVerification/UserVerification.node';
import { type RunOptions, useStage } from './stage';
import { files, stepValues } from './user-verification';

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

/** The User Verification node before the sandbox; each item has all files. */
export function useUserVerification() {
	const stage = useStage(
		new UserVerification(),
		new UserVerificationApi(),
		(urls) => ({
			baseUrl: urls['user-verification'],
			apiKey: 'sandbox-verification',
			secretKey: 'verification-sandbox-secret',
		}),
		{ items: [{ json: {}, binary: files }] },
	);

	/** Submits a step with valid values, but those given. */
	const submit = async (operation: string, values: IDataObject = {}, options: RunOptions = {}) =>
		await stage.one('step', operation, { ...stepValues[operation], ...values }, options);

	const submitTo = async (count: number, options: RunOptions = {}) => {
		for (const operation of STEPS.slice(0, count)) await submit(operation, {}, options);
	};

	const query = async (values: IDataObject = {}, options: RunOptions = {}) =>
		await stage.one('verification', 'get', values, options);

	const sent = async () => (await stage.control.journal()) as unknown as Sent[];

	const force = async (answer: IDataObject) =>
		await stage.control.call('/user-verification/force', answer);

	/** Lets requests meet a fault, counted from now. */
	const fault = async (kind: string, when: string, at = [1]) =>
		await stage.control.call('/faults', { 'user-verification': { events: [{ at, kind, when }] } });

	return Object.assign(stage, { submit, submitTo, query, sent, force, fault });
}
