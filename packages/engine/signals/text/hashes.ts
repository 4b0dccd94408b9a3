/** Numbers for folded words and pairs of them: what the model and the sketch see of a text. */
import type { Folded } from './fold.ts';

/** So many words of a text are hashed: what comes after changes neither what it is like nor what it resembles. */
export const HASHED_WORDS_MAX = 128;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Spreads a number over all 32 bits (the finisher of MurmurHash3, public domain). */
function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The hashes of a text, in buffers that hold until the next. */
export class Hashes {
  /** words first, then pairs of neighbours (the beginning and the end are neighbours too) */
  readonly all = new Int32Array(2 * HASHED_WORDS_MAX + 1);
  /** how many of `all` are of words */
  words = 0;
  count = 0;

  /** FNV-1a over each word's units, mixed; a pair is its two words' hashes, one turned, mixed again. */
  of({ units, starts, ends, words }: Folded): this {
    const { all } = this;
    const hashed = Math.min(words, HASHED_WORDS_MAX);
    for (let w = 0; w < hashed; w++) {
      let hash = FNV_OFFSET;
      const end = ends[w] ?? 0;
      for (let i = starts[w] ?? 0; i < end; i++) hash = Math.imul(hash ^ (units[i] ?? 0), FNV_PRIME);
      all[w] = mixed(hash);
    }
    let count = hashed;
    let before = 0;
    for (let w = 0; w < hashed; w++) {
      const hash = all[w] ?? 0;
      all[count++] = mixed(((before << 5) | (before >>> 27)) ^ hash ^ FNV_PRIME);
      before = hash;
    }
    if (hashed > 0) all[count++] = mixed(((before << 5) | (before >>> 27)) ^ FNV_PRIME);
    this.words = hashed;
    this.count = count;
    return this;
  }
}
