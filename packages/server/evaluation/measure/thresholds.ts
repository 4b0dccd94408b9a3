/** Thresholds from the scores of those who are no offenders: so that no more than a budget of them is alerted. */
import type { Climb } from '../observe/raised.ts';

/** Scores of active account-days of accounts that are no offenders, in falling order: cut at a budget. */
export function thresholdAt(falling: ArrayLike<number>, budget: number): number {
  return thresholdAfter(falling, allowedAt(falling, budget));
}

/** How many of these scores a budget allows to be alerted. */
export const allowedAt = (falling: ArrayLike<number>, budget: number): number => Math.floor(falling.length * budget);

/** The threshold that so many reach at most. */
export function thresholdAfter(falling: ArrayLike<number>, allowed: number): number {
  // the first that may not be alerted: an alert needs more
  return above(falling[allowed] ?? 0);
}

/**
 * The threshold from which on no more than so many climbs go past any: of each account-day those that don't touch each other
 * count, so it is so many days. At a lower one fewer may rise, since they stay above.
 */
export function thresholdRaising(climbs: readonly Climb[], allowed: number): number {
  const steps = climbs.flatMap(({ from, to }) => [
    { at: to, by: 1 },
    { at: from, by: -1 },
  ]);
  steps.sort((a, b) => b.at - a.at);
  let count = 0;
  for (const [i, { at, by }] of steps.entries()) {
    count += by;
    // all that happens at one score happens together
    if (steps[i + 1]?.at !== at && count > allowed) return above(at);
  }
  return above(0);
}

/** The least 32-bit number above another: scores are kept as such, and ties must not pass together. */
export function above(score: number): number {
  const float = new Float32Array([score]);
  const bits = new Uint32Array(float.buffer);
  bits[0] = (bits[0] ?? 0) + 1;
  return score <= 0 ? Number.MIN_VALUE : (float[0] ?? score);
}
