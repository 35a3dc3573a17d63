import { readFileSync } from 'node:fs';

/** Memory of a process that is resident now, in MB (Linux). */
export const residentMB = (pid: number): number =>
	Math.round(
		Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
	);
