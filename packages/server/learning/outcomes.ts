/** What people ruled of accounts, whatever it teaches: final rulings only. */
import type { Kysely } from 'kysely';
import { type Records, readFact } from '../ground/database/index.ts';
import { cohortsOf, nameOf, namesOf, OTHERS } from './cohorts.ts';
import type { Scored } from './distribution.ts';
import { ACCOUNTS_FACT } from './job.ts';

/** Rulings that are read at most, the newest first. */
const RULINGS_MAX = 50_000;
/** Of the standard normal distribution: 95 % lie within so many deviations. */
const Z = 1.959964;

export interface FalseAlerts {
  /** the narrowest with enough accounts: age band, language, country; OTHERS of those in none */
  cohort: string;
  /** flagged accounts that were ruled on, and those of them that were harmless */
  of: number;
  count: number;
  /** the share of harmless ones lies between, with 95 % confidence (Wilson, 1927) */
  low: number;
  high: number;
}

export interface Outcomes {
  /** whether it was harmful, as ruled last */
  byAccount: ReadonlyMap<string, boolean>;
  /** @param rows scores of days, which know what cohort an account is of */
  falseAlerts(rows: readonly Scored[]): readonly FalseAlerts[];
}

export async function readOutcomes(db: Kysely<Records>): Promise<Outcomes> {
  const rulings = await db
    .selectFrom('ruling_example')
    .select(['account', 'harmful', 'source'])
    .where('final', '=', 1)
    .orderBy('ruled_at', 'desc')
    .limit(RULINGS_MAX)
    .execute();
  const byAccount = new Map<string, boolean>();
  const flagged = new Map<string, boolean>();
  for (const { account, harmful, source } of rulings) {
    if (!byAccount.has(account)) byAccount.set(account, harmful === 1);
    if (source === 'case' && !flagged.has(account)) flagged.set(account, harmful === 1);
  }
  return { byAccount, falseAlerts: (rows) => ratesOf(rows, flagged) };
}

function ratesOf(rows: readonly Scored[], flagged: ReadonlyMap<string, boolean>): readonly FalseAlerts[] {
  const enough = new Set(cohortsOf(rows).map(nameOf));
  const narrowest = (row: Scored): string => namesOf(row).find((name) => enough.has(name)) ?? OTHERS;
  const cohortOf = new Map(rows.map((row) => [row.account, narrowest(row)]));
  const counts = new Map<string, { of: number; count: number }>();
  for (const [account, harmful] of flagged) {
    const cohort = cohortOf.get(account);
    if (cohort === undefined) continue;
    const counted = counts.get(cohort) ?? { of: 0, count: 0 };
    counted.of++;
    if (!harmful) counted.count++;
    counts.set(cohort, counted);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([cohort, { of, count }]) => ({ cohort, of, count, ...intervalOf(count, of) }));
}

/** The interval of a share after Wilson, which holds for small numbers, and near 0 and 1. */
export function intervalOf(count: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const p = count / of;
  const middle = (p + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of * of));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** How many accounts were known when the day began; null where nobody has counted yet. */
export async function knownAccounts(db: Kysely<Records>): Promise<number | null> {
  const value = await readFact(db, ACCOUNTS_FACT);
  return value === null ? null : Number(value);
}

/** Versions that were in shadow since a day. */
export async function shadowModels(db: Kysely<Records>, from: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('score_day')
    .select('model')
    .distinct()
    .where('shadow', '=', 1)
    .where('day', '>=', from)
    .orderBy('model')
    .execute();
  return rows.map(({ model }) => model);
}
