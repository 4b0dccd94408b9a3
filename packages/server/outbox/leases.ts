/**
 * What couriers read and write. The life of a row:
 *
 *   waiting --lease--> leased --2xx--> delivered
 *      ^                 |--failed--> waiting (later) or, when the day is over or on 410, dead
 *      |                 '--courier died: the lease ends--> waiting
 *      '--replay-- dead
 *
 * A courier that takes a row moves `next_at` to the end of its lease: "due" is one comparison, served by one index, and
 * a courier that dies gives its rows back by doing nothing.
 */
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { OutboxRow, Records } from '../ground/database/index.ts';
import type { Verdict } from './schedule.ts';

/** Rows deleted by one statement at most: none holds the database for long. */
export const PURGE_ROWS_MAX = 1_000;

/** What came of a leased row. */
export interface Settled {
  row: OutboxRow;
  verdict: Verdict;
}

/**
 * Takes up to `limit` due rows of an endpoint until `until_ms`. No other courier gets them until then: SQLite lets one
 * writer in at a time; PostgreSQL locks the rows that one courier picks, and the others skip them.
 */
export async function lease(
  db: Kysely<Records>,
  endpoint: string,
  limit: number,
  now_ms: number,
  until_ms: number,
): Promise<readonly OutboxRow[]> {
  const skip = db.getExecutor().adapter instanceof PostgresAdapter ? sql`for update skip locked` : sql``;
  // `materialized`: were it merged into the update, PostgreSQL might pick rows more than once and lock too many
  const { rows } = await sql<OutboxRow>`
    with due as materialized (
      select id from outbox
      where endpoint = ${endpoint} and delivered_at is null and dead_at is null and next_at <= ${now_ms}
      order by next_at
      limit ${limit}
      ${skip}
    )
    update outbox set attempts = attempts + 1, next_at = ${until_ms}, leased_until = ${until_ms}
    where id in (select id from due)
    returning *
  `.execute(db);
  return rows;
}

/** When the next row of these endpoints is due (or its lease ends), or null where nothing waits. */
export async function nextDue(db: Kysely<Records>, endpoints: readonly string[]): Promise<number | null> {
  let earliest: number | null = null;
  // one by one, so that each is a single step into the index of due rows
  for (const endpoint of endpoints) {
    const next = await db
      .selectFrom('outbox')
      .select('next_at')
      .where('endpoint', '=', endpoint)
      .where('delivered_at', 'is', null)
      .where('dead_at', 'is', null)
      .orderBy('next_at')
      .limit(1)
      .executeTakeFirst();
    if (next !== undefined && (earliest === null || next.next_at < earliest)) earliest = next.next_at;
  }
  return earliest;
}

/**
 * Writes what came of leased rows, all in one transaction. A delivery counts whoever made it; a failure counts only for
 * the courier that still has the lease.
 */
export async function settle(db: Kysely<Records>, all: readonly Settled[], now_ms: number): Promise<void> {
  const delivered = all.filter((s) => s.verdict.outcome === 'delivered').map((s) => s.row.id);
  await db.transaction().execute(async (tx) => {
    if (delivered.length > 0) {
      await tx
        .updateTable('outbox')
        .set({ delivered_at: now_ms, leased_until: 0, dead_at: null, last_error: null })
        .where('id', 'in', delivered)
        .where('delivered_at', 'is', null)
        .execute();
    }
    for (const { row, verdict } of all) {
      if (verdict.outcome === 'delivered') continue;
      const { error } = verdict;
      await tx
        .updateTable('outbox')
        .set({
          leased_until: 0,
          last_error: error,
          ...(verdict.outcome === 'dead' ? { dead_at: now_ms } : { next_at: verdict.next_at }),
        })
        .where('id', '=', row.id)
        .where('leased_until', '=', row.leased_until)
        .where('delivered_at', 'is', null)
        .where('dead_at', 'is', null)
        .execute();
    }
  });
}

/** Gives up, when their day is over, rows of endpoints that are no longer configured: nobody else would. */
export async function giveUpOnStrays(
  db: Kysely<Records>,
  endpoints: readonly string[],
  now_ms: number,
): Promise<number> {
  let update = db
    .updateTable('outbox')
    .set({ dead_at: now_ms, leased_until: 0, last_error: 'ENDPOINT_UNKNOWN' })
    .where('delivered_at', 'is', null)
    .where('dead_at', 'is', null)
    .where('give_up_at', '<', now_ms);
  if (endpoints.length > 0) update = update.where('endpoint', 'not in', endpoints);
  return Number((await update.executeTakeFirst()).numUpdatedRows);
}

/** Deletes rows that were delivered before a time, a bounded number at once. Gives how many. */
export async function purgeDelivered(db: Kysely<Records>, before_ms: number): Promise<number> {
  let purged = 0;
  for (;;) {
    const some = db
      .selectFrom('outbox')
      .select('id')
      .where('delivered_at', 'is not', null)
      .where('delivered_at', '<', before_ms)
      .limit(PURGE_ROWS_MAX);
    const { numDeletedRows } = await db.deleteFrom('outbox').where('id', 'in', some).executeTakeFirst();
    purged += Number(numDeletedRows);
    if (numDeletedRows < BigInt(PURGE_ROWS_MAX)) return purged;
  }
}
