import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

// There is no Docker to run it in: what can be held is that its parts fit each other, n8n and the rest of the project.

interface Service {
	image: string;
	profiles?: string[];
	command?: string | string[];
	environment?: Record<string, string>;
	volumes?: string[];
	ports?: string[];
	depends_on?: string[] | Record<string, { condition: string }>;
	healthcheck?: object;
}

const text = readFileSync('docker/compose.yaml', 'utf8');
const example = readFileSync('docker/example.env', 'utf8');
const { services, volumes } = parse(text, { merge: true }) as {
	services: Record<string, Service>;
	volumes: Record<string, null>;
};
const versionOf = (path: string, name: string): string =>
	(JSON.parse(readFileSync(path, 'utf8')) as { dependencies: Record<string, string> }).dependencies[
		name
	];
/** What a service waits for, and until when. */
const needsOf = ({ depends_on: needs = [] }: Service): Record<string, string> =>
	Array.isArray(needs)
		? Object.fromEntries(needs.map((name) => [name, 'service_started']))
		: Object.fromEntries(Object.entries(needs).map(([name, { condition }]) => [name, condition]));
const started = (profile: string): string[] =>
	Object.entries(services)
		.filter(([, { profiles = [profile] }]) => profiles.includes(profile))
		.map(([name]) => name);

/** The environment variables that n8n's configuration reads. */
function knownToN8n(): Set<string> {
	const folder = dirname(require.resolve('@n8n/config'));
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	const code = files
		.filter((file) => file.endsWith('.js'))
		.map((file) => readFileSync(join(folder, file), 'utf8'));
	return new Set([...code.join('\n').matchAll(/\bEnv\)?\('(\w+)'/g)].map(([, name]) => name));
}

/** What is read elsewhere, by n8n's documentation, or later than by the copy of its configuration here. */
const READ_ELSEWHERE = [
	...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS'],
	...['N8N_RUNNERS_TASK_BROKER_URI', 'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE'],
	'N8N_UNVERIFIED_PACKAGES_ENABLED',
];

test('every image has a version, and n8n has the one that is tested', () => {
	const n8n = versionOf('host/package.json', 'n8n');
	const images = [...new Set(Object.values(services).map(({ image }) => image))];

	expect(images.filter((image) => image.startsWith('n8nio/'))).toEqual([
		`n8nio/n8n:${n8n}`,
		`n8nio/runners:${n8n}`,
	]);
	// No host of a registry in front, and a version behind.
	for (const image of images) expect(image).toMatch(/^(n8nio\/)?\w+:\d+[\w.-]*$/);
});

test('the package has a version that there is, in both files', () => {
	const [, version] = /fintech-onboarding@([\d.]+)\}/.exec(text) ?? [];

	expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`\n## ${version} (`);
	expect(example).toContain(`PACKAGE=n8n-nodes-fintech-onboarding@${version}\n`);
	expect(example).toContain(`/package/n8n-nodes-fintech-onboarding-${version}.tgz\n`);
});

test('each profile is whole, and one n8n has the port', () => {
	const single = ['package', 'n8n', 'n8n-runner'];
	const queue = [
		...['package', 'n8n-main', 'n8n-main-runner', 'n8n-worker', 'n8n-worker-runner'],
		...['postgres', 'redis'],
	];

	expect([started('single'), started('queue')]).toEqual([single, queue]);
	for (const names of [single, queue]) {
		const needs = names.flatMap((name) => Object.keys(needsOf(services[name])));
		expect(names).toEqual(expect.arrayContaining(needs));
		expect(names.filter((name) => services[name].ports)).toHaveLength(1);
	}
});

test('n8n starts when the package is there, and in queue mode database and queue as well', () => {
	const installed = { package: 'service_completed_successfully' };
	const ready = { ...installed, postgres: 'service_healthy', redis: 'service_healthy' };

	expect(needsOf(services.n8n)).toEqual(installed);
	expect(needsOf(services['n8n-main'])).toEqual(ready);
	expect(needsOf(services['n8n-worker'])).toMatchObject(ready);
	for (const name of ['postgres', 'redis']) expect(services[name].healthcheck).toBeDefined();
});

test('main process and worker have the same settings, data and package; only the worker is one', () => {
	const { 'n8n-main': main, 'n8n-worker': worker } = services;

	expect(worker.environment).toEqual(main.environment);
	expect([worker.command, main.command]).toEqual(['worker', undefined]);
	expect(main.environment).toMatchObject({
		EXECUTIONS_MODE: 'queue',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: 'postgres',
		DB_POSTGRESDB_PASSWORD: services.postgres.environment?.POSTGRES_PASSWORD,
		QUEUE_BULL_REDIS_HOST: 'redis',
	});
	for (const name of ['package', 'n8n', 'n8n-main', 'n8n-worker']) {
		expect(services[name].volumes).toContain('n8n:/home/node/.n8n');
	}
});

test('each n8n has a task runner of its own, with the same token', () => {
	for (const name of ['n8n', 'n8n-main', 'n8n-worker']) {
		const { environment } = services[`${name}-runner`];
		expect(environment).toEqual({
			N8N_RUNNERS_AUTH_TOKEN: services[name].environment?.N8N_RUNNERS_AUTH_TOKEN,
			N8N_RUNNERS_TASK_BROKER_URI: `http://${name}:5679`,
		});
	}
});

test('n8n knows every setting, and every variable of the file stands in example.env', () => {
	const known = new Set([...knownToN8n(), ...READ_ELSEWHERE]);
	const settings = Object.entries(services)
		.filter(([name]) => name.startsWith('n8n'))
		.flatMap(([, { environment = {} }]) => Object.keys(environment));
	const variables = [...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name);
	const explained = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name);

	expect(settings.filter((name) => !known.has(name))).toEqual([]);
	expect(explained.sort()).toEqual([...new Set(variables)].sort());
	expect(Object.keys(volumes)).toEqual(['n8n', 'postgres', 'redis']);
});
