import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Installation, pinnedInstallation } from './install.ts';
import { freePort } from '../shared/ports.ts';
import { type Service, startService, whenReady } from '../shared/service.ts';

export interface HostOptions {
	/** n8n keeps everything in `<userFolder>/.n8n`. */
	userFolder: string;
	port: number;
	logFile: string;
	/** Settings added to n8n's, e.g. a fixed N8N_ENCRYPTION_KEY for tests. */
	env?: Record<string, string>;
	/** Another n8n than the pinned one. */
	installation?: Installation;
}

export interface Host extends Service {
	/** The address of n8n, which has no slash at the end. */
	url: string;
}

export interface WorkerOptions extends Omit<HostOptions, 'port'> {
	/** The name in messages, e.g. "Worker 1". */
	name: string;
	/** Executions at the same time. */
	concurrency?: number;
}

const READY_TIMEOUT_MS = 180_000;

/** Starts n8n and returns when it answers requests and its workflows are active. */
export async function startHost({ port, ...options }: HostOptions): Promise<Host> {
	const url = urlOf(port);
	const service = await startN8n('n8n', ['start'], port, options);
	await whenReady(service, async () => await probe(url, options.logFile), READY_TIMEOUT_MS);
	return Object.assign(service, { url });
}

/**
 * Starts a worker of an n8n in queue mode and returns when it takes executions; `env` names the same
 * database, queue and encryption key as that n8n's.
 */
export async function startWorker({ name, concurrency = 10, ...options }: WorkerOptions) {
	const command = ['worker', `--concurrency=${concurrency}`];
	const service = await startN8n(name, command, await freePort(), options);
	const isReady = () => readFileSync(options.logFile, 'utf8').includes('n8n worker is now ready');
	await whenReady(service, async () => isReady() || undefined, READY_TIMEOUT_MS);
	return service;
}

/**
 * Starts a process that takes webhook calls beside the main one of an n8n in queue mode, whose `env` it shares,
 * and returns when it answers requests.
 */
export async function startWebhookProcess(
	name: string,
	{ port, ...options }: HostOptions,
): Promise<Host> {
	const url = urlOf(port);
	const service = await startN8n(name, ['webhook'], port, options);
	const isReady = async () => await fetch(`${url}/healthz/readiness`).then(({ ok }) => ok || undefined);
	await whenReady(service, async () => await isReady().catch(() => undefined), READY_TIMEOUT_MS);
	return Object.assign(service, { url });
}

/**
 * Starts a process of n8n that runs one workflow from its manual trigger and ends, `n8n execute`; `userFolder` is
 * the one of an n8n that may be running.
 */
export async function startExecution(
	workflowId: string,
	options: Omit<HostOptions, 'port'>,
): Promise<Service> {
	return await startN8n('n8n execute', ['execute', `--id=${workflowId}`], await freePort(), options);
}

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

async function startN8n(
	name: string,
	command: string[],
	port: number,
	{ userFolder, logFile, env, installation = pinnedInstallation() }: Omit<HostOptions, 'port'>,
): Promise<Service> {
	mkdirSync(userFolder, { recursive: true });
	return startService({
		name,
		command: [program(installation), ...command],
		node: installation.node,
		// n8n reads a .env file from the folder it is started in.
		cwd: userFolder,
		env: { ...inheritedEnv(), ...(await settings(userFolder, port)), ...disabledModules(installation), ...env },
		logFile,
	});
}

function program({ folder }: Installation): string {
	const bin = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	if (!existsSync(bin)) throw new Error('n8n is not installed. Run "npm start" once.');
	return bin;
}

/**
 * Picks what a process needs from its surroundings and no more: a developer's own N8N_*, DB_* or proxy
 * variables, or jest's NODE_ENV, would give another n8n than the one that was tested.
 */
function inheritedEnv(): NodeJS.ProcessEnv {
	const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'NODE_EXTRA_CA_CERTS'];
	return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

async function settings(userFolder: string, port: number) {
	const url = urlOf(port);
	return {
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_WEBHOOK_URL: `${url}/`,
		N8N_EDITOR_BASE_URL: `${url}/`,
		// The browser speaks plain HTTP to this machine.
		N8N_SECURE_COOKIE: 'false',
		// n8n's own default is New York; the providers' dates are those of China.
		GENERIC_TIMEZONE: 'Asia/Shanghai',
		N8N_PYTHON_ENABLED: 'false',
		// The package is loaded as what it is to its users: a community package, usable as a tool too.
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
		N8N_REINSTALL_MISSING_PACKAGES: 'false',
		...quiet,
	};
}

/** These settings leave n8n no traffic but that of the workflows. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	// The list of verified packages is fetched from n8n's servers.
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
};

/**
 * The list of MCP servers is fetched from n8n's servers as well; the assistant needs a model that is not there, and would
 * be what opens first in place of the workflows. An n8n without such a module refuses its name.
 */
const disabledModules = ({ folder }: Installation) => {
	const isThere = (module: string) =>
		existsSync(join(folder, 'node_modules', 'n8n', 'dist', 'modules', module));
	const modules = ['mcp-registry', 'instance-ai'].filter(isThere);
	return modules.length > 0 ? { N8N_DISABLED_MODULES: modules.join(',') } : {};
};

/** n8n answers before its routes are there, and its last start-up line comes after the first workflows. */
async function probe(url: string, logFile: string): Promise<true | undefined> {
	if (!readFileSync(logFile, 'utf8').includes('Editor is now accessible via')) return undefined;
	for (const path of ['/healthz/readiness', '/rest/settings']) {
		const response = await fetch(url + path).catch(() => undefined);
		if (!response?.ok) return undefined;
		if (!response.headers.get('content-type')?.includes('json')) return undefined;
	}
	return true;
}
