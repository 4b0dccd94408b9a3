/** How long things took, milliseconds. */
export interface Latency {
  p50: number;
  p99: number;
  max: number;
}

/** @param times milliseconds, in any order: they are sorted here */
export function percentiles(times: number[]): Latency {
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
