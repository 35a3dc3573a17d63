import { readFileSync } from 'node:fs';

import { residentMB } from '../../test/support/process-memory.ts';

/** What a process has used while it was watched. */
export interface Usage {
	cpuMs: number;
	/** The most memory that was resident at a time. */
	mostMB: number;
}

const SAMPLE_MS = 100;
/** The unit of /proc is a hundredth of a second on every Linux of today. */
const TICK_MS = 10;

/** Watches a process until the returned function is called, or it ends (Linux). */
export function watch(pid: number): () => Usage {
	const before = cpuMs(pid) ?? 0;
	let usage: Usage = { cpuMs: 0, mostMB: 0 };
	const look = () => {
		const now = cpuMs(pid);
		if (now === undefined) return;
		// A process that has just ended has no memory any more.
		const mb = residentMB(pid) || 0;
		usage = { cpuMs: now - before, mostMB: Math.max(usage.mostMB, mb) };
	};
	const timer = setInterval(look, SAMPLE_MS);
	return () => {
		clearInterval(timer);
		look();
		return usage;
	};
}

function cpuMs(pid: number): number | undefined {
	try {
		// The name in front of the numbers may hold spaces: it stands in brackets.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
		return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
	} catch {
		return undefined;
	}
}
