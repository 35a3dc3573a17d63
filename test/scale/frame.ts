import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopServices } from '../../scripts/shared/service.ts';

/** What a test of this folder runs in. */
export interface Frame {
	/** Everything that is started keeps its files below it, PostgreSQL as a user of its own. */
	folder: string;
	/** Ends everything that was started and removes what it wrote; E2E_KEEP=1 keeps the logs. */
	stop: () => Promise<void>;
	/** Whether that has begun, after which what fails means nothing. */
	isStopping: () => boolean;
}

/**
 * Makes the folder, and sees to it that all ends with Ctrl-C and after a time.
 *
 * @param tooLong says so when the time is up
 */
export function newFrame(timeLimitMs: number, tooLong: string): Frame {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-scale-'));
	chmodSync(folder, 0o711);
	process.env.TMPDIR = folder;
	let stopping = false;

	const stop = async () => {
		stopping = true;
		await stopServices();
		if (process.env.E2E_KEEP) console.log(`Kept: ${folder}`);
		else rmSync(folder, { recursive: true, force: true });
	};
	const stopEarly = async (message: string, exitCode: number) => {
		if (stopping) return;
		console.log(message);
		await stop();
		process.exit(exitCode);
	};
	process.on('SIGINT', () => void stopEarly('\nStopping …', 130));
	process.on('SIGTERM', () => void stopEarly('\nStopping …', 143));
	setTimeout(() => void stopEarly(tooLong, 1), timeLimitMs).unref();
	return { folder, stop, isStopping: () => stopping };
}
