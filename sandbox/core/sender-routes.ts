import type { FastifyInstance } from 'fastify';
import type { Kind } from './kinds.ts';
import type { Delivery } from './sender.ts';

/** What the control routes of a provider's notifications need. */
interface Notifications<Name extends string, Order> {
	sender: { deliveries: readonly Delivery[]; send: (order: Order) => Promise<object> };
	kinds: {
		names: readonly Name[];
		of: (name: Name) => Pick<Kind<never, never>, 'text' | 'expected'>;
	};
	/** Completes an order; says what is wrong with it, if so. */
	readOrder: (value: unknown) => Order | string;
}

/** The control routes of a provider's notifications: the newest ones, the kinds, and sending. */
export function registerNotifications<Name extends string, Order extends object>(
	app: FastifyInstance,
	{ kinds, readOrder, sender }: Notifications<Name, Order>,
): void {
	app.get('/notifications', (_request, reply) => reply.send({ notifications: sender.deliveries }));
	app.get('/kinds', (_request, reply) => {
		const told = kinds.names.map((name) => ({ name, ...kinds.of(name) }));
		// JSON leaves out the functions.
		return reply.send({ kinds: told });
	});
	app.post('/notify', async (request, reply) => {
		const order = readOrder(request.body);
		if (typeof order === 'string') return reply.code(400).send({ error: order });
		return reply.send(await sender.send(order));
	});
}
