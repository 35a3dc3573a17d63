import { execFileSync } from 'node:child_process';
import { DateTime } from 'luxon';

import type { Field } from '../../../nodes/shared/model/field';
import { day } from '../../../nodes/shared/values/checks';
import { isDay, isRealTime } from '../../../nodes/shared/values/dates';
import { dayForm } from '../../../nodes/shared/values/normalize';
import { readValues } from '../../../nodes/shared/values/values';
import { ALL_FIELDS } from '../../support/fields';
import { problemOf, textField } from '../../support/values';

const text = textField({ displayName: 'Time', name: 'time' });
const date: Field = { ...text, displayName: 'Date', form: dayForm, check: day };

const read = (field: Field, value: unknown): unknown => readValues([field], () => value).wire.time;

const messageOf = (field: Field, value: unknown) => problemOf(field, value)?.message;

const ZONES = [
	...['UTC', 'Asia/Shanghai', 'America/New_York', 'America/St_Johns', 'Asia/Kathmandu'],
	...[
		'Pacific/Auckland',
		'Pacific/Kiritimati',
		'Pacific/Pago_Pago',
		'Europe/London',
		'Asia/Manila',
	],
];

const DAYS = ['1990-01-31', '1988-05-01', '1949-12-31', '2000-02-29', '2030-12-31', '1969-12-31'];

/** What the module makes of dates in a process that has its own time zone. */
const SCRIPT = `
	const { isoOf, dayOf } = require('./nodes/shared/values/dates.ts');
	const days = ${JSON.stringify(DAYS)};
	const local = days.map((day) => { const [y, m, d] = day.split('-'); return new Date(y, m - 1, d) });
	const utc = days.map((day) => new Date(day));
	const moments = [0, 1e12, 631123200000, 1.7e12].map((ms) => new Date(ms));
	console.log(JSON.stringify({
		// A database driver delivers them so, and the data of a stored execution hold them so.
		days: [local, utc].flatMap((dates) => [
			dates.map((date) => dayOf(isoOf(date))),
			dates.map((date) => isoOf(date).slice(0, 10)),
			dates.map((date) => dayOf(JSON.parse(JSON.stringify(date)))),
		]),
		moments: [...local, ...utc, ...moments].map((date) => [date.getTime(), Date.parse(isoOf(date))]),
	}))`;

test.each(ZONES)('a calendar date stays the day that it is where the process is in %s', (zone) => {
	const output = execFileSync(process.execPath, ['--no-warnings', '-e', SCRIPT], {
		env: { ...process.env, TZ: zone },
		encoding: 'utf8',
	});
	const { days, moments } = JSON.parse(output) as { days: string[][]; moments: number[][] };
	expect(days).toEqual(days.map(() => DAYS));
	expect(days).toHaveLength(6);
	for (const [before, after] of moments) expect(after).toBe(before);
});

describe.each(ZONES)('a DateTime in %s', (zone) => {
	const at = (iso: string) => DateTime.fromISO(iso, { zone });

	test('is its own day in a date field, whatever the time of day', () => {
		for (const value of DAYS) {
			for (const time of ['00:00', '09:30', '23:59:59.999']) {
				expect(read(date, at(`${value}T${time}`))).toBe(value);
				const written = String(at(`${value}T${time}`).toISO());
				// In UTC nobody knows whose day it is, unless it is midnight.
				if (!written.endsWith('Z') || time === '00:00') expect(read(date, written)).toBe(value);
				else expect(messageOf(date, written)).toContain("'Date' must be a real date");
			}
		}
	});

	test('is the same moment in a text field, with its zone', () => {
		const moment = at('2026-01-31T09:30:00');
		const written = String(read(text, moment));
		expect(DateTime.fromISO(written).toMillis()).toBe(moment.toMillis());
		expect(written).toMatch(/^2026-01-31T09:30:00\.000[+-]\d\d:\d\d$/);
		// n8n's isolate gives it back so from inside an item.
		expect(read(text, { ...moment })).toBe(written);
	});

	test('is a text inside data', () => {
		const moment = at('2026-01-31T09:30:00');
		expect(read({ ...text, type: 'json' }, { a: [moment] })).toEqual({ a: [read(text, moment)] });
		expect(read({ ...text, as: 'any' }, moment)).toBe(read(text, moment));
		expect(read({ ...text, as: 'any' }, { a: moment })).toEqual({ a: read(text, moment) });
	});
});

describe('a day', () => {
	test.each([
		...['2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00'],
		...['1900-02-29', '26-01-31', 'yesterday', '2026-01-31x', '20260131', '46053', '31/1/2026'],
		...['2026/2/30', '2026/1-31', '2026年1月', '2026-1-310', '2026/01/3１1'],
		...['2026-02-30T00:00:00+08:00', '2026-02-30T00:00:00.000Z', '2026-02-30 00:00:00'],
	])('%s is none, and is not moved to another', (value) => {
		expect(messageOf(date, value)).toBe(
			"'Date' must be a real date as year-month-day, for example 1990-01-31",
		);
	});

	test('is real for every day of a few hundred years, and for no other', () => {
		const differing: string[] = [];
		for (let year = 1896; year <= 2104; year += 4) {
			for (let month = 0; month <= 13; month++) {
				for (let number = 0; number <= 32; number++) {
					const value = `${year}-${String(month).padStart(2, '0')}-${String(number).padStart(2, '0')}`;
					const { isValid } = DateTime.fromObject({ year, month, day: number });
					const isTime = isRealTime(`${value}T10:00:00+08:00`);
					if (isDay(value) !== isValid || isTime !== isValid) differing.push(value);
				}
			}
		}
		expect(differing).toEqual([]);
	});

	test.each([
		['１９９０－０１－３１', '1990-01-31'],
		["'1990-01-31", '1990-01-31'],
		['1990/1/31', '1990-01-31'],
		['1990.01.31', '1990-01-31'],
		['２０００年２月２９日', '2000-02-29'],
		['1990/1/31 00:00:00', '1990-01-31'],
		['1990-01-31 00:00:00', '1990-01-31'],
		['1990-01-31T00:00:00', '1990-01-31'],
		['1990-01-31T00:00:00.000Z', '1990-01-31'],
		['1990-01-31T23:30:00+08:00', '1990-01-31'],
		['1990-01-31T23:30:00-0500', '1990-01-31'],
	])('%s is taken as %s', (value, expected) => expect(read(date, value)).toBe(expected));

	test('is not made of a moment of which the zone is not known', () => {
		for (const value of ['1990-01-30T16:00:01.000Z', new Date('1990-01-30T16:00:01.000Z')]) {
			expect(messageOf(date, value)).toContain("'Date' must be a real date");
		}
	});
});

test.each([new Date(NaN), DateTime.invalid('test'), { isLuxonDateTime: true, ts: 'x' }])(
	'a date that is none is refused: %p',
	(value) => {
		expect(messageOf(text, value)).toBe("'Time' is no date");
		expect(messageOf({ ...text, type: 'json' }, { a: [value] })).toBe("'Time: a[0]' is no date");
	},
);

test('no field of an operation takes a moment for an object', () => {
	const texts = ALL_FIELDS.filter(({ field }) => field.type === 'string' && field.as === undefined);
	for (const { place, field } of texts) {
		const message = messageOf({ ...field, name: 'time' }, new Date('2026-01-31'));
		expect([place, message?.includes('single value')]).not.toEqual([place, true]);
	}
});

test.each(['birthDate', 'cardValidityPeriod'])('%s is such a field', (name) => {
	const fields = ALL_FIELDS.filter(({ field }) => field.name === name);
	expect(fields).toHaveLength(1);
	const moment = DateTime.fromISO('1990-01-31T23:00', { zone: 'America/New_York' });
	expect(read({ ...fields[0].field, name: 'time' }, moment)).toBe('1990-01-31');
});
