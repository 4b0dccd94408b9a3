/** How full the outbox is, for metrics: bounded looks into the indexes of what waits and of what is dead. */
import { type Kysely, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';

/** Rows counted at most, of each kind: a scrape must cost little, above all when there are very many. */
export const COUNTED_MAX = 10_000;

export interface OutboxLevels {
  /** rows that wait for their delivery, COUNTED_MAX at most */
  waiting: number;
  /** how long ago the oldest of those was made, milliseconds; 0 where nothing waits */
  oldest_ms: number;
  /** dead letters, COUNTED_MAX at most */
  dead: number;
}

export async function outboxLevels(db: Kysely<Records>, now_ms: number): Promise<OutboxLevels> {
  // the conditions are those of the partial indexes outbox_due and outbox_dead
  const { rows } = await sql<{ waiting: number; oldest: number | null; dead: number }>`
    select w.waiting, w.oldest, d.dead
    from (
      select count(*) as waiting, min(created_at) as oldest
      from (
        select created_at from outbox where delivered_at is null and dead_at is null
        order by endpoint, next_at limit ${COUNTED_MAX}
      ) waiting
    ) w, (
      select count(*) as dead from (select 1 from outbox where dead_at is not null limit ${COUNTED_MAX}) dead
    ) d`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('counting gave no row');
  const oldest_ms = row.oldest === null ? 0 : Math.max(0, now_ms - Number(row.oldest));
  return { waiting: Number(row.waiting), oldest_ms, dead: Number(row.dead) };
}
