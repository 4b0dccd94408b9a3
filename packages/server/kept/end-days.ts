/**
 * Ends days whose time is over: what cases need of a day is preserved first, then its key is destroyed, then its rows are
 * deleted. Whatever breaks off is done the next time; several processes may do it at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { destroyKey } from './case-key.ts';
import { dayText, type KeyFolder, nameOf } from './keys/folder.ts';

/** Rows deleted by one statement: everybody's events wait for it on SQLite. */
const DELETED_AT_ONCE = 200;
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
  const { db, firstKept } = how;
  for (;;) {
    const oldest = await db
      .selectFrom('kept_message')
      .select('day')
      .where('day', '<', firstKept)
      .orderBy('day')
      .limit(1)
      .executeTakeFirst();
    if (oldest === undefined) return;
    const { day } = oldest;
    if (await isThere(how, day)) return;
    let rows = 0;
    for (let deleted = 1; deleted > 0; rows += deleted) {
      if (rows > 0) await sleep(PAUSE_MS);
      deleted = await deleteSome(db, day);
    }
    await note(how, day, rows);
    how.ended?.(dayText(day), rows);
  }
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

async function deleteSome(db: Kysely<Records>, day: number): Promise<number> {
  const last = await db
    .selectFrom('kept_message')
    .select('at')
    .where('day', '=', day)
    .orderBy('at')
    .offset(DELETED_AT_ONCE - 1)
    .limit(1)
    .executeTakeFirst();
  let old = db.deleteFrom('kept_message').where('day', '=', day);
  if (last !== undefined) old = old.where('at', '<=', last.at);
  return Number((await old.executeTakeFirst()).numDeletedRows);
}
