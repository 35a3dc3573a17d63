// The command line of a provider's sender of notifications: options in, a report as JSON out. Ends with 0 when
// every reply was the expected one, 1 when not, 2 on wrong use.
import { parseArgs } from 'node:util';

interface NotifyCommand<Order> {
	/** Fields of an order; each is an option in kebab-case. */
	names: readonly string[];
	kinds: ReadonlyArray<[name: string, text: string]>;
	readOrder: (value: Record<string, unknown>) => Order | string;
	send: (order: Order) => Promise<{ summary: { asExpected: number; sent: number } }>;
}

function fail(message: string): never {
	console.error(message);
	process.exit(2);
}

const inKebabCase = (name: string): string =>
	name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function readArguments(names: readonly string[]): Record<string, unknown> {
	try {
		const options = Object.fromEntries(
			names.map((name) => [inKebabCase(name), { type: 'string' as const }]),
		);
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

/** Reads the arguments, sends, and prints the report. */
export async function runNotifyCommand<Order>(command: NotifyCommand<Order>): Promise<void> {
	const order = command.readOrder(readArguments(command.names));
	if (typeof order === 'string') {
		const list = command.kinds.map(([name, text]) => `  ${name.padEnd(20)}${text}`).join('\n');
		fail(`${order}\n\nKinds:\n${list}`);
	}
	const report = await command.send(order as Order);
	console.log(JSON.stringify(report, null, '\t'));
	process.exitCode = report.summary.asExpected === report.summary.sent ? 0 : 1;
}
