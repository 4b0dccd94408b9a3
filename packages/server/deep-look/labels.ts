/** From a classifier's scores to what was found. */
import { type FoundInText, LookError } from './looker.ts';
import type { OnnxSettings } from './settings.ts';

/** Probabilities of scores. Scores that are no numbers give probabilities that are none. */
function probabilities(scores: readonly number[], how: OnnxSettings['scores']): number[] {
  switch (how) {
    case 'sigmoid':
      return scores.map((score) => 1 / (1 + Math.exp(-score)));
    case 'softmax': {
      // the largest is taken off, so that none overflows
      const most = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - most));
      const sum = shares.reduce((all, share) => all + share, 0);
      return shares.map((share) => share / sum);
    }
    default:
      return how satisfies never;
  }
}

/** The codes that are more likely than not. Scores of which no probability comes are a failed look, and not that nothing is there. */
export function foundByScores(
  scores: readonly number[],
  { labels, scores: how }: Pick<OnnxSettings, 'labels' | 'scores'>,
): FoundInText[] {
  const likely = probabilities(scores, how);
  if (likely.some(Number.isNaN)) throw new LookError('not_numbers');
  return likely.flatMap((confidence, i) => {
    const code = labels[i] ?? 'none';
    return code === 'none' || confidence <= 0.5 ? [] : [{ code, confidence }];
  });
}
