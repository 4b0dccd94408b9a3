/** What no event brings (a report by the form of somebody without an account) opens a case or joins the open one, too. */
import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { JOIN_OPEN_CASE, type Records } from '../ground/database/index.ts';
import { REPORTS_QUEUE, rankOf } from '../knowledge/index.ts';
import { writeLine } from './acts.ts';

/** A report about a known account. */
export interface Reported {
  /** of the report: told again it is the same one */
  id: string;
  account: string;
  category: string;
}

/** Gives the case that it joined; in the transaction in which the report is written. */
export async function joinByReport(
  trx: Transaction<Records>,
  { id: report, account, category }: Reported,
  now_ms: number,
): Promise<string> {
  const id = `case_${createHash('sha256')
    .update(JSON.stringify(['report', report]))
    .digest('hex')
    .slice(0, 32)}`;
  const why = { report, category };
  const { rows } = await sql<{ id: string }>`
    INSERT INTO cases (id, account, queue, opened_at, updated_at, level, score, why, event, features, waits_since, rank)
    VALUES (${id}, ${account}, ${REPORTS_QUEUE}, ${now_ms}, ${now_ms}, 'none', 0, ${JSON.stringify(why)}, '', NULL, ${now_ms},
      ${rankOf(0, now_ms)}) ${sql.raw(JOIN_OPEN_CASE)}
    RETURNING id`.execute(trx);
  const open =
    rows[0]?.id ??
    (
      await trx
        .selectFrom('cases')
        .select('id')
        .where('account', '=', account)
        .where('decided_at', 'is', null)
        .executeTakeFirstOrThrow()
    ).id;
  const moment = { case: open, by: null, now_ms };
  if (open === id) await writeLine(trx, moment, { kind: 'opened', detail: { by: 'report_joined' } });
  await writeLine(trx, moment, { kind: 'report_joined', detail: why });
  return open;
}
