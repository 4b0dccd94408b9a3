/**
 * Forgets what has had its time: ids that are older than an hour and not among the 10 million newest, and blocks of the
 * log that are older than its window; and adds up what blocks added to the tally. In chunks, each a short transaction, by one process at a time: whoever gets the
 * advisory lock of a chunk does it, the others go home.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/** An id that comes again within this time, or among this many, gets its first decision (rule 2). */
export const IDS_KEPT_MS = 3_600_000;
export const IDS_KEPT = 10_000_000;
/** How long the log is kept, where the operator says nothing else. */
export const LOG_DAYS = 30;
const DAY_MS = 86_400_000;
/** How often it is looked whether there is something to do. */
const ROUND_MS = 60_000;
/** Blocks dealt with in one transaction: some 50,000 ids at most. */
const CHUNK_BLOCKS = 100;
/** Between two chunks, so that events come first. */
const BETWEEN_CHUNKS_MS = 100;
/** Names our lock among those of the database's other users: 'kith' in ASCII, and the job. */
const LOCK: readonly [number, number] = [0x6b697468, 1];

export interface HousekeepingOptions {
  /** milliseconds since 1970 */
  clock(): number;
  logDays?: number | undefined;
  idsKept?: number;
  /** told when a round failed; the next one tries again */
  struggling(work: string, error: unknown): void;
}

export class Housekeeper {
  readonly #pool: Pool;
  readonly #options: HousekeepingOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(pool: Pool, options: HousekeepingOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await sleep(ROUND_MS, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      try {
        while (!signal.aborted && (await this.chunk())) await sleep(BETWEEN_CHUNKS_MS, undefined, { ref: false });
      } catch (error) {
        this.#options.struggling('housekeeping of the database', error);
      }
    }
  }

  /** Does one chunk; false where nothing is left to do, or another process is at it. */
  async chunk(): Promise<boolean> {
    const client = await this.#pool.connect();
    let broken = true;
    try {
      await client.query('BEGIN');
      const locked = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS locked', [
        ...LOCK,
      ]);
      const more = locked.rows[0]?.locked === true && (await this.#forget(client));
      await client.query('COMMIT');
      broken = false;
      return more;
    } finally {
      client.release(broken);
    }
  }

  async #forget(client: PoolClient): Promise<boolean> {
    const { clock, logDays = LOG_DAYS, idsKept = IDS_KEPT } = this.#options;
    const ids = await client.query(
      `WITH state AS (SELECT * FROM housekeeping),
       total AS (SELECT events FROM total),
       oldest AS (
         SELECT l.number, l.at, l.ids, l.events, sum(l.events) OVER (ORDER BY l.number) AS upto
         FROM (SELECT * FROM log WHERE number >= (SELECT seen_before FROM state) ORDER BY number LIMIT ${CHUNK_BLOCKS}) l
       ),
       -- from the first block that has to stay on, all stay
       due AS (
         SELECT * FROM oldest WHERE number < coalesce(
           (SELECT min(number) FROM oldest
            WHERE at >= $1 OR (SELECT events FROM total) - (SELECT seen_events FROM state) - upto < $2),
           (SELECT max(number) + 1 FROM oldest))
       ),
       gone AS (DELETE FROM seen WHERE id IN (SELECT unnest(ids) FROM due))
       UPDATE housekeeping SET seen_before = due.last + 1, seen_events = seen_events + due.events
       FROM (SELECT max(number) AS last, sum(events) AS events FROM due) due WHERE due.last IS NOT NULL`,
      [clock() - IDS_KEPT_MS, idsKept],
    );
    const blocks = await client.query(
      `WITH state AS (SELECT * FROM housekeeping),
       due AS (
         SELECT number FROM (
           SELECT number, at FROM log
           WHERE number >= (SELECT log_before FROM state) AND number < (SELECT seen_before FROM state)
           ORDER BY number LIMIT ${CHUNK_BLOCKS}
         ) oldest WHERE at < $1
       ),
       gone AS (DELETE FROM log WHERE number IN (SELECT number FROM due))
       UPDATE housekeeping SET log_before = due.last + 1
       FROM (SELECT max(number) AS last FROM due) due WHERE due.last IS NOT NULL`,
      [clock() - logDays * DAY_MS],
    );
    // not counted as work that is left: there is more at any time
    await client.query(
      `WITH gone AS (DELETE FROM tally_change RETURNING *),
       sum AS (SELECT sum(events) AS events, sum(accounts) AS accounts, sum(contacts) AS contacts FROM gone)
       UPDATE tally SET events = tally.events + sum.events, accounts = tally.accounts + sum.accounts,
         contacts = tally.contacts + sum.contacts
       FROM sum WHERE sum.events IS NOT NULL`,
    );
    return (ids.rowCount ?? 0) > 0 || (blocks.rowCount ?? 0) > 0;
  }
}
