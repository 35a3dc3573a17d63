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
type SharedAddresses = Omit<Environment, 'n8n'> & { url: string; token: string };

const VARIABLE = 'E2E_ENVIRONMENT';

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

/** Lets the test files of this run join the environment. */
export function shareEnvironment({ n8n, sandbox, userFolder, logFile }: Environment): void {
	const shared: SharedAddresses = {
		url: n8n.url,
		token: n8n.session.browserCookie.value,
		sandbox,
		userFolder,
		logFile,
	};
	process.env[VARIABLE] = JSON.stringify(shared);
}

/** The environment that all end-to-end test files of a run share; logged in. */
export function sharedEnvironment(): Environment {
	const shared = process.env[VARIABLE];
	if (!shared) {
		throw new Error('No environment was started. Run the tests with: npm run test:e2e');
	}
	const { url, token, ...rest } = JSON.parse(shared) as SharedAddresses;
	return { n8n: new N8nDriver(url, token), ...rest };
}
