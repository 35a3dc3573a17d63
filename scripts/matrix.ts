// npm run matrix -- 1.123.81 2.20.12: the packed package in other versions of n8n, against the sandbox. For each:
// every node and credential, one success and one refusal of each provider with the error output, each trigger with a
// genuine and a forged call, an agent with three of the nodes as tools, and the examples. Writes the table of the READMEs. Needs some minutes and 1.5 GB for each
// version that is new; "nice -n 10 npm run matrix" leaves the machine usable.
//   without a version   those of the table, and the newest one at npm
//   --clean             deletes each version after its run
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage, packPackage } from './host/package.ts';
import { startHost } from './host/server.ts';
import { installVersion, removeVersion } from './host/version.ts';
import { readArguments } from './matrix/arguments.ts';
import { examineVersion } from './matrix/examine.ts';
import { printed, type Row, versionsIn, writeRows } from './matrix/table.ts';
import { freePort } from './shared/ports.ts';
import { messageOf } from './shared/progress.ts';
import { command, run } from './shared/run.ts';
import { stopServices } from './shared/service.ts';
import { type RunningSandbox, startSandbox } from './start/sandbox.ts';

/** A run with one version, from its installation to its end. */
async function rowOf(version: string, tarball: string): Promise<Row> {
	const installation = await installVersion(version);
	const userFolder = mkdtempSync(join(tmpdir(), `n8n-${version}-`));
	try {
		await installPackage(userFolder, tarball);
		// Each version has a sandbox of its own, which remembers nobody.
		const sandbox: RunningSandbox = await startSandbox(join(userFolder, 'sandbox.log'));
		const logFile = join(userFolder, 'n8n.log');
		const options = { userFolder, port: await freePort(), logFile, installation };
		const { url } = await startHost(options);
		const found = await examineVersion(version, url, sandbox, join(userFolder, 'imported.json'));
		return { n8n: version, node: installation.nodeVersion, ...found };
	} finally {
		await stopServices();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

async function newest(): Promise<string> {
	return (await run('npm', ['view', 'n8n', 'version'])).trim();
}

await command(async () => {
	const { versions, clean } = readArguments(process.argv.slice(2));
	const table = versionsIn(readFileSync('README.md', 'utf8'));
	const chosen = versions.length > 0 ? versions : [...new Set([...table, await newest()])];
	const { tarball } = await packPackage();
	const rows: Row[] = [];
	for (const version of chosen) {
		console.log(`\nn8n ${version}`);
		rows.push(
			await rowOf(version, tarball).catch((error: unknown) => ({
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
