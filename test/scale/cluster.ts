import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnEnvironment, startEnvironment } from '../e2e/support/environment.ts';
import { installPackage, packPackage } from '../../scripts/host/package.ts';
import { startWebhookProcess, startWorker } from '../../scripts/host/server.ts';
import { freePort } from '../../scripts/shared/ports.ts';
import type { Service } from '../../scripts/shared/service.ts';
import { type Datastores, startDatastores } from './datastores.ts';

/** A process of n8n. */
export interface Member {
	name: string;
	service: Service;
	/** Starts it again with the same settings, once it has ended. */
	startAgain: () => Promise<Service>;
}

/** An n8n in queue mode with a sandbox. */
export interface Cluster extends OwnEnvironment {
	workers: Member[];
	stores: Datastores;
	/** Starts a process that takes webhook calls beside the main one; its address is the same after a restart. */
	startWebhooks: () => Promise<Member & { url: string }>;
}

const ENCRYPTION_KEY = 'scale-test-only';

/** Starts stores, a sandbox, a main process and workers, with files below `folder`; `env` adds to n8n's settings. */
export async function startCluster(
	folder: string,
	workerNames: string[],
	settings: Record<string, string> = {},
): Promise<Cluster> {
	const stores = await startDatastores(folder);
	const env = { ...stores.env, N8N_ENCRYPTION_KEY: ENCRYPTION_KEY, ...settings };
	const environment = await startEnvironment(env);
	const { tarball } = await packPackage();
	const newFolder = async () => {
		const userFolder = mkdtempSync(join(folder, 'n8n-member-'));
		await installPackage(userFolder, tarball);
		return { userFolder, logFile: join(userFolder, 'n8n.log') };
	};
	const startMember = async <T extends Service>(name: string, startAgain: () => Promise<T>) => ({
		name,
		service: await startAgain(),
		startAgain,
	});
	const workers = await Promise.all(
		workerNames.map(async (name) => {
			const files = await newFolder();
			return await startMember(name, async () => await startWorker({ name, ...files, env }));
		}),
	);
	const startWebhooks = async () => {
		const name = 'webhook process';
		const options = { ...(await newFolder()), port: await freePort(), env };
		const start = async () => await startWebhookProcess(name, options);
		const member = await startMember(name, start);
		return { ...member, url: member.service.url };
	};
	return { ...environment, workers, stores, startWebhooks };
}
