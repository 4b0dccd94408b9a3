/**
 * Nobody finds out a small count: held against an attacker who tries every table that agrees with what was published. That is
 * another way than the one in which figures are chosen to be withheld: plain search, without a solver.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Figure, isSmall, openSolver, type Part, protect, type Solve, type Sum, type System } from './index.ts';
import { assertOpen, notNone, rangeOf } from './testing/attacker.ts';

/** What the properties are tried on: the same each time, since trying every table takes minutes for some. */
const SEED = 20_261_126;

let solve: Solve;
before(async () => {
  solve = await openSolver();
});

type Table = readonly (readonly number[])[];

const partOf = (row: number, column: number, value: number, of = ''): Part => `${of}${row},${column}=${value}`;

/** Every cell, row, column and the total of some rows of a table. */
function figuresOf(table: Table, rows: readonly number[], name: string, of = ''): Figure[] {
  const columns = (table[0] ?? []).map((_, column) => column);
  const figure = (id: string, cells: readonly (readonly [number, number])[], weight: number): Figure => ({
    ...{ id: `${name} ${id}`, weight },
    parts: cells.map(([r, c]) => partOf(r, c, table[r]?.[c] ?? 0, of)),
    value: cells.reduce((sum, [r, c]) => sum + (table[r]?.[c] ?? 0), 0),
  });
  return [
    ...rows.flatMap((r) => columns.map((c) => figure(`${r},${c}`, [[r, c]], 1))),
    ...rows.map((r) =>
      figure(
        `row ${r}`,
        columns.map((c) => [r, c] as const),
        10,
      ),
    ),
    ...columns.map((c) =>
      figure(
        `column ${c}`,
        rows.map((r) => [r, c] as const),
        10,
      ),
    ),
    figure(
      'all',
      rows.flatMap((r) => columns.map((c) => [r, c] as const)),
      100,
    ),
  ];
}

const partsOf = (...figures: Figure[]): Map<Part, number> =>
  new Map(figures.flatMap(({ parts, value }) => (parts.length === 1 ? parts.map((p) => [p, value] as const) : [])));

const systemOf = (figures: readonly Figure[], more: Partial<System> = {}): System => ({
  ...{ parts: partsOf(...figures), known: [], some: [], equal: [], figures, hidden: [] },
  ...more,
});

const count = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 9 }) },
);
const tableOf = (rows: number, columns: number) =>
  fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

describe('suppression', () => {
  it('withholds nothing where nothing is small', () => {
    const figures = figuresOf(
      [
        [5, 9],
        [0, 7],
      ],
      [0, 1],
      'a',
    );
    assert.deepEqual(protect(systemOf(figures), solve), { withheld: new Set(), primary: 0, nothing: false });
  });

  it('withholds, with one small count, others in its row and its column, and no total where that is enough', () => {
    const figures = figuresOf(
      [
        [2, 9, 20],
        [8, 7, 30],
        [40, 50, 60],
      ],
      [0, 1, 2],
      'a',
    );
    const { withheld, primary } = protect(systemOf(figures), solve);
    assert.equal(primary, 1);
    assert.ok(withheld.has('a 0,0') && withheld.size === 4, [...withheld].join());
    assert.ok(![...withheld].some((id) => /row|column|all/.test(id)));
  });

  it('leaves every small count open to whoever tries every table: cells, rows, columns and the total', () => {
    const check = fc.property(tableOf(3, 3), (table) => {
      const system = systemOf(figuresOf(table, [0, 1, 2], 'a'));
      assertOpen(system, protect(system, solve));
    });
    fc.assert(check, { numRuns: 60, seed: SEED });
  });

  it('leaves them open to whoever has two publications, the second of a longer period', () => {
    const check = fc.property(tableOf(4, 2), (table) => {
      const first = systemOf(figuresOf(table, [0, 1], 'first'));
      const { withheld: before, nothing } = protect(first, solve);
      const known = first.figures.filter(({ id }) => !before.has(id));
      const figures = figuresOf(table, [0, 1, 2, 3], 'second');
      // the difference of the two, which nobody publishes
      const rest = figuresOf(table, [2, 3], 'rest');
      const system = systemOf(figures, {
        known,
        some: nothing ? [] : first.figures,
        hidden: [...first.figures, ...rest],
      });
      assertOpen(system, protect(system, solve));
    });
    fc.assert(check, { numRuns: 40, seed: SEED });
  });

  it('leaves them open to whoever has a corrected edition beside the first', () => {
    const check = fc.property(tableOf(3, 2), fc.nat({ max: 2 }), fc.nat({ max: 1 }), count, (table, row, column, n) => {
      const first = systemOf(figuresOf(table, [0, 1, 2], 'first'));
      const { withheld: before, nothing } = protect(first, solve);
      const corrected = table.map((cells, r) => cells.map((value, c) => (r === row && c === column ? n : value)));
      const figures = figuresOf(corrected, [0, 1, 2], 'second');
      const system = systemOf(figures, {
        parts: partsOf(...first.figures, ...figures),
        known: first.figures.filter(({ id }) => !before.has(id)),
        some: nothing ? [] : first.figures,
        hidden: first.figures,
      });
      assertOpen(system, protect(system, solve));
    });
    fc.assert(check, { numRuns: 40, seed: SEED });
  });

  it('leaves them open where two tables have their totals in common', () => {
    const pair = tableOf(2, 2).chain((one) =>
      fc.tuple(fc.constant(one), ...one.map((cells) => fc.nat({ max: cells.reduce((a, b) => a + b, 0) }))),
    );
    const check = fc.property(pair, ([one, ...firsts]) => {
      const other = one.map((cells, r) => {
        const first = firsts[r] ?? 0;
        return [first, cells.reduce((a, b) => a + b, 0) - first];
      });
      const figures = [...figuresOf(one, [0, 1], 'one', 'one '), ...figuresOf(other, [0, 1], 'other', 'other ')];
      const sides = (r: number) =>
        [one, other].map((table, t) =>
          (table[r] ?? []).map((value, c) => partOf(r, c, value, t === 0 ? 'one ' : 'other ')),
        );
      const equal = [0, 1].map((r) => [sides(r)[0] ?? [], sides(r)[1] ?? []] as const);
      const system = systemOf(figures, { equal });
      const { withheld, nothing } = protect(system, solve);
      // the attacker adds both up: rows whose totals are one number are known to both as soon as one says it
      const shown = figures.filter(({ id }) => !withheld.has(id));
      for (const sum of figures.filter(({ value }) => isSmall(value))) {
        const some = nothing ? [] : notNone(figures);
        const within = some.filter((one) => one.parts.every((part) => sum.parts.includes(part)));
        const [least] = rangeOf(sum, sum.parts, [], within, 4);
        const [low, high] = rangeOfEqual(sum, [...system.parts.keys()], shown, equal, some);
        assert.ok(low <= Math.max(1, least) && high >= 4, `${sum.id} is ${low} to ${high}`);
      }
    });
    fc.assert(check, { numRuns: 40, seed: SEED });
  });

  it('withholds a total where the numbers below it would be known by being listed', () => {
    const system = systemOf(figuresOf([[1], [1], [1], [1], [1]], [0, 1, 2, 3, 4], 'a'));
    const protection = protect(system, solve);
    assert.ok(protection.withheld.has('a all'));
    assert.ok(!protection.nothing);
    assertOpen(system, protection);
    const known = { withheld: new Set([0, 1, 2, 3, 4].flatMap((r) => [`a ${r},0`, `a row ${r}`])), nothing: false };
    assert.throws(() => assertOpen(system, known), /is 1 to 1/);
  });

  it('leaves open what is listed in a single column, where each row is small', () => {
    const rows = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 5 });
    const check = fc.property(rows, (values) => {
      const system = systemOf(
        figuresOf(
          values.map((value) => [value]),
          values.map((_, r) => r),
          'a',
        ),
      );
      assertOpen(system, protect(system, solve));
    });
    fc.assert(check, { numRuns: 60, seed: SEED });
  });

  it('withholds everything where the solver fails, or says what is not so', () => {
    const figures = figuresOf(
      [
        [2, 9],
        [8, 7],
      ],
      [0, 1],
      'a',
    );
    const all = new Set(figures.map(({ id }) => id));
    assert.deepEqual(protect(systemOf(figures), () => null).withheld, all);
    assert.deepEqual(protect(systemOf(figures), () => () => 0).withheld, all);
    assert.deepEqual(protect(systemOf(figures), () => () => 0.5).withheld, all);
  });

  it('would be found out by this attacker where only the small ones were withheld', () => {
    const system = systemOf(
      figuresOf(
        [
          [2, 9],
          [8, 7],
        ],
        [0, 1],
        'a',
      ),
    );
    assert.throws(() => assertOpen(system, { withheld: new Set(['a 0,0']), nothing: false }), /is 2 to 2/);
  });
});

/** As rangeOf, where sums of two sides are the same besides. */
function rangeOfEqual(
  asked: Sum,
  parts: readonly Part[],
  shown: readonly Sum[],
  equal: readonly (readonly [readonly Part[], readonly Part[]])[],
  some: readonly Sum[],
): [number, number] {
  // a total that one side says is the other's, too
  const also = shown.flatMap(({ parts: of, value }) =>
    equal.flatMap(([left, right]): Sum[] => {
      const same = (side: readonly Part[]) => side.length === of.length && side.every((part) => of.includes(part));
      return [...(same(left) ? [{ parts: right, value }] : []), ...(same(right) ? [{ parts: left, value }] : [])];
    }),
  );
  return rangeOf(asked, parts, [...shown, ...also], some);
}
