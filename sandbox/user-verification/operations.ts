import { Rejection } from '../core/rejection.ts';
import { describeUser, status, steps } from './state.ts';
import type { PhotoSlot, VerificationState } from './state.ts';
import type { VerifiedCall } from './verify.ts';

/** A verified request together with the provider's memory: what an operation works with. */
interface IncomingCall extends VerifiedCall {
	state: VerificationState;
}

/** An operation: returns its `data`; throws a Rejection. */
export type Handler = (call: IncomingCall) => object;

const slots: Readonly<Record<string, PhotoSlot>> = {
	cardFrontFile: 'cardFront',
	handSignFile: 'handSign',
	faceAuthFile: 'faceAuth',
};

/** Keeps a step once the one before it is done; the fifth hands everything to the review (gap UV-25). */
function submit(step: number): Handler {
	return ({ account, files, state, values }) => {
		const user = state.userOf(account.apiKey);
		if (user.status !== status.notVerified && user.status !== status.rejected)
			throw new Rejection('400003', `the state is ${user.status}`);
		if (step > 1 && !user.submitted[step - 1])
			throw new Rejection('400002', `step ${step - 1} is not done`);
		user.submitted[step] = values;
		for (const file of files) {
			const slot = slots[file.name];
			if (slot) state.storePhoto(user, slot, file);
		}
		if (step === steps.length) state.submitForReview(user);
		return {};
	};
}

/** Every operation of the document by its id. */
export const operations: Readonly<Record<string, Handler>> = {
	queryUserVerified: ({ account, origin, state }) => {
		const user = state.userOf(account.apiKey);
		state.advance(user);
		return describeUser(user, origin);
	},
	...Object.fromEntries(steps.map((id, index) => [id, submit(index + 1)])),
};
