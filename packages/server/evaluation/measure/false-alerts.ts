/** False alerts: of which cohorts, of what kind of people, and which term and cue caused them. */
import type { TermName } from '@kith/engine';
import { type Subject, visitRow } from '../observe/row.ts';
import type { Population, Ranking } from './population.ts';
import { benignFalling } from './population.ts';
import { thresholdAt } from './thresholds.ts';
import { type Share, shareOf } from './wilson.ts';

export interface FalseAlerts {
  accountDays: Share;
  accounts: number;
  /** account-days alerted, of all of that cohort or kind */
  byCohort: Readonly<Record<string, Share>>;
  byKind: Readonly<Record<string, Share>>;
  /** account-days whose largest contribution it was */
  byTerm: Readonly<Record<string, number>>;
  /** accounts in which it was the most frequent cue */
  byCue: Readonly<Record<string, number>>;
}

export function falseAlertsAt(p: Population, ranking: Ranking, threshold: number): FalseAlerts {
  const { days, benignAs, cohortOf, cues } = p;
  const cohorts = new Map<string, [alerts: number, of: number]>();
  const kinds = new Map<string, [alerts: number, of: number]>();
  const terms = new Map<string, number>();
  const accounts = new Set<number>();
  let [alerts, of] = [0, 0];
  for (let day = 0; day < days.count; day++) {
    const account = days.get(day, 'account');
    const kind = benignAs(account);
    if (kind === null) continue;
    const alert = ranking(day) >= threshold;
    count(cohorts, cohortOf(account), alert);
    count(kinds, kind, alert);
    of++;
    if (!alert) continue;
    alerts++;
    accounts.add(account);
    const term = largestTerm(p, day);
    if (term !== null) terms.set(term, (terms.get(term) ?? 0) + 1);
  }
  const byCue = new Map<string, number>();
  for (const account of accounts) {
    const cue = cues.of(account)[0]?.[0] ?? 'none';
    byCue.set(cue, (byCue.get(cue) ?? 0) + 1);
  }
  return {
    accountDays: shareOf(alerts, of),
    accounts: accounts.size,
    byCohort: shares(cohorts),
    byKind: shares(kinds),
    byTerm: sorted(terms),
    byCue: sorted(byCue),
  };
}

function count(into: Map<string, [number, number]>, key: string, alert: boolean): void {
  const [alerts, of] = into.get(key) ?? [0, 0];
  into.set(key, [alerts + Number(alert), of + 1]);
}

const shares = (counts: ReadonlyMap<string, readonly [number, number]>): Record<string, Share> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, [n, of]]) => [key, shareOf(n, of)]));

export const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));

/** What adds most to the higher of the day's two scores; null where that was not kept. */
export function largestTerm({ days, model }: Population, day: number): TermName | null {
  const subject: Subject = days.get(day, 'contactScore') > days.get(day, 'accountScore') ? 'contact' : 'account';
  const row = days.row(day, subject);
  if (row === null) return null;
  let largest: TermName | null = null;
  let most = 0;
  visitRow(model, subject, row, (term, points) => {
    if (points > most) [largest, most] = [term, points];
  });
  return largest;
}

export interface CohortThresholds {
  cohort: string;
  accountDays: number;
  /** by budget, in the order of the budgets; null where there are too few days to tell */
  thresholds: readonly (number | null)[];
}

/** The threshold of each cohort by itself, at each budget. */
export function thresholdsByCohort(p: Population, ranking: Ranking, budgets: readonly number[]): CohortThresholds[] {
  const cohorts = new Set(p.accounts.map((_, account) => p.cohortOf(account)));
  return [...cohorts].sort().flatMap((cohort) => {
    const own: Population = { ...p, benignAs: (a) => (p.cohortOf(a) === cohort ? p.benignAs(a) : null) };
    const falling = benignFalling(own, ranking);
    if (falling.length === 0) return [];
    const thresholds = budgets.map((budget) => (falling.length * budget < 1 ? null : thresholdAt(falling, budget)));
    return [{ cohort, accountDays: falling.length, thresholds }];
  });
}
