/**
 * Days that are over: what people handled in them is written as a whole, once, a little after midnight (UTC) or when Kith starts
 * again, however many were missed. A day is finished when all of its log is counted, too; from then on it stays as it is.
 */
import type { Kysely } from 'kysely';
import type { DailyCountRow, Records } from '../../ground/database/index.ts';
import { isUncounted } from './blocks.ts';
import { DAY_MS, dayOf } from './days.ts';
import { namesOf } from './names.ts';
import { holdDays, type Progress, progressOf, setProgress } from './progress.ts';
import { raise } from './raise.ts';
import { countRecords } from './records.ts';

/** What was begun before midnight is committed, and can't be taken back any more: ten times as long as any of that takes. */
const SETTLED_AFTER_MS = 600_000;
/** Days that one transaction writes: some thousand rows. */
const DAYS_AT_ONCE = 31;

const OF_RECORDS = namesOf('records');

/** The last day that is surely over. */
export const lastSettled = (now_ms: number): number => dayOf(now_ms - SETTLED_AFTER_MS) - 1;

/**
 * Writes all days that are over and not written yet. Several processes on one database may do it at once.
 * @param now_ms the time that has surely passed: what is finished can't be opened again
 */
export async function finishDays(db: Kysely<Records>, now_ms: number, signal?: AbortSignal): Promise<void> {
  const last = lastSettled(now_ms);
  let through = (await progressOf(db, 'records_through')) ?? (await firstDay(db, now_ms)) - 1;
  while (through < last && !signal?.aborted) {
    const span = { fromDay: through + 1, toDay: Math.min(last, through + DAYS_AT_ONCE) };
    // read before the transaction: on SQLite that would hold up everybody's commits
    const rows = await countRecords(db, span);
    if (!(await write(db, through, span.toDay, rows))) return;
    through = span.toDay;
  }
  if (((await progressOf(db, 'finished_through')) ?? -1) >= through) return;
  await db.transaction().execute(async (trx) => {
    await holdDays(trx);
    if (await isUncounted(trx, (through + 1) * DAY_MS)) return;
    // another process may have come further
    if (((await progressOf(trx, 'finished_through')) ?? -1) < through)
      await setProgress(trx, 'finished_through', through);
  });
}

/** false where another process wrote these days meanwhile. */
const write = (
  db: Kysely<Records>,
  before: number,
  through: number,
  rows: readonly DailyCountRow[],
): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const what: Progress = 'records_through';
    await trx
      .insertInto('count_progress')
      .values({ what, value: before })
      .onConflict((c) => c.doNothing())
      .execute();
    const moved = await trx
      .updateTable('count_progress')
      .set({ value: through })
      .where('what', '=', what)
      .where('value', '=', before)
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    const days = trx.deleteFrom('daily_count').where('day', '>', before).where('day', '<=', through);
    await days.where('name', 'in', OF_RECORDS).execute();
    await raise(trx, rows);
    return true;
  });

/** The day of the first thing that anybody handled here. */
async function firstDay(db: Kysely<Records>, now_ms: number): Promise<number> {
  const found = await Promise.all([
    db
      .selectFrom('audit_line')
      .select(({ fn }) => fn.min('at').as('first'))
      .executeTakeFirst(),
    db
      .selectFrom('cases')
      .select(({ fn }) => fn.min('opened_at').as('first'))
      .executeTakeFirst(),
    db
      .selectFrom('report')
      .select(({ fn }) => fn.min('received_at').as('first'))
      .executeTakeFirst(),
  ]);
  const times = found.flatMap((row) => (row?.first == null ? [] : [Number(row.first)]));
  return dayOf(Math.min(now_ms, ...times));
}
