/** What sources are told of wrong entries by people: lines that the operator hands over. */
import type { Kysely } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { KnownFeedbackRow, Records } from '../../ground/database/index.ts';
import { WITHDRAWN } from './feedback-state.ts';

/** Lines that are handed over at once at most: people find them one by one. */
export const HANDED_OVER_MAX = 10_000;

/** What the source of a list was not told yet, also what was given up; the oldest first. */
export const waitingFeedback = (db: Kysely<Records>, list: string): Promise<KnownFeedbackRow[]> =>
  db
    .selectFrom('known_feedback')
    .selectAll()
    .where('list', '=', list)
    .where('sent_at', 'is', null)
    .where((e) => e.or([e('dead_at', 'is', null), e('last_error', '!=', WITHDRAWN)]))
    .orderBy('made_at')
    .orderBy('id')
    .limit(HANDED_OVER_MAX)
    .execute();

/** A line each: what is wrong, or right after all, and why; never who said so. */
export const feedbackCsv = (rows: readonly KnownFeedbackRow[]): string =>
  [
    'said,algorithm,hash,id,reason,at',
    ...rows.map(({ verdict, algorithm, hash, source_id, reason, made_at }) =>
      [verdict, algorithm, hash, quoted(source_id), reason ?? '', new Date(Number(made_at)).toISOString()].join(','),
    ),
    '',
  ].join('\n');

const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** They were handed over: they are told no more. */
export async function noteHandedOver(
  db: Kysely<Records>,
  list: string,
  rows: readonly KnownFeedbackRow[],
  now_ms: number,
): Promise<void> {
  if (rows.length === 0) return;
  await db.transaction().execute(async (trx) => {
    for (const { id } of rows) {
      await trx.updateTable('known_feedback').set({ sent_at: now_ms }).where('id', '=', id).execute();
    }
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'operator', action: 'known_feedback.handed_over', subject: `known_list:${list}` },
      detail: { entries: rows.length },
    });
  });
}
