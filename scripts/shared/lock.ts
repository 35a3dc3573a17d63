import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 500;

/** Does the work while no other process does it; the lock of a process that is gone is taken over. */
export async function withLock<T>(
	file: string,
	onWait: (pid: number) => void,
	work: () => Promise<T>,
): Promise<T> {
	mkdirSync(dirname(file), { recursive: true });
	let announced = false;
	while (!take(file)) {
		const pid = ownerOf(file);
		if (pid === undefined || !isRunning(pid)) {
			rmSync(file, { force: true });
			continue;
		}
		if (!announced) onWait(pid);
		announced = true;
		await sleep(POLL_MS);
	}
	const release = () => rmSync(file, { force: true });
	process.once('exit', release);
	try {
		return await work();
	} finally {
		process.removeListener('exit', release);
		release();
	}
}

/** A link appears with its content in one step, so that nobody reads a lock without a pid. */
function take(file: string): boolean {
	const own = `${file}.${process.pid}`;
	writeFileSync(own, String(process.pid));
	try {
		linkSync(own, file);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(own, { force: true });
	}
}

function ownerOf(file: string): number | undefined {
	try {
		return Number(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
