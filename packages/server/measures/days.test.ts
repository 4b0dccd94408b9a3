/** A yearly review's date, whatever years it goes over. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayName } from './counts/index.ts';
import { dayFrom, monthsAfter } from './days.ts';

const later = (date: string, months: number): string => dayName(monthsAfter(dayFrom(date), months));
const days = fc.integer({ min: dayFrom('1971-01-01'), max: dayFrom('2399-12-31') });

describe('a date so many months later', () => {
  it('is the same date, or the last of a month that has none such', () => {
    assert.equal(later('2026-11-26', 12), '2027-11-26');
    assert.equal(later('2024-02-29', 12), '2025-02-28');
    assert.equal(later('2024-02-29', 48), '2028-02-29');
    assert.equal(later('2023-02-28', 12), '2024-02-28');
    assert.equal(later('2026-08-31', 1), '2026-09-30');
    assert.equal(later('2026-12-31', 2), '2027-02-28');
    assert.equal(later('2096-02-29', 48), '2100-02-28');
  });

  it('a year later is never more than a year: 365 days, or 366 where a leap day lies between', () => {
    fc.assert(
      fc.property(days, (day) => {
        const due = monthsAfter(day, 12);
        const [from, to] = [dayName(day), dayName(due)];
        assert.equal(Number(to.slice(0, 4)), Number(from.slice(0, 4)) + 1);
        assert.equal(to.slice(5), from.slice(5) === '02-29' ? '02-28' : from.slice(5));
        assert.ok(due - day === 365 || due - day === 366);
      }),
    );
  });

  it('keeps the order of days, so that whoever signs later is due no earlier', () => {
    fc.assert(
      fc.property(days, fc.nat({ max: 800 }), fc.integer({ min: 1, max: 60 }), (day, more, months) => {
        assert.ok(monthsAfter(day, months) <= monthsAfter(day + more, months));
        assert.ok(monthsAfter(day, months) > day);
      }),
    );
  });
});
