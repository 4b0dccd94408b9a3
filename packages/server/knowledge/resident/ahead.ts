/**
 * Looking ahead: the first accounts and contacts of a block's events, touched in memory in passes, each pass of reads
 * that don't wait for each other. It changes nothing and decides nothing; a guess that is wrong costs a read.
 */
import type { Told } from '@kith/engine';
import { type HashIndex, hashPair, hashString } from './hash-index.ts';
import type { Strings } from './strings.ts';
import type { Table } from './table.ts';

/** Events looked at: more would push each other out of the processor's cache. */
const EVENTS_MAX = 64;
const NOBODY = -1;

export class Ahead {
  /** of each event the actor and the other: hash of the name, slot */
  readonly #hashes = new Uint32Array(EVENTS_MAX * 2);
  readonly #slots = new Int32Array(EVENTS_MAX * 2);
  #ends = 0;
  /** what was read, so that reading isn't left out as useless */
  #read = 0;

  begin(tolds: readonly Told[]): void {
    let end = 0;
    for (let i = 0; i < tolds.length && end < this.#hashes.length; i++) {
      const { data } = tolds[i];
      this.#hashes[end++] = hashString(data.actor);
      this.#hashes[end++] = 'other' in data && data.other !== undefined ? hashString(data.other) : 0;
    }
    this.#ends = end;
  }

  touchNamed(table: Table, index: HashIndex, lists: Table, strings: Strings): void {
    let read = 0;
    for (let i = 0; i < this.#ends; i++) read ^= index.touch(this.#hashes[i]);
    for (let i = 0; i < this.#ends; i++) {
      const slot = index.first(this.#hashes[i]);
      this.#slots[i] = slot;
      if (slot !== NOBODY) read ^= table.get(slot, 0) ^ lists.get(slot, 0);
    }
    for (let i = 0; i < this.#ends; i++) {
      const slot = this.#slots[i];
      if (slot !== NOBODY) read ^= strings.touch(table.get(slot, 0));
    }
    this.#read ^= read;
  }

  /** The contacts between the two of each event, both ways. */
  touchPairs(table: Table, index: HashIndex): void {
    let read = 0;
    for (let i = 0; i < this.#ends; i += 2) {
      const a = this.#slots[i];
      const b = this.#slots[i + 1];
      if (a === NOBODY || b === NOBODY) continue;
      this.#hashes[i] = hashPair(a, b);
      this.#hashes[i + 1] = hashPair(b, a);
      read ^= index.touch(this.#hashes[i]) ^ index.touch(this.#hashes[i + 1]);
    }
    for (let i = 0; i < this.#ends; i++) {
      if (this.#slots[i] === NOBODY || this.#slots[i ^ 1] === NOBODY) continue;
      const slot = index.first(this.#hashes[i]);
      if (slot !== NOBODY) read ^= table.get(slot, 0) ^ table.get(slot, table.width - 1);
    }
    this.#read ^= read;
  }
}
