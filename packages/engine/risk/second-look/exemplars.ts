/** Which of some dozens of typical cases somebody is most like: a second way to say why, for whoever judges. */
import type { Features } from '../features.ts';

export interface Exemplar {
  /** in neutral words: what is remarkable about it */
  name: string;
  /** in standard deviations from the mean, a number a feature */
  at: Float32Array;
}

/** What features are measured by: of those who are looked at twice. */
export interface Spread {
  mean: Float32Array;
  deviation: Float32Array;
}

export interface Likeness {
  name: string;
  /** 0 where it is the same; about 1 where two have nothing in common but being looked at */
  distance: number;
}

/** A feature further from the mean than this is as far as this, standard deviations: one must not decide alone. */
export const DEVIATIONS_MAX = 4;

export function standardised({ mean, deviation }: Spread, x: Features): Float32Array {
  return x.map((value, i) => {
    const deviations = (value - (mean[i] ?? 0)) / (deviation[i] ?? 1);
    return Math.max(-DEVIATIONS_MAX, Math.min(DEVIATIONS_MAX, deviations));
  });
}

/** Root mean square of what the two differ by, so that two drawn at random are about 1 apart. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return Math.sqrt(sum / (2 * Math.max(1, a.length)));
}

/** The most alike first. */
export function mostAlike(
  exemplars: readonly Exemplar[],
  spread: Spread,
  x: Features,
  count: number,
): readonly Likeness[] {
  const at = standardised(spread, x);
  return exemplars
    .map((one) => ({ name: one.name, distance: distance(one.at, at) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, count);
}
