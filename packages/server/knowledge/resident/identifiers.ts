/**
 * What accounts can be recognised by, in memory: a row an identifier, found by its hash, linked to the others of its
 * account and to those who share it. A row that is forgotten is zeroed, and the next identifier takes its place.
 */
import { type Identifier, type IdentifierKind, identifierKinds } from '@kith/engine';
import type { WrapIdentifier, Wrapped } from '../store.ts';
import { HashIndex, mix } from './hash-index.ts';
import { InOrder } from './rebuilding.ts';
import { Table } from './table.ts';

const ROW = {
  account: 0,
  high: 1,
  low: 2,
  /** kind 8 bits, layers of keys 8 bits, from the lowest */
  bits: 3,
  firstAt: 4,
  lastAt: 5,
  /** rises with every identifier that is recorded; 0 where the row is free */
  order: 6,
  WIDTH: 7,
} as const;
/** Slots + 1; 0 for none. `own`: the account's that was recorded before. */
const LINK = { older: 0, newer: 1, own: 2, WIDTH: 3 } as const;
const NONE = -1;

/** The halves of a hash as it is written: 16 hexadecimal digits. */
const highOf = (hash: string): number => Number.parseInt(hash.slice(0, 8), 16);
const lowOf = (hash: string): number => Number.parseInt(hash.slice(8), 16);
const digits = (word: number): string => word.toString(16).padStart(8, '0');

/** The kind is in it: what is equal by chance among two kinds is not the same. */
const hashOf = (kind: number, high: number, low: number): number =>
  mix(low ^ Math.imul(high, 0x9e3779b1) ^ Math.imul(kind + 1, 0x85ebca77));

export class Identifiers {
  readonly table = new Table('identifier', ROW.WIDTH);
  readonly #links = new Table('identifier links', LINK.WIDTH);
  /** slot + 1 of the last that was recorded of each account */
  readonly #last = new Table('identifiers of', 1);
  /** of each kind and hash, the row that was recorded last */
  #index = new HashIndex();
  #free: number[] = [];
  #order = 0;
  readonly #written: (slot: number) => void;

  /** @param written told of every row that was changed */
  constructor(written: (slot: number) => void) {
    this.#written = written;
  }

  /** Of an account's slot, the first to be recorded first. */
  of(owner: number, account: string): Identifier[] {
    const found: Identifier[] = [];
    for (let slot = this.#lastOf(owner); slot !== NONE; slot = this.#links.get(slot, LINK.own) - 1) {
      found.push(this.read(slot, account));
    }
    return found.reverse();
  }

  /** Calls `visit` with the slot of each account that shares it, the last it was recorded of first, until it says true. */
  eachSharer(kind: IdentifierKind, hash: string, visit: (account: number) => boolean): void {
    let slot = this.#newest(identifierKinds.indexOf(kind), highOf(hash), lowOf(hash));
    while (slot !== NONE && !visit(this.table.get(slot, ROW.account))) {
      slot = this.#links.get(slot, LINK.older) - 1;
    }
  }

  /** The slot of an identifier's owner; NONE where the row is free. */
  owner(slot: number): number {
    return this.order(slot) === 0 ? NONE : this.table.get(slot, ROW.account);
  }

  order(slot: number): number {
    return this.table.get(slot, ROW.order);
  }

  read(slot: number, account: string): Identifier {
    const c = this.table.chunkOf(slot);
    const o = this.table.offsetOf(slot);
    return {
      account,
      kind: identifierKinds[c[o + ROW.bits] & 0xff],
      hash: digits(c[o + ROW.high]) + digits(c[o + ROW.low]),
      layers: c[o + ROW.bits] >>> 8,
      firstAt: c[o + ROW.firstAt],
      lastAt: c[o + ROW.lastAt],
    };
  }

  keep(owner: number, identifier: Identifier): void {
    const known = this.#find(owner, identifier);
    const slot = known === NONE ? this.#add(owner, identifier) : known;
    this.table.set(slot, ROW.firstAt, identifier.firstAt);
    this.table.set(slot, ROW.lastAt, identifier.lastAt);
    this.#written(slot);
  }

  #add(owner: number, { kind, hash, layers }: Identifier): number {
    const slot = this.#free.pop() ?? this.table.add();
    this.table.set(slot, ROW.account, owner);
    this.table.set(slot, ROW.high, highOf(hash));
    this.table.set(slot, ROW.low, lowOf(hash));
    this.table.set(slot, ROW.bits, identifierKinds.indexOf(kind) | (layers << 8));
    this.table.set(slot, ROW.order, ++this.#order);
    this.#link(slot);
    return slot;
  }

  forget(owner: number, identifier: Identifier): void {
    const slot = this.#find(owner, identifier);
    if (slot === NONE) return;
    this.#unlinkOwn(owner, slot);
    this.#unlinkShared(slot);
    const o = this.table.offsetOf(slot);
    this.table.chunkOf(slot).fill(0, o, o + ROW.WIDTH);
    this.#free.push(slot);
    this.#written(slot);
  }

  #lastOf(owner: number): number {
    return owner < 0 || owner >= this.#last.count ? NONE : this.#last.get(owner, 0) - 1;
  }

  #find(owner: number, { kind, hash }: Identifier): number {
    const [k, high, low] = [identifierKinds.indexOf(kind), highOf(hash), lowOf(hash)];
    for (let slot = this.#lastOf(owner); slot !== NONE; slot = this.#links.get(slot, LINK.own) - 1) {
      if (this.#is(slot, k, high, low)) return slot;
    }
    return NONE;
  }

  #is(slot: number, kind: number, high: number, low: number): boolean {
    const c = this.table.chunkOf(slot);
    const o = this.table.offsetOf(slot);
    return c[o + ROW.low] === low && c[o + ROW.high] === high && (c[o + ROW.bits] & 0xff) === kind;
  }

  /** The row that the index has, which is then the index's current one. */
  #newest(kind: number, high: number, low: number): number {
    const index = this.#index;
    for (let slot = index.first(hashOf(kind, high, low)); slot >= 0; slot = index.more()) {
      if (this.#is(slot, kind, high, low)) return slot;
    }
    return NONE;
  }

  #newestLike(slot: number): number {
    const c = this.table.chunkOf(slot);
    const o = this.table.offsetOf(slot);
    return this.#newest(c[o + ROW.bits] & 0xff, c[o + ROW.high], c[o + ROW.low]);
  }

  /** Makes a row the newest of its account, and of those who share it. */
  #link(slot: number): void {
    const owner = this.table.get(slot, ROW.account);
    const newest = this.#newestLike(slot);
    if (newest === NONE) {
      const hash = hashOf(
        this.table.get(slot, ROW.bits) & 0xff,
        this.table.get(slot, ROW.high),
        this.table.get(slot, ROW.low),
      );
      this.#index.add(hash, slot);
    } else {
      this.#index.replace(slot);
      this.#links.set(newest, LINK.newer, slot + 1);
    }
    this.#links.reach(slot);
    this.#links.set(slot, LINK.older, newest + 1);
    this.#links.set(slot, LINK.newer, 0);
    this.#last.reach(owner);
    this.#links.set(slot, LINK.own, this.#last.get(owner, 0));
    this.#last.set(owner, 0, slot + 1);
  }

  #unlinkOwn(owner: number, slot: number): void {
    const before = this.#links.get(slot, LINK.own);
    let later = this.#lastOf(owner);
    if (later === slot) {
      this.#last.set(owner, 0, before);
      return;
    }
    while (this.#links.get(later, LINK.own) !== slot + 1) later = this.#links.get(later, LINK.own) - 1;
    this.#links.set(later, LINK.own, before);
  }

  #unlinkShared(slot: number): void {
    const older = this.#links.get(slot, LINK.older);
    const newer = this.#links.get(slot, LINK.newer);
    if (older !== 0) this.#links.set(older - 1, LINK.newer, newer);
    if (newer !== 0) {
      this.#links.set(newer - 1, LINK.older, older);
      return;
    }
    this.#newestLike(slot);
    if (older !== 0) this.#index.replace(older - 1);
    else this.#index.remove();
  }

  /**
   * Puts layers of keys over the hashes that have fewer than others; `rebuild` follows. Not for the journal: where an
   * older one puts a row back as it was, the next start does this again.
   */
  wrap(layers: number, wrap: WrapIdentifier): Wrapped {
    let behind = 0;
    let ahead = false;
    for (let slot = 0; slot < this.table.count; slot++) {
      const has = this.table.get(slot, ROW.bits) >>> 8;
      if (has > layers) ahead = true;
      if (has === 0 || has >= layers) continue;
      const { kind, hash } = this.read(slot, '');
      const now = wrap(kind, hash, has);
      this.table.set(slot, ROW.high, highOf(now));
      this.table.set(slot, ROW.low, lowOf(now));
      this.table.set(slot, ROW.bits, identifierKinds.indexOf(kind) | (layers << 8));
      this.table.touch(slot);
      behind++;
    }
    return { behind, ahead };
  }

  /** Makes index and links from the rows: when a start has read them, and again where their hashes have changed. */
  rebuild(): void {
    const inOrder = new InOrder();
    this.#free = [];
    for (let owner = 0; owner < this.#last.count; owner++) this.#last.set(owner, 0, 0);
    this.#index = new HashIndex(this.table.count);
    if (this.table.count > 0) this.#links.reach(this.table.count - 1);
    for (let slot = 0; slot < this.table.count; slot++) {
      const order = this.order(slot);
      if (order === 0) this.#free.push(slot);
      else inOrder.take(order, slot);
    }
    this.#order = inOrder.visit((slot) => this.#link(slot));
  }

  get bytes(): number {
    return this.table.bytes + this.#links.bytes + this.#last.bytes + this.#index.bytes;
  }
}
