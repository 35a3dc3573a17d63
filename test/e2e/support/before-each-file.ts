import { spareMemory } from './environment';

// A test that waits for a busy machine has not failed.
jest.setTimeout(180_000);

beforeAll(spareMemory);
