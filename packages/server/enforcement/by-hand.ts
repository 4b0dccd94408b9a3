/** What people do themselves: say that something was applied where no endpoint takes it, tell somebody, release a statement. */
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { EnforcementRow, Records, StatementRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { appealPath, markSent, put, type StatementOptions, write } from './statements.ts';

/** Says that the platform has done it. What hangs on it is looked at by the job. */
export async function markApplied(
  db: Kysely<Records>,
  id: string,
  by: string,
  now_ms: number,
): Promise<EnforcementRow> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('enforcement')
      .set({ state: 'applied', applied_at: now_ms, applied_by: by, due_at: now_ms })
      .where('id', '=', id)
      .where('state', '=', 'requested')
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw await refusal(trx, id);
    const detail = { account: row.account, kind: row.kind };
    const subject = `enforcement:${id}`;
    await appendAudit(trx, { at_ms: now_ms, by: `staff:${by}`, action: 'enforcement.marked_applied', subject, detail });
    return row;
  });
}

async function refusal(trx: Transaction<Records>, id: string): Promise<ProblemError> {
  const row = await trx.selectFrom('enforcement').select('id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return new ProblemError('not_known', 'there is no such enforcement', 'id');
  return new ProblemError('too_late', 'this enforcement has not been asked for, or is done already');
}

async function findStatement(db: Kysely<Records>, id: string): Promise<StatementRow> {
  const row = await db.selectFrom('statement').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'there is no such statement', 'id');
  return row;
}

/** Telling does no harm any more: what was held back goes out. */
export async function releaseStatement(db: Kysely<Records>, id: string, by: string, now_ms: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await findStatement(trx, id);
    if (row.state !== 'held') throw new ProblemError('too_late', 'this statement is not held back');
    await put(trx, row, { state: 'waiting', due_at: now_ms, review_at: null });
    const detail = {
      account: row.account,
      held: row.held_because === 'referral_pending' ? row.held_because : 'by_ruling',
    };
    const subject = `statement:${id}`;
    await appendAudit(trx, { at_ms: now_ms, by: `staff:${by}`, action: 'statement.released', subject, detail });
  });
}

/** What to tell somebody, for whoever tells them by hand. */
export interface ToTell {
  language: Language;
  title: string;
  body: readonly string[];
  /** null where nothing can be appealed; new each time, and those from before go on working */
  appeal: { path: string; until_ms: number } | null;
}

/** Links of one statement at most: whoever was told so often has one, or never will. */
const LINKS_MAX = 20;

/** Makes the words and a link, and counts as told from now on. */
export async function tellByHand(
  options: Pick<StatementOptions, 'db' | 'settings' | 'languageOf' | 'clock'>,
  id: string,
  by: string,
): Promise<ToTell> {
  const { db, clock, languageOf } = options;
  const { account } = await findStatement(db, id);
  const language = await languageOf(account);
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const row = await findStatement(trx, id);
    if (row.state !== 'by_hand' && row.state !== 'sent') {
      throw new ProblemError('too_late', 'this statement is held back, or goes out by itself');
    }
    if ((await linksOf(trx, id)) >= LINKS_MAX) {
      throw new ProblemError('not_possible', `${LINKS_MAX} links were made for this statement, and all of them work`);
    }
    const written = await write(trx, options, row, language, now_ms);
    await markSent(trx, row, written, now_ms);
    const subject = `statement:${id}`;
    await appendAudit(trx, {
      at_ms: now_ms,
      by: `staff:${by}`,
      action: 'statement.told',
      subject,
      detail: { account },
    });
    const { title, body, link } = written;
    const appeal = link === null ? null : { path: appealPath(link.secret), until_ms: link.until_ms };
    return { language, title, body, appeal };
  });
}

async function linksOf(trx: Transaction<Records>, statement: string): Promise<number> {
  const { count } = await trx
    .selectFrom('statement_link')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('statement', '=', statement)
    .executeTakeFirstOrThrow();
  return Number(count);
}
