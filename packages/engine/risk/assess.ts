/** From what is observed to a score and its level: the score that everybody can reckon up, and, from low on, the second look. */
import type { Risk, Thresholds } from '@kith/contract';
import type { Features } from './features.ts';
import { levelOf } from './level.ts';
import { type CompiledRiskModel, lookedAtFrom } from './model.ts';
import { type Contribution, contributionsOf, largestFirst, NO_SCORE, type Score, type Visit } from './score.ts';
import { secondLookContributions } from './second-look/look.ts';

/** A level, and the score that it comes from. */
export interface Assessed {
  level: Risk;
  score: Score;
  /** what a second look added or took; nothing where there was none */
  second: readonly Contribution[];
}
const NONE: readonly Contribution[] = Object.freeze([]);
export const NOTHING: Assessed = Object.freeze({ level: 'none', score: NO_SCORE, second: NONE });

/** @param features asked for only where there is a second look */
export function assess(
  model: CompiledRiskModel,
  thresholds: Thresholds,
  score: Score,
  features: () => Features,
): Assessed {
  if (model.second === null || score.total < lookedAtFrom(model, thresholds)) {
    return { score, level: levelOf(score, thresholds, model), second: NONE };
  }
  const second = secondLookContributions(model.second, features());
  let { text, behaviour } = score;
  for (const { family, points } of second) {
    if (family === 'text') text += points;
    else behaviour += points;
  }
  const whole = { total: text + behaviour, text, behaviour };
  // that two families say so is asked of what was observed, not of what trees make of it
  return { score: whole, level: levelOf({ ...score, total: whole.total }, thresholds, model), second };
}

/** What an assessed score is made of, the largest first; they add up to it. */
export const madeOf = ({ second }: Assessed, walk: (visit: Visit) => void): readonly Contribution[] =>
  second.length === 0 ? contributionsOf(walk) : largestFirst([...contributionsOf(walk), ...second]);
