import type { FastifyInstance, FastifyReply } from 'fastify';
import { furthestStep, status } from './state.ts';
import type { HstongState, Status, User } from './state.ts';

const mainland = '0086';
const reviewable: readonly number[] = [
	status.underReview,
	status.returned,
	status.approved,
	status.deleted,
	status.openedHkAndUs,
	status.openedHk,
];
const defaultReason = '身份证照片不清晰,请重新上传';

/** What GET /hstong/users shows of one user. */
function describeUser(state: HstongState, user: User): object {
	const { countryCode, mobile, application } = user;
	return {
		countryCode,
		mobile,
		tokens: state.tokensOf(user),
		application: application
			? {
					applyId: application.applyId,
					status: application.status,
					msg: application.msg,
					step: furthestStep(application),
					submitted: application.submitted,
					photos: Object.fromEntries(
						Object.entries(application.photos).map(
							([slot, { name, sha256, contentType, content }]) => [
								slot,
								{ name, sha256, contentType, size: content.length },
							],
						),
					),
				}
			: null,
	};
}

/** Moves an application on, as the reviewers of the provider would; says what is wrong otherwise. */
function review(
	state: HstongState,
	order: Record<string, unknown>,
): { user: User } | { error: string } {
	const { mobile, applyId, countryCode = mainland, status: next, msg } = order;
	const user =
		typeof applyId === 'string' || typeof applyId === 'number'
			? state.userOfApplication(String(applyId))
			: state.users.get(`${String(countryCode)}${String(mobile)}`);
	if (!user?.application) return { error: 'There is no application of this mobile or applyId' };
	const wanted = Number(next);
	if (!reviewable.includes(wanted))
		return { error: `status must be one of ${reviewable.join(', ')}` };
	user.application.status = wanted as Status;
	// Only a return has a reason (7.24, gap HST-30).
	const reason = typeof msg === 'string' && msg !== '' ? msg : defaultReason;
	user.application.msg = wanted === status.returned ? reason : '';
	return { user };
}

/** The control routes of HSTong, under /hstong. */
export function registerControl(app: FastifyInstance, state: HstongState): void {
	const refuse = (reply: FastifyReply, code: number, error: string): FastifyReply =>
		reply.code(code).send({ error });

	app.get<{ Querystring: { mobile?: string; countryCode?: string } }>('/sms', (request, reply) => {
		const { mobile = '', countryCode = mainland } = request.query;
		const sent = state.sms.get(countryCode + mobile);
		if (!sent) return refuse(reply, 404, `No code was sent to ${countryCode} ${mobile}`);
		return reply.send({ mobile, countryCode, code: sent.code, used: sent.used });
	});

	app.get('/users', (_request, reply) =>
		reply.send({ users: [...state.users.values()].map((user) => describeUser(state, user)) }),
	);

	app.post('/review', (request, reply) => {
		const order = typeof request.body === 'object' && request.body !== null ? request.body : {};
		const done = review(state, order as Record<string, unknown>);
		if ('error' in done) return refuse(reply, 400, done.error);
		return reply.send(describeUser(state, done.user));
	});
}
