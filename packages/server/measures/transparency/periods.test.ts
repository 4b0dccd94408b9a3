/** Several reports of periods that overlap, in a row: held against an attacker who has them all, and tries every table. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { compose, type Earlier } from './compose.ts';
import { countOf, type MonthCount, monthOf } from './figures.ts';
import { atomsOf, connected } from './periods.ts';
import { isSmall, openSolver, type Part, type Solve, type Sum } from './suppression/index.ts';

/** What the properties are tried on: the same each time, since trying every table takes minutes for some. */
const SEED = 20_261_126;

let solve: Solve;
before(async () => {
  solve = await openSolver();
});

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04'];
const YEAR = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);

/** Times of reports, which are published for whole periods alone: by month, how many took up to a day and how many longer. */
const countsOf = (table: readonly (readonly number[])[]): MonthCount[] =>
  table.flatMap((numbers, m) =>
    ['24', 'more'].flatMap((key, k) => {
      const n = numbers[k] ?? 0;
      return n === 0 ? [] : [{ name: 'report_time' as const, month: MONTHS[m] ?? '', key, n }];
    }),
  );

function publishAll(periods: readonly (readonly string[])[], counts: readonly MonthCount[]): Earlier[] {
  const earlier: Earlier[] = [];
  for (const months of periods) earlier.push({ months, sums: compose({ months, counts, earlier }, solve).sums });
  return earlier;
}

/** Whether a sum may be so much, as far as the sums that are shown say; those withheld are at least 1. By trying every table. */
function mayBe(asked: Sum, is: (value: number) => boolean, parts: readonly Part[], sums: readonly Told[]): boolean {
  const order = [...parts.filter((part) => !asked.parts.includes(part)), ...asked.parts];
  const last = sums.map(({ parts: of }) => Math.max(...of.map((part) => order.indexOf(part))));
  const values = new Map<Part, number>();
  const totalOf = (of: readonly Part[]): number => of.reduce((total, part) => total + (values.get(part) ?? 0), 0);
  const search = (i: number): boolean => {
    const part = order[i];
    if (part === undefined) return is(totalOf(asked.parts));
    values.delete(part);
    const room = sums.flatMap(({ parts: of, value, shown }) =>
      shown && of.includes(part) ? [value - totalOf(of)] : [],
    );
    const most = Math.min(CEILING, ...room);
    for (let value = 0; value <= most; value++) {
      values.set(part, value);
      const holds = sums.every((sum, s) => {
        if (last[s] !== i) return true;
        const total = totalOf(sum.parts);
        return sum.shown ? total === sum.value : total >= 1;
      });
      if (holds && search(i + 1)) return true;
    }
    values.delete(part);
    return false;
  };
  return search(0);
}

interface Told extends Sum {
  shown: boolean;
}
/** As large as a part has to be tried where nothing bounds it. */
const CEILING = 24;

/** Every small number over every union of atoms must be open at both ends. */
function assertOpen(earlier: readonly Earlier[], counts: readonly MonthCount[]): void {
  const told = earlier.flatMap(({ sums }) => sums.flatMap((one) => (one.id === 'report_time' ? one.sums : [])));
  const sums = told.filter(({ value }) => value > 0);
  const parts = counts.map(({ name, month, key, n }) => `${month} ${name} ${key}=${n}`);
  const atoms = atomsOf(earlier.map(({ months }) => months));
  const names = [...new Set(atoms.values())];
  for (let union = 1; union < 2 ** names.length; union++) {
    const within = (part: Part): boolean => ((union >> names.indexOf(atoms.get(monthOf(part)) ?? '')) & 1) === 1;
    const inside = parts.filter((part) => atoms.has(monthOf(part)) && within(part));
    for (const key of [' 24=', ' more=', '=']) {
      const of = inside.filter((part) => part.includes(key));
      const asked = { parts: of, value: of.reduce((sum, part) => sum + countOf(part), 0) };
      if (!isSmall(asked.value)) continue;
      const listed = sums
        .filter((sum) => sum.parts.every((part) => of.includes(part)))
        .map((s) => ({ ...s, shown: false }));
      let least = 1;
      while (!mayBe(asked, (value) => value <= least, of, listed)) least++;
      const said = `${of.join(', ')} after ${earlier.map(({ months }) => months.join('+')).join('; ')}`;
      assert.ok(
        mayBe(asked, (value) => value <= least, parts, sums),
        `${said}: is more than ${least}`,
      );
      assert.ok(
        mayBe(asked, (value) => value >= 4, parts, sums),
        `${said}: is less than 4`,
      );
    }
  }
}

const count = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 8 }) },
);
const table = fc.array(fc.tuple(count, count), { minLength: 4, maxLength: 4 });
const period = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }))
  .map(([a, b]) => MONTHS.slice(Math.min(a, b), Math.max(a, b) + 1));

describe('reports of periods that overlap', () => {
  it('leave the last quarter open to whoever takes three quarters from the year', () => {
    const counts = YEAR.flatMap((month, i): MonthCount[] => [
      { name: 'report_time', month, key: '24', n: 40 },
      ...(i < 10 ? [{ name: 'report_time', month, key: 'more', n: i < 9 ? 10 : 2 } as const] : []),
      { name: 'reports_received', month, key: 'grooming/user', n: 40 },
      ...(i < 10 ? [{ name: 'reports_received', month, key: 'grooming/flagger', n: i < 9 ? 10 : 2 } as const] : []),
    ]);
    const periods = [YEAR.slice(0, 3), YEAR.slice(3, 6), YEAR.slice(6, 9)];
    const earlier = publishAll(periods, counts);
    const { statistics } = compose({ months: YEAR, counts, earlier }, solve).content;
    const of = (id: string) => statistics.find((one) => one.id === id);
    assert.equal(of('report_time')?.rows.find(({ key }) => key === 'more')?.total, null);
    assert.equal(of('reports')?.also[0]?.rows.find(({ key }) => key === 'flagger')?.total, null);
  });

  it('leave every small number open over the months that some of them have and others have not', () => {
    const check = fc.property(table, fc.array(period, { minLength: 1, maxLength: 4 }), (numbers, periods) => {
      const counts = countsOf(numbers);
      assertOpen(publishAll(periods, counts), counts);
    });
    fc.assert(check, { numRuns: 25, seed: SEED });
  });

  it('would be found out by this attacker where each was held against every other alone', () => {
    const counts = countsOf([
      [9, 8],
      [9, 8],
      [9, 8],
      [9, 2],
    ]);
    const alone = [...MONTHS.slice(0, 3).map((month) => [month]), MONTHS].map((months) => {
      const { sums } = compose({ months, counts, earlier: [] }, solve);
      return { months, sums };
    });
    assert.throws(() => assertOpen(alone, counts), /2026-04 report_time more=2 .*is more than 1/);
  });

  it('say nothing of months that no chain of them joins', () => {
    const reports = [['2026-01', '2026-02'], ['2026-02', '2026-03'], ['2026-05']].map((months) => ({ months }));
    assert.deepEqual(connected(['2026-03', '2026-04'], reports), reports.slice(0, 2));
    assert.deepEqual(connected(['2026-04'], reports), []);
  });
});
