/** From a score to none, low, medium or high. */
import type { Risk, RiskModel, Thresholds } from '@kith/contract';
import type { Score } from './score.ts';

export const RISKS: readonly Risk[] = ['none', 'low', 'medium', 'high'];

/** `high` needs two families that don't hang together: what was written, and how the account behaves. */
export function levelOf(score: Score, thresholds: Thresholds, { familyLeast }: RiskModel): Risk {
  if (score.total < thresholds.low) return 'none';
  if (score.total < thresholds.medium) return 'low';
  if (score.total < thresholds.high) return 'medium';
  return score.text >= familyLeast && score.behaviour >= familyLeast ? 'high' : 'medium';
}

/** The higher of two. */
export const higherRisk = (a: Risk, b: Risk): Risk => (RISKS.indexOf(a) >= RISKS.indexOf(b) ? a : b);
