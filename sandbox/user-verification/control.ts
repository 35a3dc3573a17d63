import type { FastifyInstance, FastifyReply } from 'fastify';
import { isObject } from '../core/json.ts';
import { accountOf, accounts } from './accounts.ts';
import { readForced } from './forced.ts';
import type { ForcedAnswer } from './forced.ts';
import { describeUser, status } from './state.ts';
import type { Status, User, VerificationState } from './state.ts';

const statuses: readonly string[] = Object.values(status);

/** What GET /user-verification/users shows of one user. */
function showUser(user: User): object {
	const { apiKey, submitted, photos, coming } = user;
	const pictures = Object.entries(photos).map(([slot, { content, ...photo }]) => [
		slot,
		{ ...photo, size: content.length },
	]);
	return {
		...{ apiKey, coming, steps: Object.keys(submitted).map(Number) },
		photos: Object.fromEntries(pictures),
		data: describeUser(user, ''),
	};
}

/** Moves a user's review on; says what is wrong with the order otherwise. */
function review(state: VerificationState, order: unknown): User | string {
	if (!isObject(order)) return 'The body must be an object';
	const { apiKey = accounts[0]?.apiKey, status: next, verifiedDesc, verifiedEnDesc } = order;
	if (!accountOf(String(apiKey))) return `There is no key '${String(apiKey)}'`;
	if (!statuses.includes(String(next))) return `status must be one of ${statuses.join(', ')}`;
	const user = state.userOf(String(apiKey));
	if (!user.submitted[5] && next !== status.notVerified) return 'The five steps are not done';
	const words = [verifiedDesc, verifiedEnDesc].map((text) =>
		typeof text === 'string' && text !== '' ? text : undefined,
	);
	state.review(user, String(next) as Status, [words[0], words[1]]);
	return user;
}

/** The control routes of User Verification, under /user-verification. */
export function registerControl(
	app: FastifyInstance,
	state: VerificationState,
	force: (answer: ForcedAnswer) => void,
): void {
	const refuse = (reply: FastifyReply, error: string): FastifyReply =>
		reply.code(400).send({ error });

	app.get('/accounts', (_request, reply) => reply.send({ accounts }));
	app.get('/users', (_request, reply) =>
		reply.send({ users: [...state.users.values()].map(showUser) }),
	);
	app.post('/review', (request, reply) => {
		const done = review(state, request.body);
		return typeof done === 'string' ? refuse(reply, done) : reply.send(showUser(done));
	});
	app.post('/force', (request, reply) => {
		const answer = readForced(request.body);
		if (typeof answer === 'string') return refuse(reply, answer);
		force(answer);
		return reply.send(answer);
	});
}
