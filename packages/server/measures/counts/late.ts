/** What was counted on a later day than its own, as that was finished: noted, so that counts can still be checked against the log. */
import type { Kysely, Transaction } from 'kysely';
import type { DailyCountRow, Records } from '../../ground/database/index.ts';
import type { Sums } from './raise.ts';

/** @param counted_on the day that it was added to */
export async function noteLate(
  trx: Transaction<Records>,
  counted_on: number,
  rows: readonly DailyCountRow[],
): Promise<void> {
  // one by one: it is a few rows of a block, and seldom
  for (const row of rows) {
    await trx
      .insertInto('late_count')
      .values({ ...row, counted_on })
      .onConflict((oc) =>
        oc
          .columns(['day', 'counted_on', 'name', 'key'])
          .doUpdateSet(({ ref, eb }) => ({ n: eb(ref('late_count.n'), '+', ref('excluded.n')) })),
      )
      .execute();
  }
}

/** Moves what the log has of a day to where it was counted. */
export async function moveLate(db: Kysely<Records>, day: number, sums: Sums): Promise<void> {
  const rows = await db
    .selectFrom('late_count')
    .selectAll()
    .where((eb) => eb.or([eb('day', '=', day), eb('counted_on', '=', day)]))
    .execute();
  for (const { counted_on, name, key, n } of rows)
    sums.add(day, name, key, counted_on === day ? Number(n) : -Number(n));
}
