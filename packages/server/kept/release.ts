/**
 * Lets go of what was preserved for a case: so many days after it was closed, unless something holds it. A ruling to refer
 * it to an authority holds it until somebody says until when (`kith kept hold`): the law counts from the day of sending.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { destroyKey } from '../ground/sealing/index.ts';
import type { Preserving } from './preserve.ts';

/** Cases that are released in one turn. */
const RELEASED_AT_ONCE = 50;
/** Rows deleted by one statement: everybody's events wait for it on SQLite. */
const DELETED_AT_ONCE = 200;
/** Between two statements, milliseconds. */
const PAUSE_MS = 50;
const DAY_MS = 86_400_000;

/** @param days how long after its closing a case keeps what it has; gives how many were released */
export async function releaseCases(how: Preserving, days: number): Promise<number> {
  const { db, folder, now_ms } = how;
  const due = await dueCases(db, now_ms, now_ms - days * DAY_MS);
  for (const id of due) {
    await destroyKey(db, folder, { case: id }, now_ms);
    const rows = await deleteEvidence(db, id);
    await db.transaction().execute(async (trx) => {
      await trx
        .updateTable('case_keeping')
        .set({ released_at: now_ms, messages_at: null })
        .where('case_id', '=', id)
        .execute();
      const entry = { at_ms: now_ms, by: 'system', action: 'kept.released', subject: `case:${id}` } as const;
      await appendAudit(trx, { ...entry, detail: { messages: rows } });
    });
  }
  return due.length;
}

/** A case that was merged into another goes with that one. */
async function dueCases(db: Kysely<Records>, now_ms: number, closedBefore_ms: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT k.case_id AS id FROM case_keeping k
    JOIN cases c ON c.id = k.case_id
    LEFT JOIN cases t ON t.id = c.merged_into
    WHERE k.released_at IS NULL AND c.closed_at <= ${closedBefore_ms}
      AND (c.merged_into IS NULL OR t.closed_at <= ${closedBefore_ms})
      AND (k.held_until <= ${now_ms} OR (k.held_until IS NULL AND NOT EXISTS (
        SELECT 1 FROM ruling r WHERE r.case_id IN (c.id, c.merged_into) AND r.refer = 1
          AND r.state IN ('proposed', 'in_force'))))
    ORDER BY k.case_id LIMIT ${RELEASED_AT_ONCE}`.execute(db);
  return rows.map(({ id }) => id);
}

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
