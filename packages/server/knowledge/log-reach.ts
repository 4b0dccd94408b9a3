/** Whether a log once had a beginning that it was copied without: its own counts can't say so afterwards. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';

/** The fact that a copy has where the log that it was made from had lost its beginning. */
const PARTIAL_LOG = 'log_was_partial';

export async function isLogPartial(db: Kysely<Records>): Promise<boolean> {
  return (await db.selectFrom('fact').select('name').where('name', '=', PARTIAL_LOG).execute()).length > 0;
}

export async function markLogPartial(db: Kysely<Records>): Promise<void> {
  const row = { name: PARTIAL_LOG, value: 'true' };
  await db
    .insertInto('fact')
    .values(row)
    .onConflict((c) => c.column('name').doNothing())
    .execute();
}
