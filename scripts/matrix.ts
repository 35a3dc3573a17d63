// npm run matrix -- 1.123.81 2.20.12: the packed package in other versions of n8n, against the sandbox. For each, the
// tests of test/matrix: every node and credential, one success and one refusal of each provider with the error output,
// each trigger with a genuine and a forged call, an agent with three of the nodes as tools, and the examples. Writes the
// table of the READMEs. Needs some minutes and 1.5 GB for each version that is new; "nice -n 10 npm run matrix" leaves
// the machine usable.
//   without a version   those of the table, and the newest one at npm
//   --clean             deletes each version after its run
import { readFileSync } from 'node:fs';
import { removeVersion } from './host/version.ts';
import { readArguments } from './matrix/arguments.ts';
import { rowOf } from './matrix/row.ts';
import { printed, type Row, versionsIn, writeRows } from './matrix/table.ts';
import { messageOf } from './shared/progress.ts';
import { command, run } from './shared/run.ts';

async function newest(): Promise<string> {
	return (await run('npm', ['view', 'n8n', 'version'])).trim();
}

await command(async () => {
	const { versions, clean } = readArguments(process.argv.slice(2));
	const table = versionsIn(readFileSync('README.md', 'utf8'));
	const chosen = versions.length > 0 ? versions : [...new Set([...table, await newest()])];
	const rows: Row[] = [];
	for (const version of chosen) {
		console.log(`\nn8n ${version}`);
		rows.push(
			await rowOf(version).catch((error: unknown) => ({
				...{ n8n: version, node: '–', usable: 0, all: 0, previews: false, tools: 'none' },
				faults: [messageOf(error)],
			})),
		);
		if (clean) removeVersion(version);
	}
	console.log(`\n${printed(rows)}`);
	writeRows(rows);
	return rows.every(({ faults }) => faults.length === 0) ? 0 : 1;
});
