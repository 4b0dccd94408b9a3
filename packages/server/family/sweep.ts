/**
 * What is not needed is not stored: what was noted for families goes when no page shows it any more. A little at a time, so that
 * nobody's commit waits for it. Several processes on one database may do it at once.
 */
import { FAMILY_DAYS } from '@kith/contract';
import type { Knowledge } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { type Job, keepDoing, pause } from '../ground/jobs/index.ts';
import { DAY_MS } from './limits.ts';

/** A page's days and one more: whoever looks at midnight still sees what the page says that it shows. */
const KEPT_DAYS = FAMILY_DAYS + 1;
/** Rows deleted by one statement. */
const DELETED_AT_ONCE = 200;
/** Children with groups who are looked at together. */
const CHILDREN_AT_ONCE = 500;
/** How long to wait between two statements, milliseconds. */
const PAUSE_MS = 100;
/** How often it is looked for old ones, milliseconds. */
const EVERY_MS = 3_600_000;

interface Sweeping {
  db: Kysely<Records>;
  ask<T>(look: (k: Knowledge) => T): Promise<T>;
  clock: () => number;
}

/** Deletes up to so many rows that are too old, of each kind; says whether there may be more. */
export async function sweepOld(
  { db, clock }: Pick<Sweeping, 'db' | 'clock'>,
  most = DELETED_AT_ONCE,
): Promise<boolean> {
  const before = Math.floor(clock() / DAY_MS) - KEPT_DAYS + 1;
  const gone = [
    await db
      .deleteFrom('family_day')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('child', 'day', 'other', 'grouped'),
          'in',
          selectFrom('family_day')
            .select(['child', 'day', 'other', 'grouped'])
            .where('day', '<', before)
            .limit(most)
            .$asTuple('child', 'day', 'other', 'grouped'),
        ),
      )
      .executeTakeFirst(),
    await db
      .deleteFrom('family_friend')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('child', 'other'),
          'in',
          selectFrom('family_friend')
            .select(['child', 'other'])
            .where('day', '<', before)
            .limit(most)
            .$asTuple('child', 'other'),
        ),
      )
      .executeTakeFirst(),
    await db
      .deleteFrom('family_warning')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('child', 'day', 'kind'),
          'in',
          selectFrom('family_warning')
            .select(['child', 'day', 'kind'])
            .where('day', '<', before)
            .limit(most)
            .$asTuple('child', 'day', 'kind'),
        ),
      )
      .executeTakeFirst(),
    await db
      .deleteFrom('family_kept_away')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('child', 'day', 'other'),
          'in',
          selectFrom('family_kept_away')
            .select(['child', 'day', 'other'])
            .where('day', '<', before)
            .limit(most)
            .$asTuple('child', 'day', 'other'),
        ),
      )
      .executeTakeFirst(),
  ];
  return gone.some(({ numDeletedRows }) => Number(numDeletedRows) >= most);
}

/**
 * Groups have no day. Those of a child are deleted when its last guardian goes; a block that was under way at that moment, on
 * another process, may have noted one more.
 */
export async function sweepGroups({ db, ask }: Pick<Sweeping, 'db' | 'ask'>, signal: AbortSignal): Promise<void> {
  for (let after = ''; !signal.aborted; ) {
    const rows = await db
      .selectFrom('family_group')
      .select('child')
      .distinct()
      .where('child', '>', after)
      .orderBy('child')
      .limit(CHILDREN_AT_ONCE)
      .execute();
    const children = rows.map(({ child }) => child);
    const unguarded = await ask((k) => children.filter((child) => !k.account(child).guarded));
    if (unguarded.length > 0) await db.deleteFrom('family_group').where('child', 'in', unguarded).execute();
    const last = children.at(-1);
    if (last === undefined || children.length < CHILDREN_AT_ONCE) return;
    after = last;
    await pause(PAUSE_MS, signal);
  }
}

/** Begins at once, and goes on hourly until it is stopped. */
export const keepSweeping = (o: Sweeping, failed: (error: unknown) => void): Job =>
  keepDoing({
    every_ms: EVERY_MS,
    async work(signal) {
      while (!signal.aborted && (await sweepOld(o))) await pause(PAUSE_MS, signal);
      await sweepGroups(o, signal);
    },
    failed,
  });
