import { NoAnswer, Refusal } from '../../../nodes/shared/model/errors';
import type { Sessions } from '../../../nodes/shared/session/sessions';
import { randomOf } from '../../support/random';
import { World, type Conditions } from '../../support/session-world';

// Each run is another world: processes that work all the time, and sessions that end.
const RUNS = 25;
const HOUR = 3_600_000;
/** The time after a loss, longer than processes need to agree on a session again. */
const APART = 15_000;

/** Worlds that differ in everything; `changes` is what they have in common. */
function conditions(seed: number, changes: Partial<Conditions> = {}): Conditions {
	const random = randomOf(seed * 7919 + 1);
	const oneOf = <T>(...values: T[]): T => random.pick(values);
	return {
		seed,
		processes: oneOf(1, 2, 3, 4),
		skew: oneOf(0, 0, 2 * HOUR),
		kicks: oneOf(true, true, false),
		twoSteps: oneOf(true, false),
		life: HOUR,
		latency: oneOf(10, 50, 150),
		storeDelay: oneOf(5, 50, 200),
		faults: 0,
		...changes,
	};
}

interface Facts {
	executions: number;
	/** What failed requests ended with. */
	errors: unknown[];
	/** The most that one request was sent. */
	attempts: number;
	/** Renewals in each part of the run: from the start and from each loss on. */
	renewals: number[];
}

/** Runs executions in all processes for some time, while the session ends now and then. */
async function run(
	world: World,
	losses: number,
	apart = APART,
	repeatable = false,
): Promise<Facts> {
	const errors: unknown[] = [];
	let executions = 0;
	const end = world.time.now + apart * (losses + 1);
	async function execute(process: Sessions): Promise<void> {
		const id = executions++;
		const send = await world.execution(process);
		const sendTwo = async (item: number) => {
			for (const step of [1, 2]) {
				const path = `${id} ${item} ${step}`;
				await send({ path }, repeatable).catch((error: unknown) => errors.push(error));
			}
		};
		await Promise.all([sendTwo(1), sendTwo(2)]);
	}
	async function work(process: Sessions): Promise<void> {
		while (world.time.now < end) {
			await execute(process);
			await world.time.pass(Math.ceil(world.random() * 1500));
		}
	}
	const renewals: number[] = [];
	async function disturb(): Promise<void> {
		for (let part = 0; part <= losses; part++) {
			const before = world.fetches.length;
			await world.time.pass(apart - 1);
			renewals.push(world.fetches.length - before);
			if (part < losses) world.end();
		}
	}
	// Two executions at a time in each process.
	const workers = world.processes.flatMap((process) => [work(process), work(process)]);
	await world.time.until(Promise.all([disturb(), ...workers]));
	return { executions, errors, attempts: Math.max(...world.attempts.values()), renewals };
}

type Rules = Record<string, { found: number; most: number }>;

/** Runs a world for each seed; says which rules were broken, and where. */
async function inEachWorld(
	changes: Partial<Conditions>,
	run: (world: World, conditions: Conditions) => Promise<Rules>,
): Promise<void> {
	for (let seed = 0; seed < RUNS; seed++) {
		const where = conditions(seed, changes);
		const rules = await run(new World(where), where);
		const broken = Object.entries(rules).filter(([, { found, most }]) => found > most);
		expect({ where, broken }).toEqual({ where, broken: [] });
	}
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

test('Of sessions that are lost now and then, each is renewed about once, and no request fails', async () => {
	const losses: number[] = [];
	await inEachWorld({}, async (world, { processes }) => {
		const { errors, attempts, renewals } = await run(world, 3);
		const [first, ...others] = renewals;
		losses.push(...others);
		return {
			'failed requests': { found: errors.length, most: 0 },
			'attempts of a request': { found: attempts, most: 5 },
			// All begin at the same moment, and none has a session.
			'renewals at the start': { found: first, most: 2 * processes },
			'renewals after a loss': { found: Math.max(...others), most: processes + 1 },
			'renewals until a dead session stored over a living one is gone': {
				found: world.repairs,
				most: 1,
			},
		};
	});
	expect(losses).toHaveLength(3 * RUNS);
	expect(sum(losses) / losses.length).toBeLessThan(1.05);
});

test.each([5, 15, 55])('Sessions may live %p seconds', async (seconds) => {
	await inEachWorld({ life: seconds * 1000, latency: 50 }, async (world, { processes }) => {
		const { errors, attempts, renewals } = await run(world, 0, 60_000);
		// A session is used for half of its life.
		const lives = 1 + 60 / (seconds / 2);
		return {
			'failed requests': { found: errors.length, most: 0 },
			'attempts of a request': { found: attempts, most: 5 },
			renewals: { found: sum(renewals), most: processes * lives },
			'renewals until a dead session stored over a living one is gone': {
				found: world.repairs,
				most: 1,
			},
		};
	});
});

test('Clocks that are hours apart do not matter where the sessions live as long as WeBank says', async () => {
	await inEachWorld({ skew: 12 * HOUR, processes: 3 }, async (world) => {
		const { errors, attempts } = await run(world, 2);
		await world.time.until(world.time.pass(10_000));
		const before = world.fetches.length;
		await run(world, 0);
		return {
			'failed requests': { found: errors.length, most: 0 },
			'attempts of a request': { found: attempts, most: 5 },
			'renewals when nothing happens': { found: world.fetches.length - before, most: 0 },
		};
	});
});

test('Faults of the provider cost repetitions, and nothing else', async () => {
	await inEachWorld({ faults: 0.05 }, async (world, { processes }) => {
		const { errors, attempts, renewals } = await run(world, 2, APART, true);
		return {
			'requests that failed for another reason': {
				found: errors.filter((error) => !(error instanceof NoAnswer)).length,
				most: 0,
			},
			'attempts of a request': { found: attempts, most: 7 },
			renewals: { found: sum(renewals), most: 3 * (processes + 2) },
		};
	});
});

test('Another system that keeps taking the session over does not make us renew in a loop', async () => {
	await inEachWorld({}, async (world, { processes }) => {
		const { attempts } = await run(world, 300, 200);
		const found = world.fetches.length;
		await world.time.until(world.time.pass(10_000));
		const { errors } = await run(world, 0);
		return {
			'attempts of a request': { found: attempts, most: 5 },
			// A process waits two seconds at least.
			'renewals in a minute': { found, most: processes * 30 },
			'requests that fail when the other system is gone': { found: errors.length, most: 0 },
		};
	});
});

test('A wrong password is tried once by each execution', async () => {
	await inEachWorld({}, async (world) => {
		world.password = 'wrong';
		const { executions, errors } = await run(world, 0);
		const found = world.fetches.length;
		const others = errors.filter(
			(error) => !(error instanceof Refusal && error.providerCode === 'PASSWORD'),
		);
		world.password = 'right';
		return {
			tries: { found, most: executions },
			'requests that failed for another reason': { found: others.length, most: 0 },
			'requests that fail with the right one': {
				found: (await run(world, 0)).errors.length,
				most: 0,
			},
		};
	});
});

test('The same seed is the same world', async () => {
	const facts = async () => await run(new World(conditions(7, { faults: 0.05 })), 2);
	expect(await facts()).toEqual(await facts());
});
