/** Whoever tries every table that agrees with what was published. */
import assert from 'node:assert/strict';
import { isSmall, type Part, type Protection, type Sum, type System } from '../index.ts';

/** No part of the tables below is larger, and none has to be. */
const CEILING = 22;

/**
 * The smallest and the largest value that a sum may have, by trying every value of every unknown part: those that agree with what
 * is known, and with which none of `some` is 0. A part is at most as large as a known sum that it is in, or the ceiling.
 * @param enough the search ends where the smallest is no more than that, and the largest 4 or more
 */
export function rangeOf(
  asked: Sum,
  parts: readonly Part[],
  known: readonly Sum[],
  some: readonly Sum[] = [],
  ceiling = CEILING,
  enough = 1,
): [number, number] {
  // those asked for come last, so that they are tried first
  const order = [...parts.filter((p) => !asked.parts.includes(p)), ...asked.parts];
  const at = new Map(order.map((part, i) => [part, i]));
  const last = (of: readonly Part[]): number => Math.max(...of.map((p) => at.get(p) ?? 0));
  const sums = known.map(({ parts: of, value }) => ({ last: last(of), of, value }));
  const left = sums.map(({ value }) => value);
  const inSums = order.map((part) => sums.flatMap(({ of }, s) => (of.includes(part) ? [s] : [])));
  const filled = order.map((_, i) => some.filter(({ parts: of }) => last(of) === i).map(({ parts: of }) => of));
  const counts = order.map((part) => asked.parts.includes(part));
  const values = new Map<Part, number>();
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const search = (i: number, total: number): void => {
    const part = order[i];
    if (part === undefined) {
      low = Math.min(low, total);
      high = Math.max(high, total);
      return;
    }
    const of = inSums[i] ?? [];
    const most = Math.min(ceiling, ...of.map((s) => left[s] ?? 0));
    const closing = of.filter((s) => sums[s]?.last === i);
    const least = Math.max(0, ...closing.map((s) => left[s] ?? 0));
    for (let value = least; value <= most; value++) {
      if (closing.some((s) => left[s] !== value)) continue;
      values.set(part, value);
      if (filled[i]?.some((one) => one.every((p) => values.get(p) === 0))) continue;
      for (const s of of) left[s] -= value;
      search(i + 1, total + (counts[i] ? value : 0));
      for (const s of of) left[s] += value;
      // it is as wide as it has to be
      if (low <= enough && high >= 4) return;
    }
  };
  search(0, 0);
  return [low, high];
}

/** Each of a table's numbers is known not to be 0 where it is withheld: all that are not 0, as those that are shown are known. */
export const notNone = (sums: readonly Sum[]): Sum[] => sums.filter(({ value }) => value > 0);

/**
 * An attacker, who knows that nothing withheld is 0: of every small sum, 4 and 1 must both be left open by what is shown; or in
 * place of 1 what the withheld numbers within it are at least.
 */
export function assertOpen(system: System, { withheld, nothing }: Pick<Protection, 'withheld' | 'nothing'>): void {
  const { figures, hidden, known, parts } = system;
  const shown = [...known, ...figures.filter(({ id }) => !withheld.has(id))];
  const some = notNone(nothing ? system.some : [...system.some, ...figures]);
  for (const figure of figures) if (isSmall(figure.value)) assert.ok(withheld.has(figure.id), `${figure.id} is shown`);
  for (const sum of [...figures, ...hidden]) {
    if (!isSmall(sum.value)) continue;
    const within = some.filter((one) => one.parts.every((part) => sum.parts.includes(part)));
    const zero = shown.filter(({ value }) => value === 0);
    const own = zero.flatMap((one) => one.parts).filter((part) => sum.parts.includes(part));
    const [least] = rangeOf(sum, sum.parts, [...own.map((part) => ({ parts: [part], value: 0 }))], within, 4);
    const enough = Math.max(1, least);
    const [low, high] = rangeOf(sum, [...parts.keys()], shown, some, CEILING, enough);
    assert.ok(low <= enough && high >= 4, `${sum.parts.join(' ')} is ${low} to ${high}`);
  }
}
