/**
 * What a source is to be told, row by row. Whoever takes a row moves the time of its next try to the end of a lease, and counts
 * the try before it is made: whoever dies gives the row back by doing nothing, and a row that was tried may have arrived.
 */
import type { Kysely } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { KnownFeedbackRow, Records } from '../../ground/database/index.ts';

/** How long somebody has a row, milliseconds: two requests, each answered or given up within 70 seconds, and room. */
export const FEEDBACK_LEASE_MS = 5 * 60_000;
/** The pause after the first failure; each further one doubles it. Milliseconds */
const RETRY_FIRST_MS = 5 * 60_000;
/** The longest pause, milliseconds: a password that was mended is used within a working day. */
const RETRY_MOST_MS = 6 * 3_600_000;
/** Tries, then it is given up: about two weeks, with the pauses above, so that somebody who was away can mend it. */
export const FEEDBACK_TRIES_MAX = 60;

/**
 * The oldest row that is due. What is said of one entry goes in its order: none overtakes another that waits or is under way.
 * @returns null where nothing is due
 */
export async function takeFeedback(
  db: Kysely<Records>,
  list: string,
  now_ms: number,
): Promise<KnownFeedbackRow | null> {
  for (;;) {
    const row = await db
      .selectFrom('known_feedback as f')
      .selectAll()
      .where('list', '=', list)
      .where('next_at', '<=', now_ms)
      .where('sent_at', 'is', null)
      .where('dead_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('known_feedback as earlier')
              .select('earlier.id')
              .whereRef('earlier.list', '=', 'f.list')
              .whereRef('earlier.algorithm', '=', 'f.algorithm')
              .whereRef('earlier.hash', '=', 'f.hash')
              .whereRef('earlier.source_id', '=', 'f.source_id')
              .whereRef('earlier.made_at', '<', 'f.made_at')
              .where('earlier.sent_at', 'is', null)
              // one that was taken back may be under way still
              .where((e) => e.or([e('earlier.dead_at', 'is', null), e('earlier.next_at', '>', now_ms)])),
          ),
        ),
      )
      .orderBy('made_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return null;
    const attempts = Number(row.attempts) + 1;
    const { numUpdatedRows } = await db
      .updateTable('known_feedback')
      .set({ attempts, next_at: now_ms + FEEDBACK_LEASE_MS })
      .where('id', '=', row.id)
      .where('attempts', '=', row.attempts)
      .where('sent_at', 'is', null)
      .where('dead_at', 'is', null)
      .executeTakeFirst();
    // else another took it, or it was taken back
    if (numUpdatedRows > 0n) return { ...row, attempts };
  }
}

/** Also where it was taken back meanwhile: it was told, and that it is right follows it. */
export async function noteTold(db: Kysely<Records>, row: KnownFeedbackRow, now_ms: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('known_feedback')
      .set({ sent_at: now_ms, dead_at: null, last_error: null })
      .where('id', '=', row.id)
      .where('sent_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'system', action: 'known_feedback.sent', subject: `known_list:${row.list}` },
      detail: { ...about(row), tries: row.attempts },
    });
  });
}

/** @param next `never` where no further try helps, or the least pause, milliseconds. @returns whether it was given up */
export async function noteNotTold(
  db: Kysely<Records>,
  row: KnownFeedbackRow,
  { code, next, now_ms }: { code: string; next: 'never' | number; now_ms: number },
): Promise<boolean> {
  const over = next === 'never' || row.attempts >= FEEDBACK_TRIES_MAX;
  const pause_ms = Math.min(RETRY_FIRST_MS * 2 ** (row.attempts - 1), RETRY_MOST_MS);
  const next_at = now_ms + (next === 'never' ? 0 : Math.min(Math.max(next, pause_ms), RETRY_MOST_MS));
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('known_feedback')
      .set({ last_error: code, next_at, ...(over && { dead_at: now_ms }) })
      .where('id', '=', row.id)
      // else another has it by now, or it was taken back
      .where('attempts', '=', row.attempts)
      .where('sent_at', 'is', null)
      .where('dead_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n || !over) return false;
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'system', action: 'known_feedback.given_up', subject: `known_list:${row.list}` },
      detail: { ...about(row), tries: row.attempts, code },
    });
    return true;
  });
}

const about = ({ algorithm, hash, source_id, verdict }: KnownFeedbackRow) => ({
  ...{ entry: `${algorithm}:${hash}`, id: source_id, said: verdict },
});
