/**
 * A sketch of a text, 32 bits that are nearly the same for texts that are nearly the same (simhash: Charikar, 2002): bit b
 * is set where more of the text's words and neighbouring pairs have bit b set in their hashes than not. A word counts
 * twice, a pair once. The text can't be had back from it.
 */
import type { Hashes } from './hashes.ts';

/** Fewer words than this are said by everybody: they have no sketch. */
export const SKETCHED_WORDS_MIN = 4;
const WORD_COUNTS = 2;

/** Sketches of texts whose bits differ in at most so many are of nearly the same text. Two chance texts do once in 780,000. */
export const SKETCH_DISTANCE_MAX = 3;

/** Votes are counted for all bits at once, in binary, one plane of bits a digit: this many digits hold every text's votes. */
const PLANES = 10;
const planes = new Int32Array(PLANES);

/** The sketch, from 1 to 2^32 - 1; 0 where the text is too short to have one. */
export function sketchOf({ all, words, count }: Hashes): number {
  if (words < SKETCHED_WORDS_MIN) return 0;
  planes.fill(0);
  for (let k = 0; k < count; k++) {
    let carry = all[k] ?? 0;
    // a word counts twice: its votes go in at the second digit
    for (let digit = k < words ? 1 : 0; carry !== 0; digit++) {
      const plane = planes[digit] ?? 0;
      planes[digit] = plane ^ carry;
      carry &= plane;
    }
  }
  const sketch = above((words * WORD_COUNTS + count - words) >> 1);
  return sketch === 0 ? 1 : sketch >>> 0;
}

/** The bits whose votes are more than so many. */
function above(votes: number): number {
  let more = 0;
  let same = -1;
  for (let digit = PLANES - 1; digit >= 0; digit--) {
    const plane = planes[digit] ?? 0;
    if ((votes >>> digit) & 1) same &= plane;
    else {
      more |= same & plane;
      same &= ~plane;
    }
  }
  return more;
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
