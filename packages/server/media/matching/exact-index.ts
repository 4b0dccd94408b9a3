/**
 * Finds a hash of MD5, SHA-1 or SHA-256 among known ones. Their bits are as good as random, so the first ones alone part them
 * into groups of a row or two, and finding is reading one group.
 */
import { countGroups, placeRows } from './groups.ts';
import { Rows, type SharedRows } from './rows.ts';

/** So many groups at most, as a power of two: 64 MB of starts, enough for tens of millions of hashes. */
const GROUP_BITS_MAX = 24;

export interface SharedExactIndex {
  rows: SharedRows;
  /** how many of the first bits part the rows */
  bits: number;
  starts: SharedArrayBuffer;
  order: SharedArrayBuffer;
}

export class ExactIndex {
  readonly shared: SharedExactIndex;
  readonly #rows: Rows;
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;

  constructor(shared: SharedExactIndex) {
    this.shared = shared;
    this.#rows = new Rows(shared.rows);
    this.#starts = new Uint32Array(shared.starts);
    this.#order = new Uint32Array(shared.order);
  }

  static build(rows: Rows): ExactIndex {
    const bits = Math.min(GROUP_BITS_MAX, Math.ceil(Math.log2(rows.count + 1)));
    const starts = new Uint32Array(new SharedArrayBuffer((2 ** bits + 1) * Uint32Array.BYTES_PER_ELEMENT));
    const order = new Uint32Array(new SharedArrayBuffer(rows.count * Uint32Array.BYTES_PER_ELEMENT));
    const key = (row: number): number => groupOf(rows.hashes[row * rows.width], bits);
    countGroups(rows.count, key, starts);
    placeRows(rows.count, key, starts, (row, place) => {
      order[place] = row;
    });
    return new ExactIndex({ rows: rows.shared, bits, starts: starts.buffer, order: order.buffer });
  }

  /** The rows that have this hash and were not removed. */
  find(words: Uint32Array): number[] {
    const group = groupOf(words[0], this.shared.bits);
    const found: number[] = [];
    for (let at = this.#starts[group]; at < this.#starts[group + 1]; at++) {
      const row = this.#order[at];
      if (this.#rows.isSame(row, words) && !this.#rows.isRemoved(row)) found.push(row);
    }
    return found;
  }

  get rows(): Rows {
    return this.#rows;
  }

  get bytes(): number {
    return this.#rows.bytes + this.shared.starts.byteLength + this.shared.order.byteLength;
  }
}

/** The first bits of a hash; a shift by 32 would be none. */
const groupOf = (word: number, bits: number): number => (bits === 0 ? 0 : word >>> (32 - bits));
