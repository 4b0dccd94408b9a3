/** Known hashes of one algorithm, one row each, in memory that threads share. */
import { type Algorithm, WORDS } from './hash-words.ts';

const BITS_A_MARK = 32;

/** What threads hand to each other. */
export interface SharedRows {
  algorithm: Algorithm;
  count: number;
  /** the words of each hash, one after another */
  hashes: SharedArrayBuffer;
  /** the entry of each, four bytes */
  entries: SharedArrayBuffer;
  /** a bit a row: whether it was removed */
  removed: SharedArrayBuffer;
}

export class Rows {
  readonly shared: SharedRows;
  readonly count: number;
  /** words a row */
  readonly width: number;
  readonly hashes: Uint32Array;
  readonly entries: Uint32Array;
  readonly #removed: Uint32Array;

  constructor(shared: SharedRows) {
    this.shared = shared;
    this.count = shared.count;
    this.width = WORDS[shared.algorithm];
    this.hashes = new Uint32Array(shared.hashes);
    this.entries = new Uint32Array(shared.entries);
    this.#removed = new Uint32Array(shared.removed);
  }

  /** Room for so many rows, all zero. */
  static of(algorithm: Algorithm, count: number): Rows {
    return new Rows({
      algorithm,
      count,
      hashes: new SharedArrayBuffer(count * WORDS[algorithm] * Uint32Array.BYTES_PER_ELEMENT),
      entries: new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT),
      removed: new SharedArrayBuffer(Math.ceil(count / BITS_A_MARK) * Uint32Array.BYTES_PER_ELEMENT),
    });
  }

  isRemoved(row: number): boolean {
    return ((this.#removed[row >>> 5] >>> (row & 31)) & 1) === 1;
  }

  /** Marks a row for every thread. False where it was marked before. */
  remove(row: number): boolean {
    const bit = (1 << (row & 31)) >>> 0;
    return (Atomics.or(this.#removed, row >>> 5, bit) & bit) === 0;
  }

  isSame(row: number, words: Uint32Array): boolean {
    const from = row * this.width;
    for (let w = 0; w < this.width; w++) if (this.hashes[from + w] !== words[w]) return false;
    return true;
  }

  get bytes(): number {
    const { hashes, entries, removed } = this.shared;
    return hashes.byteLength + entries.byteLength + removed.byteLength;
  }
}
