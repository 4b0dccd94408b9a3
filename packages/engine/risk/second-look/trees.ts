/**
 * Boosted trees, and what each feature adds to their answer: along the way from the root to a leaf every split moves the
 * answer from the mean of one node to that of the next, and that is its feature's (after Saabas, 2014). What is added up so
 * is the answer itself, beside the mean of all.
 */
import type { Features } from '../features.ts';

/** All trees' nodes one after the other; a split's children stand beside each other. Each array has a number a node. */
export interface Trees {
  /** where each tree begins */
  roots: Int32Array;
  /** which feature a node asks about; -1 at a leaf */
  feature: Int16Array;
  /** at most so much goes to the first child */
  threshold: Float32Array;
  /** the first child; the second follows it */
  child: Int32Array;
  /** the mean answer of what came to this node, log-odds */
  value: Float32Array;
}

/**
 * Adds to `into` what each feature adds; gives their sum.
 * @param into a number a feature, to begin with all 0
 */
export function attribute({ roots, feature, threshold, child, value }: Trees, x: Features, into: Float64Array): number {
  let total = 0;
  for (let t = 0; t < roots.length; t++) {
    let node = roots[t] ?? 0;
    for (let f = feature[node] ?? -1; f >= 0; f = feature[node] ?? -1) {
      const first = child[node] ?? 0;
      const next = (x[f] ?? 0) <= (threshold[node] ?? 0) ? first : first + 1;
      const moved = (value[next] ?? 0) - (value[node] ?? 0);
      into[f] = (into[f] ?? 0) + moved;
      total += moved;
      node = next;
    }
  }
  return total;
}
