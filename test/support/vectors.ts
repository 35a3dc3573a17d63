import { vectors } from '../../spec/vectors.json';

/** A signing, encryption, encoding or state vector of the specification; its kind tells what is in it. */
export interface Vector<Inputs, Expected> {
	id: string;
	kind: string;
	title: string;
	inputs: Inputs;
	stringToSign: string | null;
	expected: Expected;
}

/** The specification's vectors of a provider; never none. */
export function vectorsOf<Inputs, Expected>(provider: string): Array<Vector<Inputs, Expected>> {
	const found = (vectors as Array<{ provider: string }>).filter((one) => one.provider === provider);
	if (found.length === 0) throw new Error(`spec/vectors.json has no vector of ${provider}`);
	return found as unknown as Array<Vector<Inputs, Expected>>;
}

/** A test for each vector of a provider. Every kind must have its check, and every check its kind. */
export function testVectors<Inputs, Expected>(
	provider: string,
	checks: Record<string, (vector: Vector<Inputs, Expected>) => Promise<void> | void>,
): void {
	const all = vectorsOf<Inputs, Expected>(provider);
	test('every kind of vector has its check', () => {
		expect(Object.keys(checks).sort()).toEqual([...new Set(all.map(({ kind }) => kind))].sort());
	});
	test.each(all)('$id: $title', async (vector) => await checks[vector.kind](vector));
}
