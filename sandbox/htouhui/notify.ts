// Sends notifications to a partner's address, right and malicious ones, and checks the replies:
//   notify.ts --url http://… [--kind right] [--times 2000 --concurrency 20] [--merchant sandbox-htouhui-md5]
//             [--third-party-user-id …] [--htouhui-user-id …] [--status 3] [--bank-card-number …] [--field status]
//             [--algorithm … --secret … --sign-field … --secret-placement … --letter-case …]
//             [--common-fields '{"merchant_id":"…"}'] [--notification-reply success] [--expect success,refused]
//             [--timeout-ms 60000]
// Prints the report as JSON; ends with 0 when every reply was the expected one, 1 when not, 2 on wrong use.
import { parseJson } from '../core/json.ts';
import { runNotifyCommand } from '../core/notify-command.ts';
import { kindNames, kindOf } from './kinds.ts';
import { NotificationSender, orderNames, readOrder } from './sender.ts';
import type { Order } from './sender.ts';

await runNotifyCommand<Order>({
	names: orderNames,
	kinds: kindNames.map((name) => [name, kindOf(name).text]),
	readOrder: ({ commonFields, ...order }) => {
		const pairs =
			commonFields === undefined ? {} : { commonFields: parseJson(String(commonFields)) };
		return readOrder({ ...order, ...pairs });
	},
	send: async (order) => await new NotificationSender().send(order),
});
