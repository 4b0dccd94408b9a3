/** A share with its 95 % interval after Wilson (1927), which holds near 0 and 1 and for small numbers. */
export interface Share {
  of: number;
  count: number;
  /** null where there is nothing to take a share of */
  share: number | null;
  low: number;
  high: number;
}

const Z = 1.959964;

export function shareOf(count: number, of: number): Share {
  if (of === 0) return { of, count, share: null, low: 0, high: 1 };
  const p = count / of;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { of, count, share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
