/**
 * The rows that a block of events changed, as they became, in the order they were written: what the log keeps so that
 * a start can bring older copies of knowledge up to date. 32-bit words, little-endian: for a row its table's number,
 * its slot and its words; for a string BYTES, where it goes, its length in bytes, and the bytes padded to words.
 */
import type { Strings } from './strings.ts';
import type { Table } from './table.ts';

/** Where a table's number would stand, for the bytes of a string. */
const BYTES = 0xffff_ffff;
const FIRST_WORDS = 1 << 14;

export class Journal {
  #words = new Uint32Array(FIRST_WORDS);
  #length = 0;

  #reach(more: number): void {
    if (this.#length + more <= this.#words.length) return;
    const words = new Uint32Array(Math.max(this.#words.length * 2, this.#length + more));
    words.set(this.#words.subarray(0, this.#length));
    this.#words = words;
  }

  row(table: number, slot: number, chunk: Uint32Array, offset: number, width: number): void {
    this.#reach(width + 2);
    const words = this.#words;
    let at = this.#length;
    words[at++] = table;
    words[at++] = slot;
    for (let i = 0; i < width; i++) words[at++] = chunk[offset + i];
    this.#length = at;
  }

  bytes(offset: number, bytes: Uint8Array): void {
    const padded = (bytes.length + 3) >>> 2;
    this.#reach(3 + padded);
    this.#words[this.#length] = BYTES;
    this.#words[this.#length + 1] = offset;
    this.#words[this.#length + 2] = bytes.length;
    this.#words[this.#length + 2 + padded] = 0;
    new Uint8Array(this.#words.buffer, (this.#length + 3) * 4).set(bytes);
    this.#length += 3 + padded;
  }

  /** What was written since the last time, as bytes of their own. */
  take(): Uint8Array {
    const taken = this.#words.slice(0, this.#length);
    this.#length = 0;
    return new Uint8Array(taken.buffer);
  }
}

/** Puts a journal's rows and strings back where they were. */
export function putBack(journal: Uint8Array, tables: readonly Table[], strings: Strings): void {
  // a blob may come at any address; words must be aligned
  const bytes = journal.byteOffset % 4 === 0 ? journal : new Uint8Array(journal);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  let at = 0;
  while (at < words.length) {
    const table = words[at];
    const slot = words[at + 1];
    if (table === BYTES) {
      const length = words[at + 2];
      strings.put(slot, bytes.subarray((at + 3) * 4, (at + 3) * 4 + length));
      at += 3 + ((length + 3) >>> 2);
      continue;
    }
    const t = tables[table];
    if (t === undefined) throw new Error(`the log's changes name table ${table}, which this Kith does not know`);
    t.reach(slot);
    t.chunkOf(slot).set(words.subarray(at + 2, at + 2 + t.width), t.offsetOf(slot));
    t.touch(slot);
    at += 2 + t.width;
  }
}
