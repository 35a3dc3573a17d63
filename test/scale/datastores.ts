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
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/shared/ports.ts';
import { run } from '../../scripts/shared/run.ts';
import { type Service, startService, whenReady } from '../../scripts/shared/service.ts';

/** Debian keeps the programs of PostgreSQL here, a folder for each version. */
const POSTGRES_FOLDER = '/usr/lib/postgresql';
const READY_TIMEOUT_MS = 60_000;
const HOST = '127.0.0.1';

/** A running server of data, which keeps them over a restart. */
export interface Store {
	/** Ends it, and starts it again after so many milliseconds. */
	restart: (downMs: number) => Promise<void>;
}

export interface Datastores {
	/** The settings with which every process of an n8n in queue mode uses them. */
	env: Record<string, string>;
	redis: Store;
	postgres: Store;
}

/**
 * Starts a Redis and a PostgreSQL of their own: free ports of this machine, data below `folder`, ended
 * by `stopServices`. Debian's services are not touched.
 */
export async function startDatastores(folder: string): Promise<Datastores> {
	const programs = findDatastores();
	if (!programs.redis || !programs.postgres) {
		throw new Error('Queue mode needs the programs of Redis and PostgreSQL; they need not run.');
	}
	mkdirSync(folder, { recursive: true });
	const [redis, postgres] = await Promise.all([
		startRedis(join(folder, 'redis'), programs.redis),
		startPostgres(join(folder, 'postgres'), programs.postgres),
	]);
	return {
		env: { EXECUTIONS_MODE: 'queue', ...redis.env, ...postgres.env },
		redis: redis.store,
		postgres: postgres.store,
	};
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

interface Started {
	env: Record<string, string>;
	store: Store;
}

async function startRedis(folder: string, program: string): Promise<Started> {
	mkdirSync(folder);
	const port = await freePort();
	const password = newPassword();
	// The append-only file brings back what was in it, as Redis does where it serves a queue.
	const kept = ['save ""', 'appendonly yes'];
	const settings = [`bind ${HOST}`, `port ${port}`, `requirepass ${password}`, ...kept];
	const file = join(folder, 'redis.conf');
	writeFileSync(file, [...settings, `dir ${folder}`, ''].join('\n'), { mode: 0o600 });
	const line = 'Ready to accept connections';
	const store = await startStore('Redis', folder, 'SIGTERM', [program, file], line);
	const env = {
		QUEUE_BULL_REDIS_HOST: HOST,
		QUEUE_BULL_REDIS_PORT: String(port),
		QUEUE_BULL_REDIS_PASSWORD: password,
	};
	return { env, store };
}

async function startPostgres(folder: string, bin: string): Promise<Started> {
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
	const line = 'ready to accept connections';
	const store = await startStore('PostgreSQL', folder, 'SIGINT', server, line);
	const env = {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: HOST,
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: user,
		DB_POSTGRESDB_PASSWORD: password,
	};
	return { env, store };
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
): Promise<Store> {
	const logFile = join(folder, '..', `${name.toLowerCase()}.log`);
	const isReady = () => readFileSync(logFile, 'utf8').includes(readyLine);
	const start = async (): Promise<Service> => {
		const service = startService({
			name,
			command: [
				join(process.cwd(), 'test', 'scale', 'datastore-process.ts'),
				stopSignal,
				...command,
			],
			cwd: folder,
			env: { PATH: process.env.PATH, LC_ALL: 'C' },
			logFile,
		});
		await whenReady(service, async () => isReady() || undefined, READY_TIMEOUT_MS);
		return service;
	};
	let service = await start();
	return {
		restart: async (downMs) => {
			await service.stop();
			await sleep(downMs);
			service = await start();
		},
	};
}

const newPassword = () => randomBytes(18).toString('hex');
