/** Thresholds from the scores of those who are no offenders: so that no more than a budget of them is alerted. */

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

/** The least 32-bit number above another: scores are kept as such, and ties must not pass together. */
export function above(score: number): number {
  const float = new Float32Array([score]);
  const bits = new Uint32Array(float.buffer);
  bits[0] = (bits[0] ?? 0) + 1;
  return score <= 0 ? Number.MIN_VALUE : (float[0] ?? score);
}
