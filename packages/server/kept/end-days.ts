/**
 * Ends days whose time is over: what cases need of a day is preserved first, then its key is destroyed, then its rows are
 * deleted. Whatever breaks off is done the next time; several processes may do it at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { dayText, destroyKey, type KeyFolder, nameOf } from '../ground/sealing/index.ts';

/** Rows deleted by one statement: everybody's events wait for it on SQLite. */
const DELETED_AT_ONCE = 200;
/** Packs deleted by one statement: each lies on some pages of its own. */
const PACKS_DELETED_AT_ONCE = 50;
const DAY_MS = 86_400_000;
/** Between two statements, milliseconds. */
const PAUSE_MS = 50;

export interface Ending {
  db: Kysely<Records>;
  folder: KeyFolder;
  /** days before this one are over */
  firstKept: number;
  now_ms: number;
  /** preserves what cases need of a day; where it throws, that day's key is left */
  preserve(day: number): Promise<void>;
  /** told when a day has ended, with how many rows were deleted */
  ended?(day: string, rows: number): void;
}

/** Ends all days that are over; gives how many keys were destroyed. Throws at the end what went wrong with any of them. */
export async function endDays(how: Ending): Promise<number> {
  const failures: unknown[] = [];
  let destroyed = 0;
  for (const day of await over(how)) {
    try {
      await how.preserve(day);
      await destroyKey(how.db, how.folder, { day }, how.now_ms);
      destroyed++;
    } catch (error) {
      failures.push(error);
    }
  }
  await deleteRows(how);
  if (failures.length > 0) throw new AggregateError(failures, 'keys of days that are over could not be destroyed');
  return destroyed;
}

/** Days before the first kept one whose keys are there, by the folder or by the database. */
async function over({ db, folder, firstKept }: Ending): Promise<number[]> {
  const rows = await db
    .selectFrom('kept_key')
    .select('name')
    .where('name', 'like', 'day:%')
    .where('name', '<', nameOf({ day: firstKept }))
    .where('destroyed_at', 'is', null)
    .execute();
  const registered = rows.map(({ name }) => Math.floor(Date.parse(name.slice('day:'.length)) / 86_400_000));
  const there = (await folder.days()).filter((day) => day < firstKept);
  return [...new Set([...registered, ...there])].sort((a, b) => a - b);
}

/** Deletes the rows of days whose keys are destroyed; nobody can read them any more. */
async function deleteRows(how: Ending): Promise<void> {
  const { db } = how;
  for (;;) {
    const day = await oldest(how);
    if (day === null || (await isThere(how, day))) return;
    // first what finds them: a day that is broken off here is begun again by its packs
    await deleteMarks(db, day);
    let messages = 0;
    for (let deleted = 1; deleted > 0; messages += deleted) {
      if (messages > 0) await sleep(PAUSE_MS);
      deleted = await deleteSome(db, day);
    }
    await note(how, day, messages);
    how.ended?.(dayText(day), messages);
  }
}

/** The oldest day before the first kept one of which there are rows. */
async function oldest({ db, firstKept }: Ending): Promise<number | null> {
  const days: number[] = [];
  for (const table of ['kept_pack', 'kept_tail', 'kept_run'] as const) {
    const rows = db.selectFrom(table).select('day').where('day', '<', firstKept).orderBy('day').limit(1);
    const row = await rows.executeTakeFirst();
    if (row !== undefined) days.push(row.day);
  }
  return days.length === 0 ? null : Math.min(...days);
}

const note = ({ db, now_ms }: Ending, day: number, messages: number): Promise<void> =>
  db.transaction().execute((trx) =>
    appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'system', action: 'kept.day_ended', subject: nameOf({ day }) },
      detail: { messages },
    }),
  );

/** Whether a day's key could not be destroyed: its rows are still evidence. */
async function isThere({ db }: Ending, day: number): Promise<boolean> {
  const key = await db
    .selectFrom('kept_key')
    .select('destroyed_at')
    .where('name', '=', nameOf({ day }))
    .executeTakeFirst();
  return key !== undefined && key.destroyed_at === null;
}

async function deleteMarks(db: Kysely<Records>, day: number): Promise<void> {
  const runs = await db.selectFrom('kept_run').select('id').where('day', '=', day).execute();
  for (const { id } of runs) {
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('kept_part').where('run', '=', id).execute();
      await trx.deleteFrom('kept_run').where('id', '=', id).execute();
    });
  }
  for (let deleted = DELETED_AT_ONCE; deleted >= DELETED_AT_ONCE; ) {
    const some = db
      .selectFrom('kept_tail')
      .select('pack')
      .where('day', '=', day)
      .orderBy('pack')
      .limit(DELETED_AT_ONCE);
    const result = await db.deleteFrom('kept_tail').where('pack', 'in', some).executeTakeFirst();
    deleted = Number(result.numDeletedRows);
  }
}

/** Gives how many messages they had. */
async function deleteSome(db: Kysely<Records>, day: number): Promise<number> {
  const some = await db
    .selectFrom('kept_pack')
    .select(['id', 'messages'])
    .where('day', '=', day)
    .limit(PACKS_DELETED_AT_ONCE)
    .execute();
  if (some.length === 0) return 0;
  const ids = some.map(({ id }) => id);
  await db.deleteFrom('kept_pack').where('id', 'in', ids).execute();
  return some.reduce((sum, { messages }) => sum + messages, 0);
}

/** Which messages were deleted by their senders is known for as long as the messages of that day are. */
export async function forgetDeletions(db: Kysely<Records>, firstKept: number): Promise<void> {
  const before = firstKept * DAY_MS;
  for (let forgotten = DELETED_AT_ONCE; forgotten >= DELETED_AT_ONCE; ) {
    const last = await db
      .selectFrom('kept_deleted')
      .select('at')
      .where('at', '<', before)
      .orderBy('at')
      .offset(DELETED_AT_ONCE - 1)
      .limit(1)
      .executeTakeFirst();
    const until = last?.at ?? before - 1;
    const result = await db.deleteFrom('kept_deleted').where('at', '<=', until).executeTakeFirst();
    forgotten = Number(result.numDeletedRows);
  }
}
