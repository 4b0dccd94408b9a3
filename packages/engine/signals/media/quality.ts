/** How much there is to tell a picture by: from 0, one colour all over, to 100. PDQ hashes of little quality match by chance. */
import { SHRUNK } from './shrink.ts';

/** Brightness goes from 0 to this. */
const BRIGHTEST = 255;
/** Steps from one place to the next, in hundredths of the whole range, that are worth one of quality: the paper's figure. */
const STEPS_A_QUALITY = 90;
/** Past so much, more says nothing: the paper's figure, too. */
const QUALITY_MAX = 100;

/** From a picture shrunk to 64 by 64. Steps of less than a hundredth of the range count nothing. */
export function qualityOf(shrunk: Float64Array): number {
  let steps = 0;
  for (let y = 0; y < SHRUNK; y++) {
    for (let x = 0; x < SHRUNK; x++) {
      const at = y * SHRUNK + x;
      if (x + 1 < SHRUNK) steps += step(shrunk[at], shrunk[at + 1]);
      if (y + 1 < SHRUNK) steps += step(shrunk[at], shrunk[at + SHRUNK]);
    }
  }
  return Math.min(QUALITY_MAX, Math.floor(steps / STEPS_A_QUALITY));
}

const step = (a: number, b: number): number => Math.floor((Math.abs(a - b) * 100) / BRIGHTEST);
