/** Notices that scores are spread otherwise than they were: thresholds that were right may be wrong then. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { cohortsOf, nameOf } from './cohorts.ts';
import { type Scored, stabilityOf } from './distribution.ts';

/** The days that are compared, and the days before them that they are compared with: a whole week each way. */
export const DRIFT_DAYS = { now: 7, reference: 28 } as const;
/** From here on somebody should look, by custom of the population stability index. */
export const DRIFT_FROM = 0.25;
/** With fewer accounts in a cohort chance alone would raise alarms. */
const ACCOUNTS_LEAST = 500;
/** Rows that are read at most: a month of a platform with a hundred thousand active accounts a day. */
export const ROWS_MAX = 500_000;

export interface Drift {
  /** age band, with language and country where it is of one */
  cohort: string;
  stability: number;
}

/** Kept scores of days from one up to another (days since 1970), of one model; of all where it is null. */
export const scoresOf = (
  db: Kysely<Records>,
  model: string | null,
  from: number,
  to: number,
): Promise<readonly Scored[]> =>
  db
    .selectFrom('score_day')
    .select(['account', 'day', 'age_band', 'language', 'country', 'score', 'share'])
    .$if(model !== null, (query) => query.where('model', '=', model))
    .where('day', '>=', from)
    .where('day', '<', to)
    .orderBy('day', 'desc')
    .limit(ROWS_MAX)
    .execute();

/** How far each cohort's scores have moved; the furthest first. Empty where there are not yet days enough to compare. */
export async function driftOf(db: Kysely<Records>, model: string, today: number): Promise<readonly Drift[]> {
  const middle = today - DRIFT_DAYS.now;
  const rows = await scoresOf(db, model, middle - DRIFT_DAYS.reference, today);
  return driftBetween(
    rows.filter(({ day }) => day < middle),
    rows.filter(({ day }) => day >= middle),
  );
}

export function driftBetween(reference: readonly Scored[], now: readonly Scored[]): readonly Drift[] {
  const before = new Map(cohortsOf(reference, ACCOUNTS_LEAST).map((c) => [nameOf(c), c.rows]));
  return cohortsOf(now, ACCOUNTS_LEAST)
    .flatMap((cohort): Drift[] => {
      const rows = before.get(nameOf(cohort));
      return rows === undefined ? [] : [{ cohort: nameOf(cohort), stability: stabilityOf(rows, cohort.rows) }];
    })
    .sort((a, b) => b.stability - a.stability);
}
