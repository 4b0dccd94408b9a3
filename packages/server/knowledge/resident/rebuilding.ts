/** Making indexes and lists again from the rows, when a start has read them. */
import { HashIndex, hashPair } from './hash-index.ts';
import type { Table } from './table.ts';

/**
 * The index of a table whose first two words are a pair of slots.
 * @param look is shown each row, so that the table is read once: at ten million rows each reading takes a tenth of a second
 */
export function indexPairs(
  table: Table,
  links: Table,
  look: (words: Uint32Array, at: number, slot: number) => void,
): HashIndex {
  const index = new HashIndex(table.count);
  if (table.count > 0) links.reach(table.count - 1);
  index.addAll(table.count, (slot) => {
    const words = table.chunkOf(slot);
    const at = table.offsetOf(slot);
    look(words, at, slot);
    return hashPair(words[at], words[at + 1]);
  });
  return index;
}

/** Gathers the rows that have an order, as a table is read, and then visits them, lowest first. Rows that left leave gaps. */
export class InOrder {
  #orders = new Uint32Array(FIRST);
  #slots = new Uint32Array(FIRST);
  #count = 0;
  #highest = 0;

  /** `order`: 0 where the row has none */
  take(order: number, slot: number): void {
    if (order === 0) return;
    if (this.#count === this.#orders.length) {
      this.#orders = doubled(this.#orders);
      this.#slots = doubled(this.#slots);
    }
    this.#orders[this.#count] = order;
    this.#slots[this.#count++] = slot;
    if (order > this.#highest) this.#highest = order;
  }

  /** Gives the highest order; 0 where nothing has one. */
  visit(visit: (slot: number) => void): number {
    if (this.#highest > this.#count * SPARSE) this.#visitSparse(visit);
    else this.#visitDense(visit);
    return this.#highest;
  }

  #visitDense(visit: (slot: number) => void): void {
    /** by order, slot + 1 */
    const slots = new Uint32Array(this.#highest + 1);
    for (let i = 0; i < this.#count; i++) slots[this.#orders[i]] = this.#slots[i] + 1;
    for (let order = 1; order <= this.#highest; order++) if (slots[order] !== 0) visit(slots[order] - 1);
  }

  #visitSparse(visit: (slot: number) => void): void {
    // the order in the high digits and where it was taken in the low ones, sorted as one number (below 2^53 by far)
    const keys = new Float64Array(this.#count);
    for (let i = 0; i < this.#count; i++) keys[i] = this.#orders[i] * this.#count + i;
    keys.sort();
    for (const key of keys) visit(this.#slots[key % this.#count]);
  }
}

/** Rows that there is room for at first. */
const FIRST = 1 << 10;
/** Past so many gaps a row, sorting is cheaper than an array of every order. */
const SPARSE = 16;

function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(numbers.length * 2);
  twice.set(numbers);
  return twice;
}
