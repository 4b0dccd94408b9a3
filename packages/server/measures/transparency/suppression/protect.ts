/**
 * Which figures of a publication are withheld. The rule that holds afterwards: **of every sum from 1 to 4, shown or not, the
 * publication leaves open that it is 1 or less and that it is 4 or more**, to whoever knows everything that was ever published,
 * and that what is listed or withheld is never 0. (A sum of several listed numbers is at least as much as they are: of it that
 * least is left open in place of 1.) It holds because for each end there are, on hand and checked number by number, other counts
 * that agree with all that. The solver only proposes them; where it finds none, nothing at all is published of these figures, not
 * even which there are.
 */
import { type End, modelOf } from './model.ts';
import { type Figure, isSmall, knownSome, type Part, SHOWN_MIN, type Sum, type System } from './system.ts';
import { twinsOf } from './twins.ts';

/** Questions that the solver is asked of figures that are protected together: more would be hours, and then nothing is published of them. */
export const QUESTIONS_MAX = 600;

/** A solver of programmes in LP format: the values of the names in it; null where there are none. */
export type Solve = (text: string) => ((name: string) => number) | null;

export interface Protection {
  /** ids of figures that are withheld */
  readonly withheld: ReadonlySet<string>;
  /** of these, how many are small themselves */
  readonly primary: number;
  /** nothing else would have been safe: not even rows are listed */
  readonly nothing: boolean;
}

export function protect(system: System, solve: Solve): Protection {
  const primary = system.figures.filter(({ value }) => isSmall(value));
  const withheld = new Set(primary.map(({ id }) => id));
  const small = distinct([...primary, ...system.hidden.filter(({ value }) => isSmall(value))]);
  const filled = knownSome(system);
  const asked = small.flatMap((sum) => endsOf(system, filled, sum).map((end) => ({ sum, end })));
  const mayByTwins = twinsOf(system);
  let questions = 0;
  // others found before may answer a question, too: they stay possible whatever is withheld besides
  const others: ReadonlyMap<Part, number>[] = [];
  for (const { sum, end } of asked) {
    if (mayByTwins(sum, end) || others.some((values) => reaches(totalOf(sum, values), end))) continue;
    if (++questions > QUESTIONS_MAX) return everything(system, primary.length);
    const shown = system.figures.filter(({ id }) => !withheld.has(id));
    const model = modelOf(system, shown, sum, end);
    const solution = solve(model.text);
    const found = solution === null ? null : model.read(solution);
    const stay = found === null ? [] : shown.filter((figure) => !found.withheld.includes(figure));
    if (found === null || !isPossible(system, stay, sum, end, found.parts)) return everything(system, primary.length);
    for (const { id } of found.withheld) withheld.add(id);
    others.push(found.parts);
  }
  return { withheld, primary: primary.length, nothing: false };
}

const everything = ({ figures }: System, primary: number): Protection => ({
  withheld: new Set(figures.map(({ id }) => id)),
  ...{ primary, nothing: true },
});

/** What the sum itself doesn't reach. */
function endsOf(system: System, filled: readonly Sum[], sum: Sum): End[] {
  const ends: End[] = [
    { side: 'low', to: Math.max(1, leastOf(system, filled, sum)) },
    { side: 'high', to: SHOWN_MIN - 1 },
  ];
  return ends.filter((end) => !reaches(sum.value, end));
}

/** How much a small sum is at least, as none of the listed numbers in it is 0: the fewest of its parts that are in all of them. */
function leastOf(system: System, filled: readonly Sum[], sum: Sum): number {
  const within = filled.filter((some) => some.parts.every((part) => sum.parts.includes(part)));
  // of a small sum no more than 4 parts aren't 0
  const parts = sum.parts.filter((part) => (system.parts.get(part) ?? 0) > 0);
  let sets: Part[][] = [[]];
  for (const part of parts) sets = sets.flatMap((set) => [set, [...set, part]]);
  const hit = sets.filter((set) => within.every((some) => some.parts.some((part) => set.includes(part))));
  return Math.min(...hit.map((set) => set.length));
}

const reaches = (value: number, { side, to }: End): boolean => (side === 'low' ? value <= to : value >= to);

const totalOf = ({ parts }: { parts: readonly Part[] }, values: ReadonlyMap<Part, number>): number =>
  parts.reduce((total, part) => total + (values.get(part) ?? 0), 0);

/** Whether these counts agree with all that the public knows then. The one thing that protection rests on: exact, and short. */
function isPossible(
  system: System,
  shown: readonly Figure[],
  asked: Sum,
  end: End,
  values: ReadonlyMap<Part, number>,
): boolean {
  const { parts, known, equal } = system;
  for (const part of parts.keys()) {
    const value = values.get(part);
    if (value === undefined || !Number.isInteger(value) || value < 0) return false;
  }
  return (
    [...known, ...shown].every((sum) => totalOf(sum, values) === sum.value) &&
    knownSome(system).every((sum) => totalOf(sum, values) >= 1) &&
    equal.every(([left, right]) => totalOf({ parts: left }, values) === totalOf({ parts: right }, values)) &&
    reaches(totalOf(asked, values), end)
  );
}

function distinct(sums: readonly Sum[]): Sum[] {
  return [...new Map(sums.map((sum) => [[...sum.parts].sort().join('\n'), sum])).values()];
}
