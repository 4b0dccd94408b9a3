/**
 * A sketch of a text, 32 bits that are nearly the same for texts that are nearly the same (simhash: Charikar, 2002): bit b
 * is set where more of the text's words and neighbouring pairs have bit b set in their hashes than not. A word counts
 * twice, a pair once. The text can't be had back from it.
 */
import type { Hashes } from './hashes.ts';

const BITS = 32;
/** Fewer words than this are said by everybody: they have no sketch. */
export const SKETCHED_WORDS_MIN = 4;
const WORD_COUNTS = 2;

/** Sketches of texts whose bits differ in at most so many are of nearly the same text. Two chance texts do once in 780,000. */
export const SKETCH_DISTANCE_MAX = 3;

const votes = new Int32Array(BITS);

/** The sketch, from 1 to 2^32 - 1; 0 where the text is too short to have one. */
export function sketchOf({ all, words, count }: Hashes): number {
  if (words < SKETCHED_WORDS_MIN) return 0;
  votes.fill(0);
  for (let k = 0; k < count; k++) {
    const hash = all[k] ?? 0;
    const counts = k < words ? WORD_COUNTS : 1;
    for (let bit = 0; bit < BITS; bit++) votes[bit] = (votes[bit] ?? 0) + ((hash >>> bit) & 1 ? counts : -counts);
  }
  let sketch = 0;
  for (let bit = 0; bit < BITS; bit++) if ((votes[bit] ?? 0) > 0) sketch |= 1 << bit;
  return sketch === 0 ? 1 : sketch >>> 0;
}

/** In how many bits two sketches differ. */
export function sketchDistance(a: number, b: number): number {
  let bits = a ^ b;
  let distance = 0;
  while (bits !== 0) {
    bits &= bits - 1;
    distance++;
  }
  return distance;
}
