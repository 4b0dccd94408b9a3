/** What becomes of a case's messages when its time is over: see server/retention. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import type { UnderKeys } from '../retention/index.ts';

/** Rows deleted by one statement: everybody's events wait for it on SQLite. */
const DELETED_AT_ONCE = 200;
/** Between two statements, milliseconds. */
const PAUSE_MS = 50;

export const caseMessages = (db: Kysely<Records>): UnderKeys => ({
  name: 'messages',
  destroy: (caseId) => deleteEvidence(db, caseId),
});

async function deleteEvidence(db: Kysely<Records>, id: string): Promise<number> {
  for (let rows = 0; ; await sleep(PAUSE_MS)) {
    const some = await db
      .selectFrom('case_evidence')
      .select(['actor', 'message', 'event'])
      .where('case_id', '=', id)
      .orderBy('actor')
      .orderBy('message')
      .orderBy('event')
      .limit(DELETED_AT_ONCE)
      .execute();
    const last = some.at(-1);
    if (last === undefined) return rows;
    const { numDeletedRows } = await sql`
      DELETE FROM case_evidence WHERE case_id = ${id}
        AND (actor, message, event) <= (${last.actor}, ${last.message}, ${last.event})`
      .execute(db)
      .then(({ numAffectedRows }) => ({ numDeletedRows: Number(numAffectedRows ?? some.length) }));
    rows += numDeletedRows;
  }
}
