/** Hashes as words: 32 bits each, the first digits of the hexadecimal form first. */

export type ExactAlgorithm = 'md5' | 'sha1' | 'sha256';
export type Algorithm = ExactAlgorithm | 'pdq';

/** How many words a hash has. */
export const WORDS: Readonly<Record<Algorithm, number>> = { md5: 4, sha1: 5, sha256: 8, pdq: 8 };
export const EXACT: readonly ExactAlgorithm[] = ['md5', 'sha1', 'sha256'];

const DIGITS_A_WORD = 8;
/** What a character that is no digit counts as. */
const NONE = 255;

/** The value of a hexadecimal digit, small or capital, by its code. */
const VALUES = new Uint8Array(128).fill(NONE);
for (let value = 0; value < 16; value++) {
  VALUES[value.toString(16).charCodeAt(0)] = value;
  VALUES[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** Whether that is a hash of the algorithm in hexadecimal digits, small or capital. */
export const isHex = (algorithm: Algorithm, hex: string): boolean =>
  writeWords(algorithm, hex, new Uint32Array(WORDS[algorithm]), 0);

/** Writes the words of a hash from `at` on; false where it is none of that algorithm, and then what stands there is undefined. */
export function writeWords(algorithm: Algorithm, hex: string, into: Uint32Array, at: number): boolean {
  const words = WORDS[algorithm];
  if (hex.length !== words * DIGITS_A_WORD) return false;
  for (let w = 0; w < words; w++) {
    let word = 0;
    for (let d = w * DIGITS_A_WORD; d < (w + 1) * DIGITS_A_WORD; d++) {
      const code = hex.charCodeAt(d);
      const value = code < VALUES.length ? VALUES[code] : NONE;
      if (value === NONE) return false;
      word = (word << 4) | value;
    }
    into[at + w] = word;
  }
  return true;
}

/** The words of a hash; throws a RangeError where it is none of that algorithm. */
export function wordsOf(algorithm: Algorithm, hex: string): Uint32Array {
  const words = new Uint32Array(WORDS[algorithm]);
  if (writeWords(algorithm, hex, words, 0)) return words;
  throw new RangeError(`a hash of ${algorithm} has ${WORDS[algorithm] * DIGITS_A_WORD} hexadecimal digits`);
}

/** Words in hexadecimal digits, small letters. */
export const digitsOf = (words: Uint32Array): string =>
  Array.from(words, (word) => word.toString(16).padStart(DIGITS_A_WORD, '0')).join('');

/** How many of its 32 bits are set. */
export function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
