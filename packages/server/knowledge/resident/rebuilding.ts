/** Making indexes and lists again from the rows, when a start has read them. */
import { HashIndex, hashPair } from './hash-index.ts';
import type { Table } from './table.ts';

/** The index of a table whose first two words are a pair of slots. */
export function indexPairs(table: Table, links: Table): HashIndex {
  const index = new HashIndex(table.count);
  if (table.count > 0) links.reach(table.count - 1);
  for (let slot = 0; slot < table.count; slot++) index.add(hashPair(table.get(slot, 0), table.get(slot, 1)), slot);
  return index;
}

/** Visits the rows that have an order, lowest first; gives the highest. Rows that left leave gaps. */
export function inOrder(table: Table, word: number, visit: (slot: number) => void): number {
  let highest = 0;
  let found = 0;
  for (let slot = 0; slot < table.count; slot++) {
    const order = table.get(slot, word);
    if (order === 0) continue;
    found++;
    if (order > highest) highest = order;
  }
  if (highest > found * SPARSE) return inSparseOrder(table, word, found, visit);
  const slots = new Uint32Array(highest + 1);
  for (let slot = 0; slot < table.count; slot++) slots[table.get(slot, word)] = slot;
  for (let order = 1; order <= highest; order++) {
    // slot 0 also stands for a gap: it is itself only where it has this order
    if (slots[order] !== 0 || table.get(0, word) === order) visit(slots[order]);
  }
  return highest;
}

/** Past so many gaps a row, sorting is cheaper than an array of every order. */
const SPARSE = 16;

function inSparseOrder(table: Table, word: number, found: number, visit: (slot: number) => void): number {
  // the order in the high digits and the slot in the low ones, sorted as one number (below 2^53 by far)
  const keys = new Float64Array(found);
  const slotsMax = table.count;
  let i = 0;
  for (let slot = 0; slot < table.count; slot++) {
    const order = table.get(slot, word);
    if (order !== 0) keys[i++] = order * slotsMax + slot;
  }
  keys.sort();
  for (const key of keys) visit(key % slotsMax);
  return found === 0 ? 0 : Math.floor(keys[found - 1] / slotsMax);
}
