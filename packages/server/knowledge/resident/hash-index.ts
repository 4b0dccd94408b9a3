/**
 * From a hash to the slots that may have it: open addressing in typed arrays, two words an entry (hash, slot + 1).
 * It is split into 256 parts by the hash's top byte, so that growing one stops the world for a millisecond at
 * ten million entries, not for a second.
 */

const PARTS = 256;
/** Entries a part begins with; a power of two. */
const SMALLEST = 8;
/** Slots whose entries are put in order of their parts before they are added: takes 48 MB meanwhile. */
const ADDED_AT_ONCE = 1 << 22;
/** A part grows past this share of its entries in use: longer runs cost more than the memory saves. */
const FULL = 0.7;

export class HashIndex {
  readonly #parts: Uint32Array[] = [];
  readonly #used = new Uint32Array(PARTS);
  #part: Uint32Array;
  #hash = 0;
  #at = 0;

  /** `expected` entries find room without growing. */
  constructor(expected = 0) {
    const each = Math.ceil(((expected / PARTS) * 1.05) / FULL);
    let size = SMALLEST;
    while (size < each) size *= 2;
    // in one piece: it comes fresh from the system, already zero
    const { buffer } = new Uint32Array(PARTS * size * 2);
    for (let i = 0; i < PARTS; i++) this.#parts.push(new Uint32Array(buffer, i * size * 8, size * 2));
    this.#part = this.#parts[0];
  }

  /** The first slot with that hash, or -1. Then more() gives the others, until it gives -1. */
  first(hash: number): number {
    const part = this.#parts[hash >>> 24];
    this.#part = part;
    this.#hash = hash >>> 0;
    this.#at = (hash & ((part.length >>> 1) - 1)) << 1;
    return this.#scan();
  }

  /** Reads where a hash would be found: an entry's memory is then near when it is looked up. */
  touch(hash: number): number {
    const part = this.#parts[hash >>> 24];
    return part[(hash & ((part.length >>> 1) - 1)) << 1];
  }

  more(): number {
    this.#at = (this.#at + 2) & (this.#part.length - 1);
    return this.#scan();
  }

  #scan(): number {
    const part = this.#part;
    const mask = part.length - 1;
    let at = this.#at;
    for (;;) {
      const slot = part[at + 1];
      if (slot === 0) return -1;
      if (part[at] === this.#hash) {
        this.#at = at;
        return slot - 1;
      }
      at = (at + 2) & mask;
    }
  }

  /** Gives the entry that was found last another slot, of the same hash. */
  replace(slot: number): void {
    this.#part[this.#at + 1] = slot + 1;
  }

  /** Takes out the entry that was found last: what would be looked for past the gap moves up. */
  remove(): void {
    const part = this.#part;
    const words = part.length - 1;
    let gap = this.#at;
    for (let at = (gap + 2) & words; part[at + 1] !== 0; at = (at + 2) & words) {
      const home = (part[at] & (words >>> 1)) << 1;
      // it may move where its run begins at the gap or before it
      if (((at - home) & words) < ((at - gap) & words)) continue;
      part[gap] = part[at];
      part[gap + 1] = part[at + 1];
      gap = at;
    }
    part[gap + 1] = 0;
    this.#used[this.#hash >>> 24]--;
  }

  /** Adds an entry; whoever calls has seen that it is not there. */
  add(hash: number, slot: number): void {
    const p = hash >>> 24;
    if (++this.#used[p] > (this.#parts[p].length >>> 1) * FULL) this.#grow(p);
    insert(this.#parts[p], hash >>> 0, slot + 1);
  }

  /**
   * Adds the slots 0 to count - 1, part by part: a part fits in the processor's cache, the whole does not, and one after
   * another each of ten million would wait for memory.
   */
  addAll(count: number, hashOf: (slot: number) => number): void {
    for (let from = 0; from < count; from += ADDED_AT_ONCE)
      this.#addSome(from, Math.min(count, from + ADDED_AT_ONCE), hashOf);
  }

  #addSome(from: number, to: number, hashOf: (slot: number) => number): void {
    const hashes = new Uint32Array(to - from);
    const counts = new Uint32Array(PARTS);
    for (let i = 0; i < hashes.length; i++) {
      const hash = hashOf(from + i);
      hashes[i] = hash;
      counts[hash >>> 24]++;
    }
    const next = new Uint32Array(PARTS);
    for (let p = 1; p < PARTS; p++) next[p] = next[p - 1] + counts[p - 1];
    // hash and slot, so that adding reads on and on
    const inOrder = new Uint32Array(hashes.length * 2);
    for (let i = 0; i < hashes.length; i++) {
      const at = next[hashes[i] >>> 24]++ * 2;
      inOrder[at] = hashes[i];
      inOrder[at + 1] = from + i;
    }
    for (let at = 0; at < inOrder.length; at += 2) this.add(inOrder[at], inOrder[at + 1]);
  }

  #grow(p: number): void {
    const old = this.#parts[p];
    const part = new Uint32Array(old.length * 2);
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) insert(part, old[i], old[i + 1]);
    this.#parts[p] = part;
  }

  get bytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.byteLength, 0);
  }
}

function insert(part: Uint32Array, hash: number, entry: number): void {
  const mask = part.length - 1;
  let at = (hash & (mask >>> 1)) << 1;
  while (part[at + 1] !== 0) at = (at + 2) & mask;
  part[at] = hash;
  part[at + 1] = entry;
}

/** Mixes a 32-bit hash so that its top byte and its low bits are both good (the finaliser of MurmurHash3). */
export function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The hash of two slots, in order. */
export const hashPair = (a: number, b: number): number =>
  mix(Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca77));

/** What hashString begins with (FNV-1a's offset basis). */
export const HASH_SEED = 0x811c9dc5;
export const hashUnit = (h: number, unit: number): number => Math.imul(h ^ unit, 0x01000193);

/** The hash of a string's code units (FNV-1a, then mixed). */
export function hashString(s: string, seed = HASH_SEED): number {
  let h = seed;
  for (let i = 0; i < s.length; i++) h = hashUnit(h, s.charCodeAt(i));
  return mix(h);
}
