/**
 * Which figures of a publication are withheld. The rule that holds afterwards: **of every sum from 1 to 4, shown or not, the
 * publication leaves open that it is 1 or less and that it is 4 or more**, to whoever knows everything that was ever published.
 * It holds because for each end there are, on hand and checked number by number, other counts that would have been published in the
 * very same way. The solver only proposes them; where it finds none, everything is withheld.
 */
import { type End, modelOf } from './model.ts';
import { type Figure, isSmall, type Part, SHOWN_MIN, type Sum, type System } from './system.ts';

/** A solver of programmes in LP format: the values of the names in it; null where there are none. */
export type Solve = (text: string) => ((name: string) => number) | null;

export interface Protection {
  /** ids of figures that are withheld */
  readonly withheld: ReadonlySet<string>;
  /** of these, how many are small themselves */
  readonly primary: number;
}

export function protect(system: System, solve: Solve): Protection {
  const primary = system.figures.filter(({ value }) => isSmall(value));
  const withheld = new Set(primary.map(({ id }) => id));
  const small = distinct([...primary, ...system.hidden.filter(({ value }) => isSmall(value))]);
  const asked = small.flatMap((sum) => endsOf(sum).map((end) => ({ sum, end })));
  // others found before may answer a question, too: they stay possible whatever is withheld besides
  const others: ReadonlyMap<Part, number>[] = [];
  for (const { sum, end } of asked) {
    if (others.some((values) => reaches(totalOf(sum, values), end))) continue;
    const shown = system.figures.filter(({ id }) => !withheld.has(id));
    const model = modelOf(system, shown, sum, end);
    const solution = solve(model.text);
    const found = solution === null ? null : model.read(solution);
    const stay = found === null ? [] : shown.filter((figure) => !found.withheld.includes(figure));
    if (found === null || !isPossible(system, stay, sum, end, found.parts)) return everything(system, primary.length);
    for (const { id } of found.withheld) withheld.add(id);
    others.push(found.parts);
  }
  return { withheld, primary: primary.length };
}

const everything = ({ figures }: System, primary: number): Protection => ({
  withheld: new Set(figures.map(({ id }) => id)),
  primary,
});

/** What the sum itself doesn't reach. */
function endsOf({ value }: Sum): End[] {
  return (['low', 'high'] as const).filter((end) => !reaches(value, end));
}

const reaches = (value: number, end: End): boolean => (end === 'low' ? value <= 1 : value >= SHOWN_MIN - 1);

const totalOf = ({ parts }: { parts: readonly Part[] }, values: ReadonlyMap<Part, number>): number =>
  parts.reduce((total, part) => total + (values.get(part) ?? 0), 0);

/** Whether these counts would have been published in the same way. The one thing that protection rests on: exact, and short. */
function isPossible(
  { parts, known, equal }: System,
  shown: readonly Figure[],
  asked: Sum,
  end: End,
  values: ReadonlyMap<Part, number>,
): boolean {
  for (const part of parts.keys()) {
    const value = values.get(part);
    if (value === undefined || !Number.isInteger(value) || value < 0) return false;
  }
  return (
    [...known, ...shown].every((sum) => totalOf(sum, values) === sum.value) &&
    equal.every(([left, right]) => totalOf({ parts: left }, values) === totalOf({ parts: right }, values)) &&
    reaches(totalOf(asked, values), end)
  );
}

function distinct(sums: readonly Sum[]): Sum[] {
  return [...new Map(sums.map((sum) => [[...sum.parts].sort().join('\n'), sum])).values()];
}
