/** How sure it is that two shares differ. */

/** The 97.5th percentile of the normal distribution: an interval of 95 %. */
const Z = 1.959_963_985;

export interface Share {
  count: number;
  of: number;
}

/** Wilson's score interval of a share. */
function wilson({ count, of }: Share): { low: number; high: number } {
  const p = count / of;
  const mid = p + (Z * Z) / (2 * of);
  const half = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const whole = 1 + (Z * Z) / of;
  return { low: (mid - half) / whole, high: (mid + half) / whole };
}

/**
 * The first share less the second, and where that lies with 95 % confidence: Newcombe, Statistics in Medicine 17 (1998),
 * 873-890, method 10. It needs no counts that are large, as the usual formula does. null where one is a share of nothing.
 */
export function differenceOf(a: Share, b: Share): { difference: number; low: number; high: number } | null {
  if (a.of === 0 || b.of === 0) return null;
  const [pa, pb] = [a.count / a.of, b.count / b.of];
  const [wa, wb] = [wilson(a), wilson(b)];
  const difference = pa - pb;
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(pa - wa.low, wb.high - pb)),
    high: Math.min(1, difference + Math.hypot(wa.high - pa, pb - wb.low)),
  };
}
