import { Rejection } from '../core/rejection.ts';
import { status } from './state.ts';
import type { Application, HstongState, Photo, User } from './state.ts';
import type { VerifiedCall } from './verify.ts';

/** A verified request together with the provider's memory: what an operation works with. */
export interface IncomingCall extends VerifiedCall {
	state: HstongState;
}

/** An operation: returns its `result`, nothing, or a photo; throws a Rejection. */
export type Handler = (call: IncomingCall) => object | string | undefined | PhotoAnswer;

/** The answer of the two image operations (7.22, 7.23). */
export class PhotoAnswer {
	readonly photo: Photo;

	constructor(photo: Photo) {
		this.photo = photo;
	}
}

/** The user of a call that had to carry a token. */
export function userOf(call: IncomingCall): User {
	if (!call.user) throw new Error(`${call.operation.id} was called without a token`);
	return call.user;
}

/** The user's application for reading; without one the licence was not agreed to (7.4). */
export function readableApplication(call: IncomingCall): Application {
	const { application } = userOf(call);
	if (!application) throw new Rejection('60015', 'the user has not agreed to the licence (7.4)');
	if (application.status === status.deleted)
		throw new Rejection('60004', 'the application is deleted');
	return application;
}

/** The user's application for changing: only a draft or one returned by the review. */
export function editableApplication(call: IncomingCall): Application {
	const application = readableApplication(call);
	if (application.status === status.underReview || application.status === status.approved) {
		throw new Rejection('60002', `the application has status ${application.status}`);
	}
	if (application.status === status.openedHkAndUs || application.status === status.openedHk) {
		throw new Rejection('60001', `the account is open, status ${application.status}`);
	}
	return application;
}

/** A text value of a call, empty when it was not sent. */
export function textOf(call: IncomingCall, name: string): string {
	const value = call.values[name];
	return typeof value === 'string' ? value : '';
}
