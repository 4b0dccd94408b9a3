/** Whether a log once had a beginning that it was copied without: its own counts can't say so afterwards. */
import type { Kysely } from 'kysely';
import { keepFirstFact, type Records, readFact } from '../ground/database/index.ts';

/** The fact that a copy has where the log that it was made from had lost its beginning. */
const PARTIAL_LOG = 'log_was_partial';

export async function isLogPartial(db: Kysely<Records>): Promise<boolean> {
  return (await readFact(db, PARTIAL_LOG)) !== null;
}

export const markLogPartial = (db: Kysely<Records>): Promise<void> => keepFirstFact(db, PARTIAL_LOG, 'true');

/** What a copy says of its log: its blocks have the time of copying. Whoever counts days of the log again begins after that. */
const COPIED = 'log_copied_at';

/** When the log was copied from another store; null where it was written here. */
export async function logCopiedAt(db: Kysely<Records>): Promise<number | null> {
  const row = await db.selectFrom('count_progress').select('value').where('what', '=', COPIED).executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

export async function markLogCopied(db: Kysely<Records>, at_ms: number): Promise<void> {
  await db
    .insertInto('count_progress')
    .values({ what: COPIED, value: at_ms })
    .onConflict((c) => c.column('what').doUpdateSet({ value: at_ms }))
    .execute();
}
