/** Totals of a year beside the reports that they come from tell nobody a small number: tried with the attacker on suppression. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Composed, compose } from './compose.ts';
import { countOf, type MonthCount } from './figures.ts';
import { publicTotal } from './public-totals.ts';
import { openSolver, type Solve, type Sum } from './suppression/index.ts';
import { assertOpen } from './suppression/testing/attacker.ts';

/** What the properties are tried on: the same each time, since trying every table takes minutes for some. */
const SEED = 20_261_126;

const MONTHS = ['2025-04', '2025-05', '2025-06', '2025-07'] as const;
const KEYS = ['grooming/user', 'other/user'] as const;
const [FIRST, , , LAST] = MONTHS;
type Counts = readonly (readonly number[])[];

let solve: Solve;
before(async () => {
  solve = await openSolver();
});

const countsOf = (all: Counts): MonthCount[] =>
  all.flatMap((row, m) =>
    row.map((n, k) => ({ name: 'reports_received' as const, month: MONTHS[m] ?? '', key: KEYS[k] ?? '', n })),
  );

/** Reports one after the other, each in the knowledge of those before. */
function publishAll(counts: readonly MonthCount[], periods: readonly (readonly string[])[]): Composed[] {
  const done: Composed[] = [];
  for (const months of periods) {
    const earlier = done.map(({ content, sums }) => ({ months: content.months, sums }));
    done.push(compose({ months, counts, earlier }, solve));
  }
  return done;
}

/** The attacker, who has the reports and a total of all four months. */
function assertNothingFound(reports: readonly Composed[], counts: readonly MonthCount[], total: number | null): void {
  const kept = reports.flatMap(({ sums }) => sums.filter(({ id }) => id === 'reports').flatMap((one) => one.sums));
  const names = counts.filter(({ n }) => n > 0).map(({ month, name, key, n }) => `${month} ${name} ${key}=${n}`);
  const year: Sum[] = total === null ? [] : [{ parts: names, value: total }];
  const figures = kept.map((sum, i) => ({ ...sum, id: String(i), weight: 1 }));
  const withheld = new Set(figures.filter(({ shown }) => !shown).map(({ id }) => id));
  const parts = new Map(names.map((name) => [name, countOf(name)]));
  assertOpen({ parts, known: year, some: [], equal: [], figures, hidden: [] }, { withheld, nothing: false });
}

const totalOf = (reports: readonly Composed[]) =>
  publicTotal(
    reports.map(({ content }) => content),
    'reports_received',
    [FIRST, LAST],
  );

const HALVES = [MONTHS.slice(0, 2), MONTHS.slice(2)];

describe('a total of a year', () => {
  it('is added up from reports of its parts, or is one that a report shows', () => {
    const counts = countsOf([
      [20, 30],
      [10, 9],
      [7, 8],
      [11, 12],
    ]);
    assert.equal(totalOf(publishAll(counts, HALVES)), 107);
    assert.equal(totalOf(publishAll(counts, [MONTHS])), 107);
    assert.equal(totalOf(publishAll(counts, [MONTHS.slice(0, 3), MONTHS.slice(1)])), 107);
    assert.equal(totalOf(publishAll(counts, [MONTHS.slice(0, 3)])), null);
  });

  it('is none where a report withholds what is missing: with what was counted, the attacker would find it', () => {
    const counts = countsOf([
      [12, 13],
      [10, 9],
      [2, 0],
      [1, 0],
    ]);
    const reports = publishAll(counts, HALVES);
    assert.equal(totalOf(reports), null);
    assertNothingFound(reports, counts, null);
    assert.throws(() => assertNothingFound(reports, counts, 47), / is 3 to 3/);
  });

  it('gives no small number away beside the reports, whatever was counted and of whichever months they are', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 5, max: 9 }));
    const table = fc.array(fc.tuple(count, count), { minLength: MONTHS.length, maxLength: MONTHS.length });
    const periods = fc.constantFrom(
      HALVES,
      [MONTHS.slice(0, 1), MONTHS.slice(1)],
      [MONTHS.slice(0, 3), MONTHS.slice(1)],
      [MONTHS.slice(0, 2), MONTHS],
    );
    const check = fc.property(table, periods, (all, months) => {
      const counts = countsOf(all);
      const reports = publishAll(counts, months);
      assertNothingFound(reports, counts, totalOf(reports));
    });
    fc.assert(check, { numRuns: 30, seed: SEED });
  });
});
