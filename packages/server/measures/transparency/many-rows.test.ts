/** More categories than a table has rows: the further ones are one row, and no small number is given away by that. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { keyOf } from '../counts/index.ts';
import { compose } from './compose.ts';
import { ROWS_MAX, reportContent } from './content.ts';
import { contentOf, countOf, figuresOf, type MonthCount } from './figures.ts';
import { statistics } from './statistics.ts';
import { isSmall, openSolver, protect, type Solve, type System } from './suppression/index.ts';
import { assertOpen } from './suppression/testing/attacker.ts';

/** What the properties are tried on: the same each time, since trying every table takes minutes for some. */
const SEED = 20_261_126;

let solve: Solve;
before(async () => {
  solve = await openSolver();
});

const REPORTS = statistics.filter(({ id }) => id === 'reports').map((one) => ({ ...one, also: [] }));
const MONTHS = ['2026-01', '2026-02'];
const named = (i: number): string => `category ${String(i).padStart(4, '0')}`;
const counted = (category: number, month: number, n: number): MonthCount => ({
  ...{ name: 'reports_received', month: MONTHS[month] ?? '', key: keyOf([named(category), 'user']), n },
});

describe('a report with more categories than a table has rows', () => {
  it('is drafted: the first by their names have rows, all others one together, and totals are of all', () => {
    const counts = Array.from({ length: 320 }, (_, i) => [
      counted(i, 0, (i * 7) % 23),
      counted(i, 1, (i * 5) % 19),
    ]).flat();
    const { content, sums } = compose({ months: MONTHS, counts, earlier: [] }, solve);
    const [reports] = reportContent.parse(content).statistics;
    assert.equal(reports?.rows.length, ROWS_MAX);
    assert.equal(reports.rows.at(-1)?.key, null);
    const keys = reports.rows.slice(0, -1).map(({ key }) => key);
    const filled = [...new Set(counts.filter(({ n }) => n > 0).map(({ key }) => key.slice(0, named(0).length)))].sort();
    assert.deepEqual(keys, filled.slice(0, ROWS_MAX - 1));
    const all = counts.reduce((sum, { n }) => sum + n, 0);
    assert.ok([all, null].includes(reports.total));
    const [kept] = sums;
    assert.equal(kept?.sums[0]?.value, all);
    // no small number is shown, and rows are as good as before: most are there
    assert.ok(!kept?.sums.some(({ shown, value }) => shown && isSmall(value)));
    assert.ok(reports.rows.filter(({ total }) => total !== null).length > ROWS_MAX / 2);
  });

  it('lists the same rows whatever their numbers are: which have one says nothing of how many', () => {
    const one = REPORTS[0];
    assert.ok(one !== undefined);
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 6, maxLength: 6 });
    const keysOf = (numbers: readonly number[]) => {
      const all = figuresOf(
        one,
        MONTHS,
        numbers.map((n, i) => counted(i, 0, n)),
        4,
      );
      return contentOf(all, MONTHS, new Set()).rows.map(({ key }) => key);
    };
    fc.assert(
      fc.property(sizes, sizes, (a, b) => assert.deepEqual(keysOf(a), keysOf(b))),
      { numRuns: 50, seed: SEED },
    );
  });

  it('leaves every small number open to whoever tries every table, and knows which categories stand together', () => {
    const one = REPORTS[0];
    assert.ok(one !== undefined);
    const table = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 5, maxLength: 5 });
    const check = fc.property(table, (numbers) => {
      const counts = numbers.map((n, i) => counted(i, 0, n));
      const month = MONTHS.slice(0, 1);
      const { figures } = figuresOf({ ...one, byMonth: false }, month, counts, 3);
      const { figures: each } = figuresOf({ ...one, byMonth: false }, month, counts, Number.POSITIVE_INFINITY);
      const parts = new Map(
        [...figures, ...each].flatMap((of) => of.parts.map((part) => [part, countOf(part)] as const)),
      );
      const system: System = { parts, known: [], some: [], equal: [], figures, hidden: each };
      assertOpen(system, protect(system, solve));
    });
    fc.assert(check, { numRuns: 80, seed: SEED });
  });
});
