/** The value below which a share of the sorted values lies; null where there are none. */
export function quantile(rising: readonly number[], share: number): number | null {
  return rising[Math.min(rising.length - 1, Math.floor(rising.length * share))] ?? null;
}

export interface Quartiles {
  quarter: number | null;
  median: number | null;
  threeQuarters: number | null;
}

export function quartilesOf(values: readonly number[]): Quartiles {
  const rising = [...values].sort((a, b) => a - b);
  return { quarter: quantile(rising, 0.25), median: quantile(rising, 0.5), threeQuarters: quantile(rising, 0.75) };
}
