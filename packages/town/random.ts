/** Chance that can be had again: everything in the town comes from a seed. */

export interface Chance {
  /** 0 up to, and without, 1 */
  next(): number;
  /** a whole number from 0 up to, and without, n */
  below(n: number): number;
  /** true in this share of cases */
  is(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** one of the keys, each as often as its weight says against the others */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
}

/** FNV-1a over UTF-16 code units: spreads a name over 32 bits. */
function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Mulberry32 (public domain, T. Ettinger): small, quick, and plenty for a town. Not for secrets. */
export function chance(seed: string): Chance {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    is: (share) => next() < share,
    pick(list) {
      const one = list[below(list.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
    weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
      const entries = Object.entries(weights) as [K, number][]; // Object.entries forgets the keys' type
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      throw new Error('weights must add up to more than nothing');
    },
  };
}
