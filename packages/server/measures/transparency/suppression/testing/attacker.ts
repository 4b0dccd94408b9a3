/** Whoever tries every table that agrees with what was published. */
import assert from 'node:assert/strict';
import { isSmall, type Part, type Sum, type System } from '../index.ts';

/** No part of the tables below is larger, and none has to be. */
export const CEILING = 22;

/**
 * The smallest and the largest value that a sum may have, by trying every value of every unknown part. Parts that a single known
 * number gives away are no unknowns; a part is at most as large as a known sum that it is in, or the ceiling.
 */
export function rangeOf(asked: Sum, parts: readonly Part[], known: readonly Sum[], ceiling: number): [number, number] {
  const order = [...parts];
  const at = new Map(order.map((part, i) => [part, i]));
  const sums = known.map(({ parts: of, value }) => ({ last: Math.max(...of.map((p) => at.get(p) ?? 0)), of, value }));
  const left = sums.map(({ value }) => value);
  const inSums = order.map((part) => sums.flatMap(({ of }, s) => (of.includes(part) ? [s] : [])));
  const counts = order.map((part) => asked.parts.includes(part));
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const search = (i: number, total: number): void => {
    if (i === order.length) {
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
      for (const s of of) left[s] -= value;
      search(i + 1, total + (counts[i] ? value : 0));
      for (const s of of) left[s] += value;
      // what is asked can't get wider any more
      if (low <= 1 && high >= 4) return;
    }
  };
  search(0, 0);
  return [low, high];
}

/** An attacker: of every small sum, 1 and 4 must both be left open by what is shown. */
export function assertOpen({ figures, hidden, known, parts }: System, withheld: ReadonlySet<string>): void {
  const shown = [...known, ...figures.filter(({ id }) => !withheld.has(id))];
  for (const figure of figures) if (isSmall(figure.value)) assert.ok(withheld.has(figure.id), `${figure.id} is shown`);
  for (const sum of [...figures, ...hidden]) {
    if (!isSmall(sum.value)) continue;
    const [low, high] = rangeOf(sum, [...parts.keys()], shown, CEILING);
    assert.ok(low <= 1 && high >= 4, `${sum.parts.join(' ')} is ${low} to ${high}`);
  }
}
