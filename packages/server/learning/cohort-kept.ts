/** Which cohorts are large enough is worked out once a day, and asked for each time that somebody rules on an account. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { keepFact, type Records, readFact } from '../ground/database/index.ts';
import { cohortsOf, nameOf, namesOf, OTHERS } from './cohorts.ts';
import type { Scored } from './distribution.ts';

/** The fact that holds the names of the cohorts that had enough accounts lately. */
const COHORTS_FACT = 'learning.cohorts';
const names = z.array(z.string());

export const keepCohorts = (db: Kysely<Records>, rows: readonly Scored[]): Promise<void> =>
  keepFact(db, COHORTS_FACT, JSON.stringify(cohortsOf(rows).map(nameOf)));

/** The narrowest of these that the account was in when it was last scored; OTHERS where it was in none. */
export async function cohortOf(db: Kysely<Records>, account: string): Promise<string> {
  const row = await db
    .selectFrom('score_day')
    .select(['age_band', 'language', 'country'])
    .where('account', '=', account)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  const kept = await readFact(db, COHORTS_FACT);
  if (row === undefined || kept === null) return OTHERS;
  const enough = readNames(kept);
  return namesOf(row).find((name) => enough.has(name)) ?? OTHERS;
}

/** What can't be read is as if nothing had been counted: no ruling waits for a statistic. */
function readNames(value: string): ReadonlySet<string> {
  try {
    return new Set(names.parse(JSON.parse(value)));
  } catch {
    return new Set();
  }
}
