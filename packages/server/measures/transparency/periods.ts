/**
 * Periods of several reports, together: the months that all of them treat alike (an atom), and what a reader can work out from
 * several reports at once, such as the last quarter from the year and the three quarters before.
 */
import { countOf, figuresOf, type MonthCount, monthOf, type StatisticFigures } from './figures.ts';
import { isSmall, type Part, type Sum } from './suppression/index.ts';

/** Of one number, atoms of which every union is hidden, at most; of more of them, runs of neighbours are, and pairs. */
const UNIONS_OF_MAX = 8;

type Months = readonly string[];

/** The reports whose months overlap with these, or with those of a report that does, and so on. */
export function connected<R extends { months: Months }>(months: Months, reports: readonly R[]): R[] {
  const reached = new Set(months);
  const near = new Set<R>();
  for (let before = -1; before < near.size; ) {
    before = near.size;
    for (const report of reports) {
      if (near.has(report) || !report.months.some((month) => reached.has(month))) continue;
      near.add(report);
      for (const month of report.months) reached.add(month);
    }
  }
  return reports.filter((report) => near.has(report));
}

/** For each month, a name of its atom: the same for months that are in the same periods. */
export function atomsOf(periods: readonly Months[]): Map<string, string> {
  const months = [...new Set(periods.flat())].sort();
  return new Map(months.map((month) => [month, periods.map((one) => (one.includes(month) ? 1 : 0)).join('')]));
}

/**
 * Small sums that nobody publishes, and that somebody might find by adding and subtracting what is published of several periods:
 * every number of every statistic over every atom, and over several of them.
 * @param before sums of earlier reports: of numbers that were corrected since they have parts that `counts` doesn't
 */
export function hiddenSums(
  group: readonly StatisticFigures[],
  periods: readonly Months[],
  counts: readonly MonthCount[],
  before: readonly Sum[],
): Sum[] {
  const atoms = atomsOf(periods);
  const months = [...atoms.keys()];
  const whole = group.flatMap(({ statistic, figures }) => [
    // each row by itself, those too that a table has no room for: reports leave out different ones
    ...figuresOf({ ...statistic, byMonth: false }, months, counts, Number.POSITIVE_INFINITY).figures,
    ...figures,
  ]);
  const lines = new Map([...whole, ...before].map(({ parts }) => [[...parts].sort().join('\n'), parts]));
  return [...lines.values()].flatMap((parts) => unionsOf(splitBy(parts, atoms)));
}

/** The parts of each atom, in the order of time. */
function splitBy(parts: readonly Part[], atoms: ReadonlyMap<string, string>): Sum[] {
  const split = new Map<string, Part[]>([...atoms.values()].map((atom) => [atom, []]));
  for (const part of parts) split.get(atoms.get(monthOf(part)) ?? '')?.push(part);
  return [...split.values()].map((of) => ({ parts: of, value: of.reduce((sum, part) => sum + countOf(part), 0) }));
}

/** Small sums of one or more atoms. What is 0 adds nothing to a sum, and what isn't small makes none. */
function unionsOf(atoms: readonly Sum[]): Sum[] {
  const filled = atoms.filter(({ value }) => value > 0);
  const small = filled.filter(({ value }) => isSmall(value));
  const all = small.length <= UNIONS_OF_MAX;
  const found: Sum[] = [];
  const extend = (sum: Sum, from: number, depth: number): void => {
    for (const [i, atom] of small.entries()) {
      if (i < from || !isSmall(sum.value + atom.value)) continue;
      const union = { parts: [...sum.parts, ...atom.parts], value: sum.value + atom.value };
      found.push(union);
      if (all || depth < 2) extend(union, i + 1, depth + 1);
    }
  };
  extend({ parts: [], value: 0 }, 0, 1);
  return all ? found : [...found, ...runsOf(filled)];
}

function runsOf(atoms: readonly Sum[]): Sum[] {
  return atoms.flatMap((_, from) => {
    const runs: Sum[] = [];
    let run: Sum = { parts: [], value: 0 };
    for (const atom of atoms.slice(from)) {
      run = { parts: [...run.parts, ...atom.parts], value: run.value + atom.value };
      if (!isSmall(run.value)) break;
      runs.push(run);
    }
    return runs;
  });
}
