/** Thresholds by cohort, from the scores of the running system: so that no more alerts come than people can look at. */
import type { AgeBand, Policy, Thresholds } from '@kith/contract';
import { cohortsOf } from './cohorts.ts';
import { ageBandOf, type Scored, standFor, thresholdFor } from './distribution.ts';

export interface CohortThresholds {
  ageBand: AgeBand;
  language: string | null;
  country: string | null;
  /** account-days that the thresholds come from, and alerts a day that they are expected to give */
  accountDays: number;
  alertsPerDay: number;
  thresholds: Thresholds;
}

export interface Calibrated {
  days: number;
  /** of all who are in no cohort */
  thresholds: Thresholds;
  cohorts: readonly CohortThresholds[];
}

export interface CalibrateOptions {
  policy: Policy;
  /** alerts a day that people can look at, of all cohorts together */
  alertsPerDay: number;
  /** accounts that people ruled harmful: they are no part of the benign */
  harmful: ReadonlySet<string>;
}

/** Fewer account-days than this have no top to speak of: a threshold would be an accident. */
export const ACCOUNT_DAYS_LEAST = 1_000;

/** null where there are too few account-days. Each cohort gets as many of the alerts as it has account-days. */
export function calibrate(rows: readonly Scored[], options: CalibrateOptions): Calibrated | null {
  const { policy, alertsPerDay, harmful } = options;
  const benign = rows.filter(({ account }) => !harmful.has(account));
  const days = new Set(rows.map(({ day }) => day)).size;
  const all = standFor(benign);
  if (all < ACCOUNT_DAYS_LEAST) return null;
  const { thresholds: now } = policy.risk;
  /** share of account-days that may be alerted */
  const share = Math.min(1, (alertsPerDay * days) / all);
  const of = (some: readonly Scored[]): Thresholds => {
    const medium = thresholdFor(some, standFor(some) * share) ?? now.medium;
    return around(above(medium), now);
  };
  const cohorts = cohortsOf(benign).map((cohort): CohortThresholds => {
    const thresholds = of(cohort.rows);
    const alerted = standFor(cohort.rows.filter(({ score }) => score >= thresholds.medium));
    return {
      ageBand: ageBandOf(cohort.ageBand),
      language: cohort.language,
      country: cohort.country,
      accountDays: Math.round(standFor(cohort.rows)),
      alertsPerDay: alerted / days,
      thresholds,
    };
  });
  return { days, thresholds: of(benign), cohorts };
}

/** A threshold is reached by what is as high: so it stands a little above the first that must not reach it. */
const above = (score: number): number => Math.ceil((score + 1e-6) * 100) / 100;

/** Low and high keep their distance from medium, where cases open. */
const around = (medium: number, { low, medium: was, high }: Thresholds): Thresholds => ({
  low: rounded(Math.max(LOW_LEAST, medium - (was - low))),
  medium: rounded(Math.max(LOW_LEAST * 2, medium)),
  high: rounded(Math.max(LOW_LEAST * 3, medium + (high - was))),
});
const rounded = (n: number): number => Math.round(n * 100) / 100;
/** Levels that begin lower would be of everybody who writes to a child, log-odds. */
const LOW_LEAST = 0.5;
