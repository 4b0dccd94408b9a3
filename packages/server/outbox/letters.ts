/** Dead letters, for people: webhooks that were given up, to look at, to send again, to clear away. */
import type { Kysely } from 'kysely';
import type { OutboxRow, Records } from '../ground/database/index.ts';
import { purgeDelivered } from './leases.ts';
import { TRY_FOR_MS } from './schedule.ts';

/** Letters on one page at most. */
export const PAGE_MAX = 500;

/** A dead letter in a list: everything but what it says. */
export type Letter = Omit<OutboxRow, 'body'>;

export interface LetterFilter {
  endpoint?: string | undefined;
  type?: string | undefined;
  /** given up at this time or later, milliseconds since 1970 */
  from_ms?: number | undefined;
  /** given up before this time */
  to_ms?: number | undefined;
}

export interface LetterPage {
  letters: readonly Letter[];
  /** give it as `after` for the next page; null where this is the last one */
  next: string | null;
}

/** How many rows wait, are delivered, and are dead. */
export interface OutboxCounts {
  waiting: number;
  delivered: number;
  dead: number;
}

const LETTER = [
  'id',
  'endpoint',
  'type',
  'created_at',
  'attempts',
  'next_at',
  'leased_until',
  'give_up_at',
  'delivered_at',
  'dead_at',
  'last_error',
] as const;

/** Dead letters by id, a page at a time. An id is a hash, so a page is a steady place while letters come and go. */
export async function listLetters(
  db: Kysely<Records>,
  filter: LetterFilter = {},
  page: { after?: string | undefined; limit?: number | undefined } = {},
): Promise<LetterPage> {
  const limit = Math.max(1, Math.min(PAGE_MAX, page.limit ?? PAGE_MAX));
  let query = db.selectFrom('outbox').select(LETTER).where('dead_at', 'is not', null);
  if (filter.endpoint !== undefined) query = query.where('endpoint', '=', filter.endpoint);
  if (filter.type !== undefined) query = query.where('type', '=', filter.type);
  if (filter.from_ms !== undefined) query = query.where('dead_at', '>=', filter.from_ms);
  if (filter.to_ms !== undefined) query = query.where('dead_at', '<', filter.to_ms);
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  const found = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const letters = found.slice(0, limit);
  return { letters, next: found.length > limit ? (letters.at(-1)?.id ?? null) : null };
}

/** One row of the outbox whatever its state, with its body; undefined where there is none. It holds no secret. */
export async function showLetter(db: Kysely<Records>, id: string): Promise<OutboxRow | undefined> {
  return db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * Makes dead letters due again, under the same webhook-id, with a fresh day of tries. Gives how many.
 * @param which one by its id, or all that the filter fits (`{}`: all there are)
 */
export async function replayLetters(
  db: Kysely<Records>,
  which: { id: string } | LetterFilter,
  now_ms: number,
): Promise<number> {
  let update = db
    .updateTable('outbox')
    .set({ dead_at: null, attempts: 0, next_at: now_ms, leased_until: 0, give_up_at: now_ms + TRY_FOR_MS })
    .where('dead_at', 'is not', null)
    .where('delivered_at', 'is', null);
  if ('id' in which) update = update.where('id', '=', which.id);
  else {
    if (which.endpoint !== undefined) update = update.where('endpoint', '=', which.endpoint);
    if (which.type !== undefined) update = update.where('type', '=', which.type);
    if (which.from_ms !== undefined) update = update.where('dead_at', '>=', which.from_ms);
    if (which.to_ms !== undefined) update = update.where('dead_at', '<', which.to_ms);
  }
  return Number((await update.executeTakeFirst()).numUpdatedRows);
}

/** Deletes what was delivered longer ago than a window. Waiting and dead rows stay. Gives how many were deleted. */
export async function purgeLetters(db: Kysely<Records>, olderThan_ms: number, now_ms: number): Promise<number> {
  return purgeDelivered(db, now_ms - olderThan_ms);
}

/** The outbox in three numbers. Counts rows: for people and for `doctor`, not for every request. */
export async function countOutbox(db: Kysely<Records>): Promise<OutboxCounts> {
  const counts = await db
    .selectFrom('outbox')
    .select(({ fn }) => [
      fn.countAll().as('all'),
      fn.count('delivered_at').as('delivered'),
      fn.count('dead_at').as('dead'),
    ])
    .executeTakeFirstOrThrow();
  const delivered = Number(counts.delivered);
  const dead = Number(counts.dead);
  return { delivered, dead, waiting: Number(counts.all) - delivered - dead };
}
