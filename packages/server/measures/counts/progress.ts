/** How far counting has come: a few whole numbers by name, moved on in the transaction of what they tell of. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';

export type Progress =
  /** the place of the first event that isn't counted yet */
  | 'log_next'
  /** the first day of which all events were counted */
  | 'log_from'
  /** the last day of which what people handled is counted */
  | 'records_through'
  /** the last day that is finished: nothing will be added to it */
  | 'finished_through';

export async function progressOf(db: Kysely<Records>, what: Progress): Promise<number | null> {
  const row = await db.selectFrom('count_progress').select('value').where('what', '=', what).executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

export async function setProgress(db: Kysely<Records>, what: Progress, value: number): Promise<void> {
  await db
    .insertInto('count_progress')
    .values({ what, value })
    .onConflict((c) => c.column('what').doUpdateSet({ value }))
    .execute();
}

/** The last finished day, days since 1970 (UTC): all days up to it stay as they are. null before there is one. */
export const countedThrough = (db: Kysely<Records>): Promise<number | null> => progressOf(db, 'finished_through');
