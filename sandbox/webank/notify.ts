// Sends notifications to a partner's address, right and malicious ones, and checks the replies:
//   notify.ts --url http://… [--kind right] [--times 2000 --concurrency 20] [--trans-name …] [--content '{…}']
//             [--seq-no …] [--app-id …] [--salt …] [--field Plain] [--skew-seconds 600] [--expect 0000,0010]
//             [--timeout-ms 60000]
// Prints the report as JSON; ends with 0 when every reply was the expected one, 1 when not, 2 on wrong use.
import { parseArgs } from 'node:util';
import { kindNames, kindOf } from './kinds.ts';
import { NotificationSender, readOrder } from './sender.ts';

const names = [
	...['url', 'kind', 'trans-name', 'content', 'seq-no', 'app-id', 'salt', 'field'],
	...['skew-seconds', 'expect', 'times', 'concurrency', 'timeout-ms'],
];

function fail(message: string): never {
	console.error(message);
	process.exit(2);
}

function readArguments(): Record<string, unknown> {
	try {
		const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
		const { values } = parseArgs({ options });
		const inCamelCase = (name: string): string =>
			name.replace(/-(.)/g, (_whole, letter: string) => letter.toUpperCase());
		return Object.fromEntries(
			Object.entries(values).map(([name, value]) => [
				inCamelCase(name),
				name === 'expect' ? String(value).split(',') : value,
			]),
		);
	} catch (error) {
		return fail((error as Error).message);
	}
}

const order = readOrder(readArguments());
if (typeof order === 'string') {
	const list = kindNames.map((name) => `  ${name.padEnd(20)}${kindOf(name).text}`).join('\n');
	fail(`${order}\n\nKinds:\n${list}`);
}
const report = await new NotificationSender().send(order);
console.log(JSON.stringify(report, null, '\t'));
process.exitCode = report.summary.asExpected === report.summary.sent ? 0 : 1;
