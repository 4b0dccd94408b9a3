/**
 * Groups of accounts that are scored alike: thresholds, drift and shares of false alerts are told by them. By age band, language
 * and country, the narrow before the wide; a group with few accounts is none, and its accounts are of the wider one.
 */
import { COHORTS_MAX } from '@kith/contract';
import type { Scored } from './distribution.ts';

/** null: of all languages, of all countries. */
export interface CohortKey {
  ageBand: string;
  language: string | null;
  country: string | null;
}
export interface Cohort extends CohortKey {
  rows: readonly Scored[];
}

/** An account-day that is thin on a cohort says little: with fewer accounts a cohort has the thresholds of a wider one. */
export const COHORT_ACCOUNTS_LEAST = 1_000;

/** Stands for all accounts of no group. */
export const OTHERS = 'others';

type Group = Pick<Scored, 'age_band' | 'language' | 'country'>;

/** From narrow to wide; null where an account is in no such group, as nobody said its language or country. */
const levels: readonly ((row: Group) => CohortKey | null)[] = [
  ({ age_band, language, country }) =>
    language === '' || country === '' ? null : { ageBand: age_band, language, country },
  ({ age_band, language }) => (language === '' ? null : { ageBand: age_band, language, country: null }),
  ({ age_band }) => ({ ageBand: age_band, language: null, country: null }),
];

/** `adult`, `adult en`, `adult en GB` */
export const nameOf = ({ ageBand, language, country }: CohortKey): string =>
  [ageBand, language, country].filter((part) => part !== null).join(' ');

/**
 * The groups that have enough accounts, the narrow before the wide, and of equals by name: an account is of the first that it is in. The
 * wide are kept where there are more than a policy may name, and of the narrow those with most account-days.
 */
export function cohortsOf(rows: readonly Scored[], least = COHORT_ACCOUNTS_LEAST): readonly Cohort[] {
  const enough = levels.map((level) => grouped(rows, level).filter(({ rows: of }) => accountsOf(of) >= least));
  let room = COHORTS_MAX;
  const kept = enough.toReversed().map((cohorts) => {
    const some = cohorts.toSorted((a, b) => b.rows.length - a.rows.length).slice(0, room);
    room -= some.length;
    return some.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  });
  return kept.reverse().flat();
}

/** The names of the groups that an account is in, be they large enough or not; the narrow before the wide. */
export const namesOf = (row: Group): readonly string[] =>
  levels.flatMap((level) => {
    const key = level(row);
    return key === null ? [] : [nameOf(key)];
  });

function grouped(rows: readonly Scored[], level: (row: Group) => CohortKey | null): Cohort[] {
  const groups = new Map<string, CohortKey & { rows: Scored[] }>();
  for (const row of rows) {
    const key = level(row);
    if (key === null) continue;
    const name = nameOf(key);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { ...key, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()];
}

/** How many accounts there are, as far as can be told: each counts as much as its likeliest day stands for. */
function accountsOf(rows: readonly Scored[]): number {
  const shares = new Map<string, number>();
  for (const { account, share } of rows) shares.set(account, Math.max(shares.get(account) ?? 0, share));
  let accounts = 0;
  for (const share of shares.values()) accounts += 1 / share;
  return accounts;
}
