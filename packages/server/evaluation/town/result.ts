/** Everything that `kith eval town` measures, as data. */

import { type Bin, fitLine, type Line, reliability, type Scored } from '../measure/calibration.ts';
import { ablations, baselines, type Compared } from '../measure/comparing.ts';
import { type CohortThresholds, type FalseAlerts, falseAlertsAt, thresholdsByCohort } from '../measure/false-alerts.ts';
import {
  alertOf,
  type Earliness,
  earlinessAt,
  type Finding,
  findingAt,
  gotThrough,
  type Offending,
} from '../measure/finding.ts';
import { judgingOf, thresholdJudged } from '../measure/judged.ts';
import { erde, type FLatency, type Flagged, fLatency } from '../measure/latency.ts';
import {
  benignAccountsFalling,
  benignClimbs,
  benignClimbsByAccount,
  benignFalling,
  type Population,
  type Ranking,
} from '../measure/population.ts';
import { allowedAt, thresholdAfter, thresholdAt, thresholdRaising } from '../measure/thresholds.ts';

/** Shares of the active account-days of those who are no offenders that may be alerted. */
export const BUDGETS = [1e-5, 1e-4, 1e-3] as const;
/** The budget that levels, comparisons and causes are measured at: one alert in 10,000 account-days. */
export const BUDGET = 1e-4;
/** Messages around which ERDE's cost rises. */
const ERDE_DUE = [5, 50] as const;
/** Log-odds of a bin of the reliability curve. */
const BIN_WIDTH = 1;

export interface AtBudget extends Found {
  budget: number;
  earliness: Earliness;
  /** at as many days on which somebody would be told falsely: that a score rose, not that it stays where it was */
  told: Found;
  /** at as many cases that people are asked to judge falsely, where what they found harmless opens no other for a while */
  judged: Found;
  /** at as many false alerts, where an account that stays above for days is one */
  once: Found;
}

interface Found {
  threshold: number;
  overall: Finding;
  byType: Readonly<Record<string, Finding>>;
}

export interface TownMeasured {
  accountDays: { benign: number; offenders: number };
  accounts: { benign: number; offenders: number; offenderPeople: number };
  /** score of the 99th percentile of active account-days */
  percentile99: number;
  budgets: readonly AtBudget[];
  late: { erde: readonly { due: number; value: number }[]; fLatency: FLatency };
  cohorts: readonly CohortThresholds[];
  falseAlerts: FalseAlerts;
  calibration: { line: Line; bins: readonly Bin[] };
  baselines: readonly Compared[];
  ablations: readonly Compared[];
}

export function measureTown(p: Population): TownMeasured {
  const score: Ranking = (day) => p.days.score(day);
  const falling = benignFalling(p, score);
  const turned = p.offenders.filter(({ onset_ms }) => Number.isFinite(onset_ms));
  const accounts = benignAccountsFalling(p, score);
  const climbs = benignClimbs(p);
  const cases = benignClimbsByAccount(p);
  const judging = judgingOf(p.model);
  const budgets = BUDGETS.map((budget): AtBudget => {
    const threshold = thresholdAt(falling, budget);
    return {
      budget,
      ...foundAt(turned, threshold),
      earliness: earlinessAt(turned, threshold),
      told: foundAt(turned, thresholdRaising(climbs, allowedAt(falling, budget))),
      judged: foundAt(turned, thresholdJudged(cases, allowedAt(falling, budget), judging)),
      once: foundAt(turned, thresholdAfter(accounts, allowedAt(falling, budget))),
    };
  });
  const threshold = thresholdAt(falling, BUDGET);
  const benign = p.accounts.filter((_, account) => p.benignAs(account) !== null).length;
  return {
    accountDays: { benign: falling.length, offenders: p.days.count - falling.length },
    accounts: { benign, offenders: p.accounts.length - benign, offenderPeople: p.offenders.length },
    percentile99: falling[Math.floor(falling.length / 100)] ?? 0,
    budgets,
    late: lateness(p, threshold),
    cohorts: thresholdsByCohort(p, score, BUDGETS),
    falseAlerts: falseAlertsAt(p, score, threshold),
    calibration: calibrationOf(p),
    baselines: baselines(p, BUDGET),
    ablations: ablations(p, BUDGET),
  };
}

function foundAt(offenders: readonly Offending[], threshold: number): Found {
  const types = [...new Set(offenders.map(({ type }) => type))];
  return {
    threshold,
    overall: findingAt(offenders, threshold),
    byType: Object.fromEntries(
      types.map((type) => [
        type,
        findingAt(
          offenders.filter((o) => o.type === type),
          threshold,
        ),
      ]),
    ),
  };
}

/** Accounts of offenders that got through, and all others that were active; messages of others are those of all days. */
function lateness(p: Population, threshold: number): TownMeasured['late'] {
  const flagged: Flagged[] = p.offenders.filter(gotThrough).map((o) => ({
    offends: true,
    after: alertOf(o, threshold)?.messages ?? null,
    messages: o.trails.reduce((sum, { messages }) => sum + messages, 0),
  }));
  const others = new Map<number, Flagged>();
  for (let day = 0; day < p.days.count; day++) {
    const account = p.days.get(day, 'account');
    if (p.benignAs(account) === null) continue;
    const messages = p.days.get(day, 'messagesSoFar');
    const before = others.get(account)?.after ?? null;
    const after = before ?? (p.days.score(day) >= threshold ? messages : null);
    others.set(account, { offends: false, after, messages });
  }
  const all = [...flagged, ...others.values()];
  return { erde: ERDE_DUE.map((due) => ({ due, value: erde(all, due) })), fLatency: fLatency(all) };
}

/** The line is fitted on every second account, and held against the others. */
function calibrationOf({ days, benignAs, offenderOf }: Population): TownMeasured['calibration'] {
  const [fitted, held]: [Scored[], Scored[]] = [[], []];
  for (let day = 0; day < days.count; day++) {
    const account = days.get(day, 'account');
    const offends = benignAs(account) === null;
    const half = offends ? offenderOf(account) : account;
    (half % 2 === 0 ? fitted : held).push({ score: days.score(day), offends });
  }
  const line = fitLine(fitted);
  return { line, bins: reliability(held, line, BIN_WIDTH) };
}
