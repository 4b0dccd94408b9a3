/** Some dozens of typical cases: medoids of those who were harmful, found by k-means and named by what is remarkable. */
import {
  DEVIATIONS_MAX,
  distance,
  type Exemplar,
  type Features,
  featureNames,
  type Spread,
  standardised,
} from '@kith/engine';
import { phrases } from './phrases.ts';

const PASSES = 20;
/** A feature is remarkable from so many deviations above the mean. */
const REMARKABLE = 0.75;
/** A name says at most so much. */
const PHRASES_MAX = 3;

export function spreadOf(x: readonly Features[]): Spread {
  const width = featureNames.length;
  const mean = new Float32Array(width);
  const deviation = new Float32Array(width);
  for (let f = 0; f < width; f++) {
    let [sum, squares] = [0, 0];
    for (const row of x) {
      sum += row[f] ?? 0;
      squares += (row[f] ?? 0) ** 2;
    }
    const m = sum / Math.max(1, x.length);
    mean[f] = m;
    deviation[f] = Math.sqrt(Math.max(0, squares / Math.max(1, x.length) - m * m));
    // what never differs tells nothing
    if ((deviation[f] ?? 0) < 1e-6) deviation[f] = DEVIATIONS_MAX * 1e6;
  }
  return { mean, deviation };
}

/** Begins with the rows that are farthest from each other, so that it needs no randomness. */
export function exemplarsOf(harmful: readonly Features[], spread: Spread, count: number): Exemplar[] {
  const rows = harmful.map((row) => standardised(spread, row));
  const [first] = rows;
  if (first === undefined) return [];
  const centres = [Float32Array.from(first)];
  const apart = rows.map((row) => distance(row, first));
  while (centres.length < Math.min(count, rows.length)) {
    const farthest = rows[apart.indexOf(Math.max(...apart))] ?? first;
    centres.push(Float32Array.from(farthest));
    rows.forEach((row, i) => {
      apart[i] = Math.min(apart[i] ?? 0, distance(row, farthest));
    });
  }
  for (let pass = 0; pass < PASSES; pass++) settle(rows, centres);
  const found = new Map<string, Exemplar>();
  for (const centre of centres) {
    const at = rows[nearest(rows, centre)] ?? centre;
    const name = nameOf(at);
    if (name !== null && !found.has(name)) found.set(name, { name, at });
  }
  return [...found.values()];
}

function settle(rows: readonly Float32Array[], centres: Float32Array[]): void {
  const members = centres.map((): Float32Array[] => []);
  for (const row of rows) members[nearest(centres, row)]?.push(row);
  members.forEach((of, c) => {
    if (of.length > 0) centres[c] = featuresMean(of);
  });
}

function featuresMean(rows: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(rows[0]?.length ?? 0);
  for (const row of rows)
    row.forEach((value, f) => {
      mean[f] = (mean[f] ?? 0) + value / rows.length;
    });
  return mean;
}

function nearest(all: readonly Float32Array[], to: Float32Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  all.forEach((one, i) => {
    const apart = distance(one, to);
    if (apart < least) [best, least] = [i, apart];
  });
  return best;
}

function nameOf(at: Float32Array): string | null {
  const remarkable = featureNames
    .flatMap((name, f) => {
      const phrase = phrases[name];
      const deviations = at[f] ?? 0;
      return phrase !== undefined && deviations >= REMARKABLE ? [{ phrase, deviations }] : [];
    })
    .sort((a, b) => b.deviations - a.deviations || (a.phrase < b.phrase ? -1 : 1))
    .slice(0, PHRASES_MAX);
  return remarkable.length === 0 ? null : remarkable.map(({ phrase }) => phrase).join(', ');
}
