/** What is measured on: the observed account-days, and who is what. */
import type { RiskModel } from '@kith/contract';
import type { CueCounts } from '../observe/cues.ts';
import type { AccountDays } from '../observe/days.ts';
import type { Climb, Raised } from '../observe/raised.ts';
import { type LeftOut, type Subject, scoreRow } from '../observe/row.ts';
import type { Offending } from './finding.ts';
import type { DayOfClimbs } from './judged.ts';

export interface Population {
  days: AccountDays;
  raised: Raised;
  /** ids, by the accounts' numbers */
  accounts: readonly string[];
  cues: CueCounts;
  /** of an account's number: what it is called in the tables of this report; null for an offender's */
  benignAs: (account: number) => string | null;
  /** the offender whose account it is, by its place in `offenders`; -1 for none */
  offenderOf: (account: number) => number;
  offenders: readonly Offending[];
  /** of an account's number: age band and language as Kith knows them */
  cohortOf: (account: number) => string;
  model: RiskModel;
}

/** A number for each account-day by which it could be judged. */
export type Ranking = (day: number) => number;

/** Scores of the account-days of those who are no offenders, in falling order. */
export function benignFalling({ days, benignAs }: Population, ranking: Ranking): Float32Array {
  const scores = new Float32Array(days.count);
  let count = 0;
  for (let day = 0; day < days.count; day++) {
    if (benignAs(days.get(day, 'account')) !== null) scores[count++] = ranking(day);
  }
  return scores.subarray(0, count).sort().reverse();
}

/** The same, of each account its highest alone: as people look at an account once, and not on every day that it stays above. */
export function benignAccountsFalling(
  { days, benignAs }: Pick<Population, 'days' | 'benignAs'>,
  ranking: Ranking,
): Float32Array {
  const highest = new Map<number, number>();
  for (let day = 0; day < days.count; day++) {
    const account = days.get(day, 'account');
    if (benignAs(account) !== null) highest.set(account, Math.max(highest.get(account) ?? 0, ranking(day)));
  }
  return Float32Array.from(highest.values()).sort().reverse();
}

/** The climbs of each account-day of those who are no offenders: what people would have been told of. */
export function benignClimbs({ days, raised, benignAs }: Pick<Population, 'days' | 'raised' | 'benignAs'>): Climb[] {
  return Array.from({ length: days.count }, (_, day) =>
    benignAs(days.get(day, 'account')) === null ? [] : raised.on(day),
  ).flat();
}

/** The same, day by day of each of these accounts. */
export function benignClimbsByAccount({
  days,
  raised,
  benignAs,
}: Pick<Population, 'days' | 'raised' | 'benignAs'>): DayOfClimbs[][] {
  const accounts = new Map<number, DayOfClimbs[]>();
  for (let number = 0; number < days.count; number++) {
    const account = days.get(number, 'account');
    const climbs = raised.on(number);
    if (climbs.length === 0 || benignAs(account) === null) continue;
    const before = accounts.get(account) ?? [];
    accounts.set(account, before);
    before.push({ day: days.get(number, 'day'), climbs });
  }
  return [...accounts.values()];
}

/** Which offenders have an account-day that reaches the threshold, by their place. */
export function reachedBy({ days, offenderOf }: Population, ranking: Ranking, threshold: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (let day = 0; day < days.count; day++) {
    const offender = offenderOf(days.get(day, 'account'));
    if (offender >= 0 && ranking(day) >= threshold) found.add(offender);
  }
  return found;
}

const SUBJECTS: readonly Subject[] = ['account', 'contact'];

/** The score without some terms: worked out of what the day's highest scores were made of. */
export const without =
  ({ days, model }: Population, leftOut: LeftOut, subjects: readonly Subject[] = SUBJECTS): Ranking =>
  (day) => {
    let highest = 0;
    for (const subject of subjects) {
      const row = days.row(day, subject);
      if (row !== null) highest = Math.max(highest, scoreRow(model, subject, row, leftOut));
    }
    return Math.fround(highest);
  };
