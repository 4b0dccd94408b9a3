/** Writes reports that no event brings: by people without an account, and by trusted flaggers. */
import type { Kysely, Transaction } from 'kysely';
import { joinByReport } from '../cases/index.ts';
import type { Records, ReportRow } from '../ground/database/index.ts';

export interface NewReport {
  id: string;
  source: ReportRow['source'];
  /** the account of who reports, where they have one: for nobody but those who judge it; left out: none */
  reporter?: string;
  /** null where what was written names no account that is known */
  about: string | null;
  category: string;
  conversation?: string | undefined;
  message?: string | undefined;
  /** the sealed words; null where there are none */
  words: { key: string; sealed: Uint8Array } | null;
  at: number;
  received_at: number;
  language: string;
  child: boolean;
  optedOut: boolean;
  flagger: string | null;
}

/** A report joins the case of the account that it is about, in one transaction. The same id twice is one report. */
export async function fileReport(trx: Transaction<Records>, report: NewReport): Promise<'accepted' | 'duplicate'> {
  const known = await trx.selectFrom('report').select('id').where('id', '=', report.id).executeTakeFirst();
  if (known !== undefined) return 'duplicate';
  const { id, about, category, received_at } = report;
  // its row comes first: of two that file it at once the later one waits here, and then joins no case a second time
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('report')
    .values(rowOf(report, null))
    .onConflict((c) => c.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return 'duplicate';
  if (about === null) return 'accepted';
  const case_id = await joinByReport(trx, { id, account: about, category }, received_at);
  await trx.updateTable('report').set({ case_id }).where('id', '=', id).execute();
  return 'accepted';
}

const rowOf = (report: NewReport, case_id: null): ReportRow => ({
  id: report.id,
  event: null,
  source: report.source,
  trusted: report.source === 'flagger' || report.source === 'platform' ? 1 : 0,
  reporter: report.reporter ?? null,
  child: report.child ? 1 : 0,
  about: report.about,
  category: report.category,
  conversation: report.conversation ?? null,
  message: report.message ?? null,
  key: report.words?.key ?? null,
  sealed: report.words?.sealed ?? null,
  at: report.at,
  received_at: report.received_at,
  language: report.language,
  opted_out: report.optedOut ? 1 : 0,
  // on the page that follows, or in the answer to the call
  acknowledged_at: report.received_at,
  state: 'open',
  closed_at: null,
  outcome: null,
  unfounded_by: null,
  unfounded_reason: null,
  flagger: report.flagger,
  case_id,
});

const HOUR_MS = 3_600_000;

/** Reports by people without an account that came in the last hour. */
export async function openLately(db: Kysely<Records>, now_ms: number): Promise<number> {
  const { count } = await db
    .selectFrom('report')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('received_at', '>', now_ms - HOUR_MS)
    .where('source', 'in', ['guardian', 'nobody'])
    .executeTakeFirstOrThrow();
  return Number(count);
}
