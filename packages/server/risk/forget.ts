/**
 * What is not needed is not stored: signals go after a month, as the log does, unless a case about their account is open.
 * A little at a time, so that nobody's commit waits for it. Several processes on one database may do it at once.
 */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { type Job, keepDoing, pause } from '../ground/jobs/index.ts';

/** How long a signal is kept, milliseconds: as long as the log, which the same observations can be read from. */
const KEPT_MS = 30 * 86_400_000;
/** Signals deleted by one statement. */
const DELETED_AT_ONCE = 200;
/** How long to wait between two statements, milliseconds. */
const PAUSE_MS = 200;
/** How often it is looked for old ones, milliseconds. */
const EVERY_MS = 3_600_000;

/** Deletes up to so many old signals; gives how many. */
export async function forgetSignals(db: Kysely<Records>, now_ms: number, most = DELETED_AT_ONCE): Promise<number> {
  const old = db
    .selectFrom('signal')
    .select('id')
    .where('at', '<', now_ms - KEPT_MS)
    .where('account', 'not in', db.selectFrom('cases').select('account').where('closed_at', 'is', null))
    .orderBy('at')
    .limit(most);
  // PostgreSQL's and SQLite's both want the list by itself
  const ids = (await old.execute()).map(({ id }) => id);
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await db.deleteFrom('signal').where('id', 'in', ids).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Begins at once, and goes on hourly until it is stopped. */
export const keepForgetting = (db: Kysely<Records>, clock: () => number, failed: (error: unknown) => void): Job =>
  keepDoing({
    every_ms: EVERY_MS,
    async work(signal) {
      while (!signal.aborted && (await forgetSignals(db, clock())) === DELETED_AT_ONCE) await pause(PAUSE_MS, signal);
    },
    failed,
  });
