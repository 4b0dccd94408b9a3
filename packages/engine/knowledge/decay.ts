/** Values that fade: halved after every half-life. Kept to 32-bit floats, so that a row reads back as it was written. */
import type { Seconds } from './account.ts';

/** What is left of a value after a time; whole where no time passed or the clock went back. */
export function faded(value: number, elapsed: Seconds, halfLife: Seconds): number {
  if (value === 0 || elapsed <= 0) return value;
  return Math.fround(value * 2 ** (-elapsed / halfLife));
}
