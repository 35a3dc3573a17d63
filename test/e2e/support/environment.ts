import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Host, startHost } from '../../../scripts/host/server.ts';
import { installHost } from '../../../scripts/host/install.ts';
import { installVersion } from '../../../scripts/host/version.ts';
import { N8nDriver, type Owner } from '../../support/n8n-driver.ts';
import { installPackage, packPackage } from '../../../scripts/host/package.ts';
import { freePort } from '../../../scripts/shared/ports.ts';
import { messageOf } from '../../../scripts/shared/progress.ts';
import { type SandboxAddresses, startSandbox } from '../../../scripts/start/sandbox.ts';
import { stopServices } from '../../../scripts/shared/service.ts';

/** A running n8n with the packed package in it, and a sandbox beside it. */
export interface Environment {
	/** A client that is logged in as the owner. */
	n8n: N8nDriver;
	sandbox: SandboxAddresses;
	userFolder: string;
	/** What n8n has printed. */
	logFile: string;
}

/** An environment that belongs to its starter. */
export interface OwnEnvironment extends Environment {
	readonly pid: number;
	/** The process of n8n. */
	readonly host: Host;
	/** The settings that it was given beside those of every n8n. */
	env: Record<string, string>;
	/** Starts n8n again with the same settings, once its process has ended. */
	startAgain(): Promise<Host>;
	/** Starts n8n anew when it has taken a lot of memory; everything it keeps stays. */
	spareMemory(): Promise<void>;
	stop(): Promise<void>;
}

/** What a test file needs to join an environment that was started before it. */
interface SharedEnvironment extends Omit<Environment, 'n8n'> {
	url: string;
	token: string;
	/** Asked before each test file, it spares memory. */
	sparing: string;
}

const VARIABLE = 'E2E_ENVIRONMENTS';

/** The account of the n8n that tests start. */
export const owner: Owner = {
	email: 'owner@example.com',
	firstName: 'Test',
	lastName: 'Owner',
	password: 'Test-owner-1',
};

/** The same in every run, so that a database that was kept can be opened again. */
const ENCRYPTION_KEY = 'end-to-end-tests-only';

/** n8n keeps about 10 MB for each execution that waits on a form's page (docs/flagship.md), and tests leave hundreds. */
const MOST_MEGABYTES = 3_000;

const megabytesOf = (pid: number): number =>
	Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

/**
 * Starts an n8n with a fresh database, and a sandbox, on free ports; `env` adds to n8n's settings.
 * E2E_KEEP=1 keeps the user folder with its logs; E2E_N8N=2.20.12 takes that version in place of the pinned one.
 */
export async function startEnvironment(env: Record<string, string> = {}): Promise<OwnEnvironment> {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	const logFile = join(userFolder, 'n8n.log');
	const stop = async () => {
		await stopServices();
		if (process.env.E2E_KEEP) console.log(`Kept: ${userFolder}`);
		else rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		const { E2E_N8N: version } = process.env;
		const installation = version ? await installVersion(version) : undefined;
		await installHost();
		const { tarball } = await packPackage();
		await installPackage(userFolder, tarball);
		const [sandbox, port] = await Promise.all([
			startSandbox(join(userFolder, 'sandbox.log')),
			freePort(),
		]);
		const settings = { N8N_ENCRYPTION_KEY: ENCRYPTION_KEY, ...env };
		const start = async () =>
			await startHost({ userFolder, port, logFile, env: settings, installation });
		let host = await start();
		const startAgain = async () => (host = await start());
		const spareMemory = async () => {
			if (megabytesOf(host.pid) < MOST_MEGABYTES) return;
			await host.stop();
			await startAgain();
		};
		const n8n = new N8nDriver(host.url);
		await n8n.signIn(owner);
		const { controlUrl, urls } = sandbox;
		return {
			n8n,
			sandbox: { controlUrl, urls },
			userFolder,
			logFile,
			get pid() {
				return host.pid;
			},
			get host() {
				return host;
			},
			env: settings,
			startAgain,
			spareMemory,
			stop,
		};
	} catch (error) {
		await stop();
		throw new Error(`The end-to-end environment could not start.\n${messageOf(error)}`);
	}
}

/** Lets the test files of this run join environments; each of jest's workers has one for itself. */
export function shareEnvironments(all: Array<[environment: Environment, sparing: string]>): void {
	const shared = all.map(([environment, sparing]): SharedEnvironment => {
		const { n8n, sandbox, userFolder, logFile } = environment;
		const { value: token } = n8n.session.browserCookie;
		return { url: n8n.url, token, sandbox, userFolder, logFile, sparing };
	});
	process.env[VARIABLE] = JSON.stringify(shared);
}

function joined(): SharedEnvironment {
	const all = JSON.parse(process.env[VARIABLE] ?? '[]') as SharedEnvironment[];
	const one = all[Number(process.env.JEST_WORKER_ID ?? 1) - 1];
	if (!one) throw new Error('No environment was started. Run the tests with: npm run test:e2e');
	return one;
}

/** The environment that the end-to-end test files of a worker share; logged in. */
export function sharedEnvironment(): Environment {
	const { url, token, sandbox, userFolder, logFile } = joined();
	return { n8n: new N8nDriver(url, token), sandbox, userFolder, logFile };
}

/** Has n8n started anew when it has taken a lot of memory: between two files nothing runs in it, and what waits goes on. */
export async function spareMemory(): Promise<void> {
	const response = await fetch(joined().sparing, { method: 'POST' });
	if (!response.ok) throw new Error(await response.text());
}
