/** Looking rows up by their first two words: where a string is, or a pair of slots. */
import { type HashIndex, hashPair, hashString } from './hash-index.ts';
import type { Strings } from './strings.ts';
import type { Table } from './table.ts';

/** No slot. */
export const NOBODY = -1;

/** The row whose first two words say where that string is, or NOBODY. */
export function findNamed(table: Table, index: HashIndex, strings: Strings, name: string): number {
  for (let slot = index.first(hashString(name)); slot >= 0; slot = index.more()) {
    const c = table.chunkOf(slot);
    const o = table.offsetOf(slot);
    if (strings.equals(c[o], c[o + 1], name)) return slot;
  }
  return NOBODY;
}

/** The row whose first two words are these, or NOBODY. */
export function findPair(table: Table, index: HashIndex, a: number, b: number): number {
  for (let slot = index.first(hashPair(a, b)); slot >= 0; slot = index.more()) {
    const c = table.chunkOf(slot);
    const o = table.offsetOf(slot);
    if (c[o] === a && c[o + 1] === b) return slot;
  }
  return NOBODY;
}
