/** Hashes by the thousand, the same ones for the same seed. */
import { wordsOf } from '../hash-words.ts';

const PDQ_BITS = 256;

/** Numbers of 32 bits (xorshift). */
export function numbers(seed: number): () => number {
  // neighbouring seeds begin far apart; 0 would stay 0
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

export const hexOf = (words: Iterable<number>): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');

/** Any hash of so many words. */
export const anyHash = (next: () => number, words = 8): string => hexOf(Array.from({ length: words }, next));

/** A PDQ hash exactly so many bits from another. */
export function bitsAway(hex: string, bits: number, next: () => number): string {
  const words = wordsOf('pdq', hex);
  const turned = new Set<number>();
  while (turned.size < bits) turned.add(next() % PDQ_BITS);
  for (const bit of turned) words[bit >>> 5] ^= 1 << (bit & 31);
  return hexOf(words);
}
