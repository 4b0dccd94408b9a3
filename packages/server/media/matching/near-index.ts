/**
 * Finds every known PDQ hash at most so many bits from a given one, by multi-index hashing in two steps (M. Norouzi, A. Punjani,
 * D. Fleet: Fast exact search in Hamming space with multi-index hashing, 2014).
 *
 * 256 bits are eight words. Two hashes at most 31 bits apart are at most three bits apart in one of the words: were it four in
 * each, it would be 32. Of that word, one half is then at most one bit apart: were it two in both, it would be four. So hashes
 * are grouped by each half of each word, sixteen times, and a search reads the group of its own half and of the sixteen halves
 * that are one bit away. Beside each row a group holds the word's other half, so that the rows of a group are told apart by
 * reading on and on: one of 200 has a word that is near enough, and only for those the whole hash is looked up in memory.
 */
import { countGroups, placeRows } from './groups.ts';
import { bitsOf } from './hash-words.ts';
import { Rows, type SharedRows } from './rows.ts';

/** Bits that a search may allow, at most: with more, four bits in each word would be let through. */
export const THRESHOLD_MAX = 31;
/** Rows that a search gives at most: whatever resembles so many known pictures is known. */
export const MATCHES_MAX = 10_000;

const WORDS = 8;
const TABLES = 2 * WORDS;
const HALF_BITS = 16;
const HALF = 0xffff;
const KEYS = 2 ** HALF_BITS;
const STARTS_A_TABLE = KEYS + 1;

/** Throws a RangeError for a threshold that the index can't promise to find everything for. */
export function checkThreshold(threshold: number): void {
  if (Number.isInteger(threshold) && threshold >= 0 && threshold <= THRESHOLD_MAX) return;
  throw new RangeError(`a threshold is a whole number of bits from 0 to ${THRESHOLD_MAX}`);
}

export interface SharedNearIndex {
  rows: SharedRows;
  starts: SharedArrayBuffer;
  order: SharedArrayBuffer;
  others: SharedArrayBuffer;
}

export interface Near {
  row: number;
  distance: number;
}

export class NearIndex {
  readonly shared: SharedNearIndex;
  readonly rows: Rows;
  readonly #starts: Uint32Array;
  /** rows, table after table, group after group */
  readonly #order: Uint32Array;
  /** the other half of the word of each of them */
  readonly #others: Uint16Array;

  constructor(shared: SharedNearIndex) {
    this.shared = shared;
    this.rows = new Rows(shared.rows);
    this.#starts = new Uint32Array(shared.starts);
    this.#order = new Uint32Array(shared.order);
    this.#others = new Uint16Array(shared.others);
  }

  /** Takes some seconds for ten million rows, so in a thread of its own. */
  static build(rows: Rows): NearIndex {
    const { count, hashes } = rows;
    const starts = new Uint32Array(new SharedArrayBuffer(TABLES * STARTS_A_TABLE * Uint32Array.BYTES_PER_ELEMENT));
    const order = new Uint32Array(new SharedArrayBuffer(TABLES * count * Uint32Array.BYTES_PER_ELEMENT));
    const others = new Uint16Array(new SharedArrayBuffer(TABLES * count * Uint16Array.BYTES_PER_ELEMENT));
    for (let table = 0; table < TABLES; table++) {
      const word = table >>> 1;
      const [own, other] = (table & 1) === 0 ? [HALF_BITS, 0] : [0, HALF_BITS];
      const key = (row: number): number => (hashes[row * WORDS + word] >>> own) & HALF;
      const of = starts.subarray(table * STARTS_A_TABLE, (table + 1) * STARTS_A_TABLE);
      countGroups(count, key, of);
      const base = table * count;
      placeRows(count, key, of, (row, place) => {
        order[base + place] = row;
        others[base + place] = (hashes[row * WORDS + word] >>> other) & HALF;
      });
    }
    return new NearIndex({ rows: rows.shared, starts: starts.buffer, order: order.buffer, others: others.buffer });
  }

  /** Every row at most `threshold` bits from these words that was not removed, in no order; MATCHES_MAX at most. */
  find(words: Uint32Array, threshold: number): Near[] {
    const search = new Search(words, threshold);
    for (let word = 0; word < WORDS; word++) {
      const radius = search.radii[word];
      if (radius < 0) continue;
      const [high, low] = [words[word] >>> HALF_BITS, words[word] & HALF];
      // the high half is near
      this.#read(search, word, 0, high, low, 0, radius);
      if (radius >= 1) this.#readAround(search, word, 0, high, low, 0, radius - 1);
      // the low half is near, and the high half isn't: those were read above
      if (radius >= 2) this.#read(search, word, 1, low, high, 2, radius);
      if (radius >= 3) this.#readAround(search, word, 1, low, high, 2, radius - 1);
    }
    return search.found;
  }

  #readAround(
    search: Search,
    word: number,
    half: 0 | 1,
    key: number,
    other: number,
    least: number,
    most: number,
  ): void {
    for (let bit = 0; bit < HALF_BITS; bit++) this.#read(search, word, half, key ^ (1 << bit), other, least, most);
  }

  /** Looks at the rows of one group whose other half is `least` to `most` bits from the given one. */
  #read(search: Search, word: number, half: 0 | 1, key: number, other: number, least: number, most: number): void {
    const table = word * 2 + half;
    const others = this.#others;
    const base = table * this.rows.count;
    const end = base + this.#starts[table * STARTS_A_TABLE + key + 1];
    for (let at = base + this.#starts[table * STARTS_A_TABLE + key]; at < end; at++) {
      const bits = bitsOf(others[at] ^ other);
      if (bits <= most && bits >= least) search.look(this.rows, this.#order[at], word);
    }
  }

  get bytes(): number {
    const { starts, order, others } = this.shared;
    return this.rows.bytes + starts.byteLength + order.byteLength + others.byteLength;
  }
}

/** One search, and what it has found so far. */
class Search {
  readonly #words: Uint32Array;
  readonly #threshold: number;
  /** how far each word may be off for a row to be found by it; -1: not at all */
  readonly radii: readonly number[];
  readonly found: Near[] = [];

  constructor(words: Uint32Array, threshold: number) {
    this.#words = words;
    this.#threshold = threshold;
    // the radii and one each add up to one more than the threshold, so not every word can be past its radius
    this.radii = Array.from({ length: WORDS }, (_, word) => Math.floor((threshold + WORDS - word) / WORDS) - 1);
  }

  /** Looks at a row that was found by a word. */
  look(rows: Rows, row: number, by: number): void {
    let distance = 0;
    for (let word = 0; word < WORDS; word++) {
      const bits = bitsOf(rows.hashes[row * WORDS + word] ^ this.#words[word]);
      // it was found by that word already
      if (word < by && bits <= this.radii[word]) return;
      distance += bits;
      if (distance > this.#threshold) return;
    }
    if (this.found.length < MATCHES_MAX && !rows.isRemoved(row)) this.found.push({ row, distance });
  }
}
