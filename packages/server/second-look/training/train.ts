/** Trains a second look on account-days of the simulated town's training worlds. */
import { type Features, featureNames } from '@kith/engine';
import type { SecondLookFile } from '../file.ts';
import { boost } from './boost.ts';
import { exemplarsOf, spreadOf } from './exemplars.ts';
import { signs } from './signs.ts';

/** One account-day that is worth a second look. */
export interface LookedAt {
  features: Features;
  /** the linear score, log-odds */
  score: number;
  harmful: boolean;
}

/** On tuning worlds, 80 to 160 trees of depth 3 to 5 all found within 0.02 of each other. */
const BOOSTING = { trees: 120, depth: 4, rate: 0.1, pull: 5, childLeast: 2, gainLeast: 1 } as const;
const EXEMPLARS = 36;
/** Decimals that are kept: what is lost is far below any threshold. */
const DECIMALS = 5;

export function trainSecondLook(
  version: string,
  rows: readonly LookedAt[],
  trained: SecondLookFile['trained'],
): SecondLookFile {
  const harmful = rows.filter((row) => row.harmful);
  // both kinds weigh alike, whatever share of the worlds' people offend
  const share = harmful.length / rows.length;
  const weighed = rows.map(({ harmful }) => ({ harmful, weight: 0.5 / (harmful ? share : 1 - share) }));
  const scores = rows.map((row) => row.score);
  const bias = biasOf(scores, weighed);
  const x = rows.map((row) => row.features);
  const trees = boost(
    {
      x,
      y: Uint8Array.from(rows, (row) => Number(row.harmful)),
      weight: Float32Array.from(weighed, ({ weight }) => weight),
      offset: Float32Array.from(scores, (score) => score + bias),
    },
    BOOSTING,
    signs,
  );
  const spread = spreadOf(x);
  const list = (values: ArrayLike<number>) => Array.from(values, rounded);
  return {
    version,
    trained,
    features: [...featureNames],
    roots: [...trees.roots],
    feature: [...trees.feature],
    threshold: list(trees.threshold),
    child: [...trees.child],
    value: list(trees.value),
    mean: list(spread.mean),
    deviation: list(spread.deviation),
    exemplars: exemplarsOf(
      harmful.map((row) => row.features),
      spread,
      EXEMPLARS,
    ).map(({ name, at }) => ({ name, at: list(at) })),
  };
}

/**
 * A score is log-odds by what it claims; added to it, this makes it right on the whole. Found by halving: the more bias, the
 * more harm is expected.
 */
function biasOf(scores: readonly number[], rows: readonly { harmful: boolean; weight: number }[]): number {
  const tooMuch = (bias: number): boolean =>
    rows.reduce((sum, { harmful, weight }, i) => {
      return sum + weight * (1 / (1 + Math.exp(-((scores[i] ?? 0) + bias))) - (harmful ? 1 : 0));
    }, 0) > 0;
  let [low, high] = [-BIAS_MAX, BIAS_MAX];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (tooMuch(middle)) high = middle;
    else low = middle;
  }
  return low;
}
/** No score is further from what is right, log-odds. */
const BIAS_MAX = 50;

const rounded = (n: number): number => Number(n.toFixed(DECIMALS));
