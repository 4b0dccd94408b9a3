/** The sixteen lowest frequencies of a shrunk picture along each direction (a discrete cosine transform, DCT-II, in part). */
import { SHRUNK } from './shrink.ts';

/** Frequencies along a direction. The mean (frequency 0) is left out: how bright a picture is on the whole says nothing. */
export const FREQUENCIES = 16;

/** One row a frequency, from 1 on. */
const WAVES = new Float64Array(FREQUENCIES * SHRUNK);
for (let f = 0; f < FREQUENCIES; f++) {
  for (let x = 0; x < SHRUNK; x++) {
    WAVES[f * SHRUNK + x] = Math.sqrt(2 / SHRUNK) * Math.cos((Math.PI / (2 * SHRUNK)) * (f + 1) * (2 * x + 1));
  }
}

/** 16 by 16 coefficients, row after row: a row for each frequency from top to bottom, in it those from left to right. */
export function transform(shrunk: Float64Array): Float64Array {
  const half = new Float64Array(FREQUENCIES * SHRUNK);
  for (let f = 0; f < FREQUENCIES; f++) {
    for (let y = 0; y < SHRUNK; y++) {
      const wave = WAVES[f * SHRUNK + y];
      for (let x = 0; x < SHRUNK; x++) half[f * SHRUNK + x] += wave * shrunk[y * SHRUNK + x];
    }
  }
  const coefficients = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let f = 0; f < FREQUENCIES; f++) {
    for (let g = 0; g < FREQUENCIES; g++) {
      let sum = 0;
      for (let x = 0; x < SHRUNK; x++) sum += half[f * SHRUNK + x] * WAVES[g * SHRUNK + x];
      coefficients[f * FREQUENCIES + g] = sum;
    }
  }
  return coefficients;
}
