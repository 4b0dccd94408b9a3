/** How long things took, milliseconds. */
export interface Latency {
  p50: number;
  p99: number;
  max: number;
}

/** @param times milliseconds, in any order: they are sorted here */
export function percentiles(times: number[]): Latency {
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), max: percentile(times, 1) };
}

/** @param times as above @param share what part is as quick or quicker: 0.95 */
export function percentile(times: number[], share: number): number {
  times.sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}
