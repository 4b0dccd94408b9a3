/** Chance that can be had again: everything in the town comes from a seed. */

/** FNV-1a over UTF-16 code units: spreads a name over 32 bits. */
function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Spreads two whole numbers over 32 bits: a draw that needs no order, such as whether two people's talk has text. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b + 0x9e3779b9, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return (h ^ (h >>> 15)) >>> 0;
}

export const TWO_TO_32 = 4_294_967_296;

/** Mulberry32 (public domain, T. Ettinger): small, quick, and plenty for a town. Not for secrets. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 0 up to, and without, 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / TWO_TO_32;
  }

  /** a whole number from 0 up to, and without, n */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** true in this share of cases */
  is(share: number): boolean {
    return this.next() < share;
  }

  /** waiting times and durations: mostly short, some long; never more than 8 times the mean */
  around(mean: number): number {
    return mean * Math.min(8, -Math.log(1 - this.next()));
  }

  /** how many of many independent things happen where `mean` do on average (Poisson) */
  count(mean: number): number {
    if (mean > 30) {
      // far from nothing the normal curve is close enough; the sum of four draws is close enough to that
      const z = (this.next() + this.next() + this.next() + this.next() - 2) * Math.sqrt(3);
      return Math.max(0, Math.round(mean + z * Math.sqrt(mean)));
    }
    let n = 0;
    for (let p = this.next(), limit = Math.exp(-mean); p > limit; p *= this.next()) n++;
    return n;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  /** one of the keys, each as often as its weight says against the others */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    let total = 0;
    for (const key in weights) total += weights[key] ?? 0;
    let left = this.next() * total;
    for (const key in weights) {
      left -= weights[key] ?? 0;
      if (left < 0) return key;
    }
    throw new Error('weights must add up to more than nothing');
  }
}

export const chance = (seed: string): Chance => new Chance(hash(seed));
