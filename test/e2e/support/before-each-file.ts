import { SPARE_MEMORY } from './spare-memory';

// A test that waits for a busy machine has not failed.
jest.setTimeout(180_000);

/** Between two files nothing runs in n8n; it goes on with what waits there. */
beforeAll(async () => {
	const response = await fetch(process.env[SPARE_MEMORY] ?? '', { method: 'POST' });
	if (!response.ok) throw new Error(await response.text());
});
