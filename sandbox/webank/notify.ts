// Sends notifications to a partner's address, right and malicious ones, and checks the replies:
//   notify.ts --url http://… [--kind right] [--times 2000 --concurrency 20] [--trans-name …] [--content '{…}']
//             [--seq-no …] [--app-id …] [--salt …] [--field Plain] [--skew-seconds 600] [--expect 0000,0010]
//             [--timeout-ms 60000]
// Prints the report as JSON; ends with 0 when every reply was the expected one, 1 when not, 2 on wrong use.
import { runNotifyCommand } from '../core/notify-command.ts';
import { kindNames, kindOf } from './kinds.ts';
import { NotificationSender, orderNames, readOrder } from './sender.ts';
import type { Order } from './sender.ts';

await runNotifyCommand<Order>({
	names: orderNames,
	kinds: kindNames.map((name) => [name, kindOf(name).text]),
	readOrder,
	send: async (order) => await new NotificationSender().send(order),
});
