import { steadyNow } from '../../../nodes/shared/run/clock';

test("the clock of all waits goes ahead with the system's, and never back", () => {
	const before = steadyNow();
	expect(Math.abs(before - Date.now())).toBeLessThan(1000);
	const now = jest.spyOn(Date, 'now');
	for (const [shift, seen] of [
		[-3_600_000, 0],
		[3_600_000, 3_600_000],
		[0, 3_600_000],
	]) {
		now.mockReturnValue(before + shift);
		expect(Math.abs(steadyNow() - before - seen)).toBeLessThan(1000);
	}
	now.mockRestore();
});
