/**
 * The second look at the suspicious few: what trees, that see how all features hang together, add to a score or take from
 * it. Bounded, so that the score that people can reckon up themselves stays the main thing; and as contributions, so that
 * a score is still the sum of what it is made of.
 */
import { type Features, featureFamilies, featureNames } from '../features.ts';
import type { Contribution, Family } from '../score.ts';
import type { Exemplar, Spread } from './exemplars.ts';
import { attribute, type Trees } from './trees.ts';

export interface SecondLook {
  /** what it is called in answers */
  version: string;
  trees: Trees;
  spread: Spread;
  exemplars: readonly Exemplar[];
}

/**
 * The most that a second look adds to a score or takes from it, log-odds: less than one term may weigh. On tuning worlds that
 * it had not learned from, anything from 2 to 8 found as much (0.87 to 0.89 of offenders, simulated, at 1e-4).
 */
export const SECOND_LOOK_MAX = 5;
/** Features that are named by themselves; what the others of a family add is told as one. */
const NAMED_MAX = 6;
/** What the others are called. */
export const otherFeatures = { text: 'othersWritten', behaviour: 'othersDone' } as const satisfies Record<
  Family,
  string
>;

const into = (): Float64Array => new Float64Array(featureNames.length);

/** The whole of it, log-odds. */
export function secondLookPoints({ trees }: SecondLook, x: Features): number {
  const total = attribute(trees, x, into());
  return Math.max(-SECOND_LOOK_MAX, Math.min(SECOND_LOOK_MAX, total));
}

/** What each feature adds or takes; together secondLookPoints. */
export function secondLookContributions({ trees }: SecondLook, x: Features): readonly Contribution[] {
  const by = into();
  const total = attribute(trees, x, by);
  const scale = Math.abs(total) > SECOND_LOOK_MAX ? SECOND_LOOK_MAX / Math.abs(total) : 1;
  const all = featureNames
    .map((feature, i) => ({
      term: 'secondLook' as const,
      feature,
      family: featureFamilies[i] ?? 'behaviour',
      points: (by[i] ?? 0) * scale,
      value: x[i] ?? 0,
    }))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const others = (['text', 'behaviour'] as const).flatMap((family) => {
    const rest = all.slice(NAMED_MAX).filter((one) => one.family === family);
    const points = rest.reduce((sum, one) => sum + one.points, 0);
    return points === 0
      ? []
      : [{ term: 'secondLook' as const, feature: otherFeatures[family], family, points, value: rest.length }];
  });
  return [...all.slice(0, NAMED_MAX), ...others];
}
