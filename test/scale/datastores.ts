import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePort } from '../../scripts/shared/ports.ts';
import { run } from '../../scripts/shared/run.ts';
import { type Service, startService, whenReady } from '../../scripts/shared/service.ts';

/** Debian keeps the programs of PostgreSQL here, a folder for each version. */
const POSTGRES_FOLDER = '/usr/lib/postgresql';
const READY_TIMEOUT_MS = 60_000;
const HOST = '127.0.0.1';

/**
 * Starts a Redis and a PostgreSQL of their own: free ports of this machine, data below `folder`, ended
 * by `stopServices`. Debian's services are not touched.
 *
 * @returns the settings with which every process of an n8n in queue mode uses them
 */
export async function startDatastores(folder: string): Promise<Record<string, string>> {
	const programs = findDatastores();
	if (!programs.redis || !programs.postgres) {
		throw new Error('Queue mode needs the programs of Redis and PostgreSQL; they need not run.');
	}
	mkdirSync(folder, { recursive: true });
	const [redis, postgres] = await Promise.all([
		startRedis(join(folder, 'redis'), programs.redis),
		startPostgres(join(folder, 'postgres'), programs.postgres),
	]);
	return { EXECUTIONS_MODE: 'queue', ...redis, ...postgres };
}

/** Finds the programs of both stores on this machine; `postgres` is a folder of several. */
export function findDatastores(): { redis?: string; postgres?: string } {
	const path = (process.env.PATH ?? '').split(delimiter);
	const find = (folders: string[], name: string) =>
		folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
	return {
		redis: find(path, 'redis-server'),
		postgres: find([...postgresFolders(), ...path], 'initdb')?.replace(/\/initdb$/, ''),
	};
}

/** The newest version comes first. */
function postgresFolders(): string[] {
	if (!existsSync(POSTGRES_FOLDER)) return [];
	const versions = readdirSync(POSTGRES_FOLDER).sort((a, b) => Number(b) - Number(a));
	return versions.map((version) => join(POSTGRES_FOLDER, version, 'bin'));
}

async function startRedis(folder: string, program: string): Promise<Record<string, string>> {
	mkdirSync(folder);
	const port = await freePort();
	const password = newPassword();
	const settings = [`bind ${HOST}`, `port ${port}`, `requirepass ${password}`, 'save ""'];
	const file = join(folder, 'redis.conf');
	writeFileSync(file, [...settings, `dir ${folder}`, ''].join('\n'), { mode: 0o600 });
	await startStore('Redis', folder, 'SIGTERM', [program, file], 'Ready to accept connections');
	return {
		QUEUE_BULL_REDIS_HOST: HOST,
		QUEUE_BULL_REDIS_PORT: String(port),
		QUEUE_BULL_REDIS_PASSWORD: password,
	};
}

async function startPostgres(folder: string, bin: string): Promise<Record<string, string>> {
	mkdirSync(folder);
	const port = await freePort();
	const password = newPassword();
	const user = 'n8n';
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, password);
	const asUser = unprivileged(folder);
	const data = join(folder, 'data');
	const [initdb, ...args] = [
		...asUser,
		join(bin, 'initdb'),
		...['-D', data, '-U', user, '--pwfile', passwordFile, '-A', 'scram-sha-256'],
		...['-E', 'UTF8', '--locale', 'C', '--no-sync'],
	];
	await run(initdb, args, { cwd: folder });
	// What is written here lives for minutes: nothing is lost by not waiting for the disk.
	const settings = {
		listen_addresses: HOST,
		port,
		unix_socket_directories: '',
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
	};
	const server = [
		...asUser,
		join(bin, 'postgres'),
		...['-D', data],
		...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
	];
	// SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for its clients.
	await startStore('PostgreSQL', folder, 'SIGINT', server, 'ready to accept connections');
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: HOST,
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: user,
		DB_POSTGRESDB_PASSWORD: password,
	};
}

/** PostgreSQL refuses to run as root: then it runs as the user of Debian's package, which gets the folder. */
function unprivileged(folder: string): string[] {
	if (process.getuid?.() !== 0) return [];
	execFileSync('chown', ['-R', 'postgres:postgres', folder]);
	// That user must get through the folders above, which are closed to others.
	chmodSync(join(folder, '..'), 0o711);
	return ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--'];
}

async function startStore(
	name: string,
	folder: string,
	stopSignal: NodeJS.Signals,
	command: string[],
	readyLine: string,
): Promise<Service> {
	const logFile = join(folder, '..', `${name.toLowerCase()}.log`);
	const service = startService({
		name,
		command: [join(process.cwd(), 'test', 'scale', 'datastore-process.ts'), stopSignal, ...command],
		cwd: folder,
		env: { PATH: process.env.PATH, LC_ALL: 'C' },
		logFile,
	});
	const isReady = () => readFileSync(logFile, 'utf8').includes(readyLine);
	await whenReady(service, async () => isReady() || undefined, READY_TIMEOUT_MS);
	return service;
}

const newPassword = () => randomBytes(18).toString('hex');
