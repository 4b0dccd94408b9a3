/**
 * A sparse table: at most one row for each row of another, found by that row's slot without any hash. The first word of a
 * row is the slot that it belongs to; what follows is whoever owns the table's business.
 */
import { Table } from './table.ts';

/** Words before what a row holds. */
export const RIDER_HEADER = 1;
const NONE = -1;

export class Rider {
  readonly table: Table;
  /** slot + 1 of the row that rides on each row; 0 for none. Not saved: built again from the rows */
  readonly #of: Table;

  /** `words` in a row, beside the header */
  constructor(name: string, words: number) {
    this.table = new Table(name, RIDER_HEADER + words);
    this.#of = new Table(`${name} of`, 1);
  }

  /** The slot of the row that belongs to another table's, or -1. */
  slot(owner: number): number {
    return owner < 0 || owner >= this.#of.count ? NONE : this.#of.get(owner, 0) - 1;
  }

  slotOrNew(owner: number): number {
    const known = this.slot(owner);
    if (known !== NONE) return known;
    const slot = this.table.add();
    this.table.set(slot, 0, owner);
    this.#link(owner, slot);
    return slot;
  }

  #link(owner: number, slot: number): void {
    this.#of.reach(owner);
    this.#of.set(owner, 0, slot + 1);
  }

  /** The slot of the row that a row belongs to. */
  owner(slot: number): number {
    return this.table.get(slot, 0);
  }

  /** Once, when a start has read the rows. */
  rebuild(): void {
    for (let slot = 0; slot < this.table.count; slot++) this.#link(this.owner(slot), slot);
  }

  get bytes(): number {
    return this.table.bytes + this.#of.bytes;
  }
}
