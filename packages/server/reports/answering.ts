/**
 * Beside everything else: reports whose case was decided are closed, and whoever reported is told; words that are not needed
 * any more are deleted, and the keys of months of which nothing is left are destroyed.
 */
import type { ReportOutcome } from '@kith/contract';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Records, ReportRow } from '../ground/database/index.ts';
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import type { ReportKeys } from './keys.ts';
import { closeRows } from './rows.ts';

/** How often it is looked, milliseconds. */
const EVERY_MS = 30_000;
/** Reports that are closed, or whose words are deleted, in one transaction: everybody's events wait for it meanwhile. */
const AT_ONCE = 100;
const DAY_MS = 86_400_000;

export interface AnsweringOptions {
  db: Kysely<Records>;
  keys: ReportKeys | null;
  /** the words of a report go so many days after it was closed */
  wordsKeptDays: () => number;
  closed(trx: Transaction<Records>, rows: readonly Selectable<ReportRow>[], now_ms: number): Promise<void>;
  failed(error: unknown): void;
  clock: () => number;
}

/** Does what is due until there is no more. */
export async function answerReports(options: AnsweringOptions): Promise<void> {
  while ((await closeDecided(options)) === AT_ONCE);
  while ((await forgetWords(options)) === AT_ONCE);
  await destroyKeys(options);
}

interface Decided {
  id: string;
  acted: number;
}

/** Reports of cases that were decided, and can't be undone any more: what was ruled last says what became of them. */
async function closeDecided({ db, closed, clock }: AnsweringOptions): Promise<number> {
  const ruled = sql`ruling.case_id = cases.id AND ruling.state = 'in_force' AND ruling.undo_until <= ${clock()}`;
  const { rows: due } = await sql<Decided>`
    SELECT report.id AS id,
      (SELECT CASE WHEN ruling.measures LIKE '%"no_violation"%' OR ruling.measures LIKE '%"restore"%' THEN 0 ELSE 1 END
        FROM ruling WHERE ${ruled} ORDER BY ruling.first_at DESC LIMIT 1) AS acted
    FROM report JOIN cases ON cases.id = report.case_id
    WHERE report.state = 'open' AND cases.state IN ('decided', 'closed') AND EXISTS (SELECT 1 FROM ruling WHERE ${ruled})
    ORDER BY report.received_at
    LIMIT ${AT_ONCE}`.execute(db);
  if (due.length === 0) return 0;
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    for (const outcome of ['acted', 'no_breach'] satisfies ReportOutcome[]) {
      const ids = due.filter(({ acted }) => (Number(acted) === 1) === (outcome === 'acted')).map(({ id }) => id);
      await closed(trx, await closeRows(trx, ids, outcome, now_ms), now_ms);
    }
  });
  return due.length;
}

async function forgetWords({ db, wordsKeptDays, clock }: AnsweringOptions): Promise<number> {
  const before = clock() - wordsKeptDays() * DAY_MS;
  const due = await db
    .selectFrom('report')
    .select('id')
    .where('key', 'is not', null)
    .where('closed_at', '<', before)
    .orderBy('closed_at')
    .limit(AT_ONCE)
    .execute();
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  await db.updateTable('report').set({ key: null, sealed: null }).where('id', 'in', ids).execute();
  return due.length;
}

/** A key that seals nothing any more, and that nothing new will be sealed with, goes: backups can't be read without it. */
async function destroyKeys({ db, keys }: AnsweringOptions): Promise<void> {
  if (keys === null) return;
  for (const name of await keys.months()) {
    const used = await db.selectFrom('report').select('id').where('key', '=', name).limit(1).executeTakeFirst();
    if (used === undefined) await keys.destroy(name);
  }
}

/** Goes on until it is stopped; what fails is told, and tried again. */
export const keepAnswering = (options: AnsweringOptions): Job =>
  keepDoing({ every_ms: EVERY_MS, work: () => answerReports(options), failed: options.failed });
