const LINE_EVERY_S = 10;

/** Prints what is being done with the elapsed time while it is done: in place on a terminal, else every 10 s. */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
	const started = Date.now();
	const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const terminal = process.stdout.isTTY;
	let ticks = 0;
	const timer = setInterval(() => {
		ticks += 1;
		if (terminal) process.stdout.write(`\r  ${label} … ${elapsed()}`);
		else if (ticks % LINE_EVERY_S === 0) console.log(`  ${label} … ${elapsed()}`);
	}, 1000);
	if (!terminal) console.log(`  ${label} …`);
	let mark = '✗';
	try {
		const result = await work();
		mark = '✓';
		return result;
	} finally {
		clearInterval(timer);
		console.log(`${terminal ? '\r\u001b[2K' : ''}${mark} ${label} (${elapsed()})`);
	}
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
