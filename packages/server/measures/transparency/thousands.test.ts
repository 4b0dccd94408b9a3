/** Reports of thousands of categories, whose months overlap: what they say stays right, and protecting it stays a bounded work. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { keyOf } from '../counts/index.ts';
import { compose, type Earlier } from './compose.ts';
import { rowsMaxOf } from './content.ts';
import { countOf, type MonthCount, monthOf } from './figures.ts';
import { atomsOf } from './periods.ts';
import { isSmall, openSolver, type Part, QUESTIONS_MAX, type Solve, type Sum } from './suppression/index.ts';
import { rangeOf } from './suppression/testing/attacker.ts';

const SEED = 20_261_126;
const CATEGORIES = 2_000;
/** V8's heap that a report may grow by, bytes: what its thread has (HEAP_MAX_MB of draft.ts). */
const HEAP_MAX_BYTES = 512 * 2 ** 20;
const YEAR = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);

let solve: Solve;
before(async () => {
  solve = await openSolver();
});

const counted = (category: number, month: string, n: number): MonthCount[] =>
  n === 0
    ? []
    : [{ name: 'reports_received', month, key: keyOf([`category ${String(category).padStart(4, '0')}`, 'user']), n }];
const partOf = ({ name, month, key, n }: MonthCount): Part => `${month} ${name} ${key}=${n}`;
const totalOf = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + countOf(part), 0);

interface Told extends Sum {
  shown: boolean;
}
const toldOf = (earlier: readonly Earlier[]): Told[] =>
  earlier.flatMap(({ sums }) => sums.flatMap((one) => (one.id === 'reports' ? one.sums : [])));

/** Every small number of a category over months that reports tell apart, and over several such times. */
function smallSums(earlier: readonly Earlier[], counts: readonly MonthCount[]): Sum[] {
  const atoms = atomsOf(earlier.map(({ months }) => months));
  const names = [...new Set(atoms.values())];
  const rows = Map.groupBy(counts, ({ key }) => key);
  return [...rows.values()].flatMap((of) =>
    Array.from({ length: 2 ** names.length - 1 }, (_, i) => i + 1).flatMap((union) => {
      const within = (part: Part): boolean => ((union >> names.indexOf(atoms.get(monthOf(part)) ?? '')) & 1) === 1;
      const parts = of.map(partOf).filter((part) => atoms.has(monthOf(part)) && within(part));
      return isSmall(totalOf(parts)) ? [{ parts, value: totalOf(parts) }] : [];
    }),
  );
}

describe('reports whose rows have no room for all categories, of months that overlap', () => {
  it('leave every small number open to whoever has them all, and tries every table', () => {
    const months = YEAR.slice(0, 3);
    const table = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    });
    const period = fc
      .tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }))
      .map(([a, b]) => months.slice(Math.min(a, b), Math.max(a, b) + 1));
    const check = fc.property(table, fc.array(period, { minLength: 2, maxLength: 2 }), (numbers, periods) => {
      const counts = numbers.flatMap((row, c) => row.flatMap((n, m) => counted(c, months[m] ?? '', n)));
      const earlier: Earlier[] = [];
      // two rows: the first category, and all others together
      for (const of of periods)
        earlier.push({ months: of, sums: compose({ months: of, counts, earlier }, solve, 2).sums });
      const told = toldOf(earlier).filter(({ value }) => value > 0);
      const shown = told.filter((sum) => sum.shown);
      for (const { value } of shown) assert.ok(!isSmall(value));
      for (const sum of smallSums(earlier, counts)) {
        const within = told.filter(({ parts }) => parts.every((part) => sum.parts.includes(part)));
        const [least] = rangeOf(sum, sum.parts, [], within, 4);
        const enough = Math.max(1, least);
        const [low, high] = rangeOf(sum, counts.map(partOf), shown, told, 12, enough);
        assert.ok(low <= enough && high >= 4, `${sum.parts.join(' ')} is ${low} to ${high}`);
      }
    });
    fc.assert(check, { numRuns: 40, seed: SEED });
  });
});

describe(`reports of ${CATEGORIES} categories, of months that overlap`, () => {
  it('are composed in so many questions at most, in the memory there is, and leave small numbers open', () => {
    const random = fc.sample(fc.integer({ min: 0, max: 999 }), { numRuns: CATEGORIES * YEAR.length, seed: SEED });
    const counts = random.flatMap((n, i) =>
      // most are none, many small, some large
      counted(Math.floor(i / YEAR.length), YEAR[i % YEAR.length] ?? '', n < 700 ? 0 : n < 950 ? n % 7 : n % 90),
    );
    let questions = 0;
    const asking: Solve = (text) => {
      questions++;
      return solve(text);
    };
    const heap = process.memoryUsage().heapUsed;
    const earlier: Earlier[] = [];
    for (const months of [YEAR.slice(2, 8), YEAR]) {
      questions = 0;
      const { content, sums } = compose({ months, counts, earlier }, asking);
      earlier.push({ months, sums });
      assert.ok(questions <= QUESTIONS_MAX, `${questions} questions`);
      assert.ok(process.memoryUsage().heapUsed - heap < HEAP_MAX_BYTES);
      const reports = content.statistics.find(({ id }) => id === 'reports');
      assert.equal(reports?.rows.length, rowsMaxOf(months.length));
      const all = counts.filter(({ month }) => months.includes(month)).reduce((sum, { n }) => sum + n, 0);
      assert.equal(reports.total, all);
      for (const row of reports.rows)
        for (const n of [row.total, ...row.months]) assert.ok(n === null || !isSmall(n), `${row.key} ${n}`);
    }
    const told = toldOf(earlier);
    const shown = told.filter((sum) => sum.shown);
    const small = smallSums(earlier, counts);
    assert.ok(small.length > CATEGORIES / 4);
    for (const sum of fc.sample(fc.constantFrom(...small), { numRuns: SAMPLE, seed: SEED })) {
      const within = told.filter(({ parts, value }) => value > 0 && parts.every((part) => sum.parts.includes(part)));
      const [least] = rangeOf(sum, sum.parts, [], within, 4);
      const filled = told.filter((one) => !one.shown && one.value > 0);
      assert.ok(isOpen(sum, `<= ${Math.max(1, least)}`, shown, filled), `${sum.parts.join(' ')} is more`);
      assert.ok(isOpen(sum, '>= 4', shown, filled), `${sum.parts.join(' ')} is less than 4`);
    }
  });
});

/** Small numbers that the attacker below is asked of: each question is a programme of all that was published. */
const SAMPLE = 6;

/** An attacker with a solver, who knows all that is shown, and that what is withheld is not 0: whether the sum may be so. */
function isOpen(asked: Sum, end: string, shown: readonly Sum[], filled: readonly Sum[]): boolean {
  const names = new Map<Part, string>();
  const terms = ({ parts }: Pick<Sum, 'parts'>): string =>
    parts
      .map((part) => {
        const name = names.get(part) ?? `p${names.size}`;
        names.set(part, name);
        return name;
      })
      .join(' + ');
  const rows = [
    ...shown.filter(({ parts }) => parts.length > 0).map((sum) => `${terms(sum)} = ${sum.value}`),
    ...filled.map((sum) => `${terms(sum)} >= 1`),
    `${terms(asked)} ${end}`,
  ];
  const lines = rows.map((row, i) => ` r${i}: ${row}`);
  const general = [...names.values()].join(' ');
  return (
    solve(['Minimize', ' cost: 0 p0', 'Subject To', ...lines, 'General', ` ${general}`, 'End', ''].join('\n')) !== null
  );
}
