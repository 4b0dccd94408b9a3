/** How far counting has come: a few whole numbers by name, moved on in the transaction of what they tell of. */
import { type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { DAY_MS } from './days.ts';
import type { CountedFrom } from './names.ts';

export type Progress =
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

/** The first day that has counts; null before there is one. What comes late is never counted on a day that is finished, so it stays. */
export async function firstCountedDay(db: Kysely<Records>): Promise<number | null> {
  const row = await db
    .selectFrom('daily_count')
    .select(({ fn }) => fn.min('day').as('day'))
    .executeTakeFirst();
  return row?.day == null ? null : Number(row.day);
}

/**
 * The first day from which on counts of that are known, by where they come from: of days before nobody knows how many there were,
 * which isn't none. null: counting hasn't begun.
 */
export async function countedSince(db: Kysely<Records>): Promise<Readonly<Record<CountedFrom, number | null>>> {
  const [first, began] = await Promise.all([firstCountedDay(db), progressOf(db, 'log_from')]);
  // whatever people did, Kith's records have from their beginning; the log and questions are counted from when that began
  const records = first === null || began === null ? (first ?? began) : Math.min(first, began);
  return { records, log: began ?? first, questions: began ?? first };
}

/**
 * The first day that isn't finished, which none can finish before the transaction ends; 0 where none is. What belongs to a day
 * before is added to this one: a process may have a clock that is behind, or have hung since yesterday.
 */
export async function firstOpenDay(trx: Transaction<Records>): Promise<number> {
  // SQLite has one writer anyhow; a row alone can't be locked before it is there
  if (isPostgres(trx)) await sql`lock table count_progress in share mode`.execute(trx);
  return ((await countedThrough(trx)) ?? -1) + 1;
}

/** Nobody adds to a day until the transaction ends. */
export async function holdDays(trx: Transaction<Records>): Promise<void> {
  if (isPostgres(trx)) await sql`lock table count_progress in share row exclusive mode`.execute(trx);
}

/** When what is done now is so in the record: never in a day that is finished, milliseconds since 1970. */
export const openTime = async (trx: Transaction<Records>, now_ms: number): Promise<number> =>
  Math.max(now_ms, (await firstOpenDay(trx)) * DAY_MS);

export const isPostgres = (trx: Transaction<Records>): boolean => trx.getExecutor().adapter instanceof PostgresAdapter;
