/**
 * Answers without a solver whether a small sum may be something else: what stands in the very same sums can be told apart by nobody,
 * so what is taken from one may be given to another, and no sum of the system becomes another by that. That is how nearly all of the
 * categories are that stand together in one row.
 */
import { type End, unknownsOf } from './model.ts';
import type { Part, Sum, System } from './system.ts';

/** Whether parts may be exchanged with others outside the sum so that it reaches its end: every sum of the system stays what it is. */
export function twinsOf({ parts, known, some, equal, figures }: System): (sum: Sum, end: End) => boolean {
  const sides = equal.flatMap(([left, right]) => [{ parts: left }, { parts: right }]);
  const groups = unknownsOf(parts.keys(), [...known, ...some, ...figures, ...sides]);
  const groupOf = new Map(groups.flatMap((group, i) => group.map((part) => [part, i] as const)));
  const totals = groups.map((group) => sumOf(parts, group));
  return (sum, { side, to }) => {
    const inside = new Map<number, Part[]>();
    for (const part of sum.parts) {
      const group = groupOf.get(part) ?? -1;
      inside.set(group, [...(inside.get(group) ?? []), part]);
    }
    // what can be given away to twins outside the sum, or taken from them
    let movable = 0;
    for (const [group, own] of inside) {
      if ((groups[group]?.length ?? 0) === own.length) continue;
      const within = sumOf(parts, own);
      movable += side === 'low' ? within : (totals[group] ?? 0) - within;
    }
    return side === 'low' ? sum.value - movable <= to : sum.value + movable >= to;
  };
}

const sumOf = (parts: ReadonlyMap<Part, number>, of: readonly Part[]): number =>
  of.reduce((total, part) => total + (parts.get(part) ?? 0), 0);
