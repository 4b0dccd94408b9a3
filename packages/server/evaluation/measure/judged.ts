/**
 * How often people would be asked to judge accounts that are no offenders, where they judge each case that is opened and find nothing in it:
 * as in Kith, what comes while a case is open joins it, and what they found harmless opens no other for a while, unless the score is so
 * much higher or rises to high (`foundHarmless` in packages/contract/risk.ts; the SQL is in ground/database/case-writes.ts).
 */
import type { RiskModel } from '@kith/contract';
import type { Climb } from '../observe/raised.ts';
import { above } from './thresholds.ts';

/** What the scores of an account, and of its contacts, climbed past on one day. */
export interface DayOfClimbs {
  /** days since the first that counts */
  day: number;
  climbs: readonly Climb[];
}

export interface Judging {
  harmless: RiskModel['foundHarmless'];
  /** how far `high` is above `medium`, log-odds */
  highAbove: number;
}

export const judgingOf = ({ foundHarmless, thresholds }: RiskModel): Judging => ({
  harmless: foundHarmless,
  highAbove: thresholds.high - thresholds.medium,
});

/** A case is decided on the day after it was opened: the shipped targets are 2 to 72 hours. */
const DECIDED_AFTER_DAYS = 1;

const passes = ({ climbs }: DayOfClimbs, threshold: number): boolean =>
  climbs.some(({ from, to }) => from < threshold && threshold <= to);
const highestOf = ({ climbs }: DayOfClimbs): number => Math.max(...climbs.map(({ to }) => to));

/** Cases of one account, where `medium` begins at a threshold. */
export function casesOpened(days: readonly DayOfClimbs[], threshold: number, { harmless, highAbove }: Judging): number {
  let count = 0;
  let last: { day: number; score: number } | null = null;
  for (const one of days) {
    const rose = passes(one, threshold);
    const high = passes(one, threshold + highAbove);
    if (!rose && !high) continue;
    const score = highestOf(one);
    if (last !== null && one.day <= last.day + DECIDED_AFTER_DAYS) {
      // a case says what the score was when it last rose
      last.score = score;
      continue;
    }
    const quiet = last !== null && one.day <= last.day + DECIDED_AFTER_DAYS + harmless.days;
    if (last !== null && quiet && !high && score < last.score + harmless.points) continue;
    count++;
    last = { day: one.day, score };
  }
  return count;
}

/** The least threshold from which on no more than so many cases are opened at any. */
export function thresholdJudged(
  accounts: readonly (readonly DayOfClimbs[])[],
  allowed: number,
  judging: Judging,
): number {
  const steps = new Set<number>([0]);
  for (const days of accounts) {
    for (const { climbs } of days) {
      for (const { from, to } of climbs) for (const at of [from, to]) steps.add(at).add(at - judging.highAbove);
    }
  }
  const falling = Float64Array.from(steps).sort().reverse();
  const byHighest = accounts
    .map((days) => ({ days, highest: Math.max(0, ...days.map(highestOf)) }))
    .sort((a, b) => b.highest - a.highest);
  let least = Number.POSITIVE_INFINITY;
  for (const step of falling) {
    if (step < 0) break;
    // between two steps nothing changes
    const threshold = above(step);
    let opened = 0;
    for (const { days, highest } of byHighest) {
      if (highest < threshold || opened > allowed) break;
      opened += casesOpened(days, threshold, judging);
    }
    if (opened > allowed) break;
    least = threshold;
  }
  return least;
}
