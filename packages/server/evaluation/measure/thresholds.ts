/** Thresholds from the scores of those who are no offenders: so that no more than a budget of them is alerted. */

/** Scores of active account-days of accounts that are no offenders, in falling order: cut at a budget. */
export function thresholdAt(falling: ArrayLike<number>, budget: number): number {
  const allowed = Math.floor(falling.length * budget);
  const next = falling[allowed] ?? 0;
  // the first that may not be alerted: an alert needs more
  return above(next);
}

/** The least 32-bit number above another: scores are kept as such, and ties must not pass together. */
export function above(score: number): number {
  const float = new Float32Array([score]);
  const bits = new Uint32Array(float.buffer);
  bits[0] = (bits[0] ?? 0) + 1;
  return score <= 0 ? Number.MIN_VALUE : (float[0] ?? score);
}
