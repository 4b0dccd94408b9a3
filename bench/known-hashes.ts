/** Known PDQ hashes by the million, the same ones for the same seed; what resembles them; and looking at each, many at a time. */
import type { KnownHash } from '../packages/server/media/matching/index.ts';
import { numbers } from '../packages/server/media/matching/testing/hashes.ts';

const WORDS = 8;
const BITS = 256;
/** So many are told at a time, as a list is read. */
const PART = 5_000;
/** One in so many is near the one before it, as lists have pictures that were saved anew. */
const ONE_IN_NEAR = 10;
/** Those are up to so many bits away: within the threshold, and past it. */
const NEAR_BITS = 48;

/** Four digits of every half word: putting hashes together takes long enough for ten million. */
const FOUR_DIGITS = Array.from({ length: 0x10000 }, (_, half) => half.toString(16).padStart(4, '0'));

export function hexOf(words: Uint32Array): string {
  let hex = '';
  for (const word of words) hex += FOUR_DIGITS[word >>> 16] + FOUR_DIGITS[word & 0xffff];
  return hex;
}

function turnBits(words: Uint32Array, bits: number, next: () => number): void {
  const turned = new Set<number>();
  while (turned.size < bits) turned.add(next() % BITS);
  for (const bit of turned) words[bit >>> 5] ^= 1 << (bit & 31);
}

/** Hashes by any numbers, and among them some near others; entries count from 0. */
export function* knownHashes(count: number, seed: number): Generator<KnownHash[]> {
  const next = numbers(seed);
  const words = new Uint32Array(WORDS);
  for (let from = 0; from < count; from += PART) {
    yield Array.from({ length: Math.min(PART, count - from) }, (_, i) => {
      if (next() % ONE_IN_NEAR === 0) turnBits(words, next() % NEAR_BITS, next);
      else for (let w = 0; w < WORDS; w++) words[w] = next();
      return { algorithm: 'pdq', hex: hexOf(words), entry: from + i };
    });
  }
}

/** Half of them near a known hash (0 to NEAR_BITS bits away), half of them near none, in turns. */
export function queriesOf(known: Uint32Array, count: number, seed: number): Uint32Array[] {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, i) => {
    const words = Uint32Array.from({ length: WORDS }, next);
    if (i % 2 === 1) return words;
    const row = next() % (known.length / WORDS);
    words.set(known.subarray(row * WORDS, (row + 1) * WORDS));
    turnBits(words, next() % NEAR_BITS, next);
    return words;
  });
}

const bitsOf = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/**
 * For each query, the rows at most `threshold` bits away and how far, by looking at every row for every query. A row is read
 * once for all queries, and three words are counted by two (what is set in one or three of them, and in two or three): ten
 * times as fast as one query after another. It has nothing in common with what it is held against.
 */
export function lookAtAll(
  known: Uint32Array,
  queries: readonly Uint32Array[],
  threshold: number,
): Map<number, number>[] {
  const found = queries.map(() => new Map<number, number>());
  const asked = new Uint32Array(queries.length * WORDS);
  queries.forEach((words, q) => {
    asked.set(words, q * WORDS);
  });
  for (let row = 0; row < known.length; row += WORDS) {
    const [k0, k1, k2] = [known[row], known[row + 1], known[row + 2]];
    for (let q = 0; q < asked.length; q += WORDS) {
      const a = k0 ^ asked[q];
      const b = k1 ^ asked[q + 1];
      const c = k2 ^ asked[q + 2];
      const odd = a ^ b ^ c;
      const two = (a & b) | (c & (a ^ b));
      let distance = bitsOf(odd) + 2 * bitsOf(two);
      if (distance > threshold) continue;
      for (let w = 3; w < WORDS; w++) distance += bitsOf(known[row + w] ^ asked[q + w]);
      if (distance <= threshold) found[q / WORDS].set(row / WORDS, distance);
    }
  }
  return found;
}
