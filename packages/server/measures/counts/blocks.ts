/**
 * What blocks of the log add becomes counts of days. A block's own counts were committed with it, as a row; here rows are deleted
 * and counts raised in one transaction, so that each event counts once, whoever dies, and however many processes do it at once.
 * What comes when its day is finished is counted on the first day that isn't, and it is noted that it was.
 */
import { type Kysely, sql } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { dayOf } from './days.ts';
import { noteLate } from './late.ts';
import { firstOpenDay, isPostgres } from './progress.ts';
import { raise, Sums } from './raise.ts';
import { readTally } from './tally.ts';

/** Blocks that one transaction takes: a few milliseconds, so that nobody's commit waits for long. */
export const BLOCKS_AT_ONCE = 500;

/** Counts up to so many blocks, the oldest first; gives how many. */
export function countBlocks(db: Kysely<Records>, most = BLOCKS_AT_ONCE): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const open = await firstOpenDay(trx);
    const skip = isPostgres(trx) ? sql`for update skip locked` : sql``;
    const { rows } = await sql<{ at: number | string; counts: string }>`
      delete from block_count where id in (select id from block_count order by id limit ${sql.lit(most)} ${skip})
      returning at, counts`.execute(trx);
    const sums = new Sums();
    const late = new Sums();
    for (const { at, counts } of rows) {
      const day = dayOf(Number(at));
      for (const [name, key, n] of readTally(counts)) {
        sums.add(Math.max(day, open), name, key, n);
        if (day < open) late.add(day, name, key, n);
      }
    }
    await raise(trx, sums.rows());
    await noteLate(trx, open, late.rows());
    return rows.length;
  });
}

/** Whether something of a time before another is still to be counted. */
export async function isUncounted(db: Kysely<Records>, before_ms: number): Promise<boolean> {
  const row = await db.selectFrom('block_count').select('id').where('at', '<', before_ms).limit(1).executeTakeFirst();
  return row !== undefined;
}
