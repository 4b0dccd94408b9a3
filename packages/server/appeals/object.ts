/**
 * What somebody writes about a restriction that nobody has ruled yet, by the secret in their link. It is a line in the history
 * of the case, once; whoever judges the case reads it there.
 */
import type { Kysely } from 'kysely';
import { caseOfRestriction, lastStanding } from '../enforcement/index.ts';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import type { FilingOptions, ToldOfRestriction } from './file.ts';

/** What became of a restriction that somebody was told of: nobody has looked yet, it is gone, or people say more of it. */
interface Became {
  state: 'waits' | 'lifted' | 'looked';
  /** in which people look at it; null where there is none */
  case: string | null;
}

async function becameOf(db: Kysely<Records>, { enforcement }: ToldOfRestriction): Promise<Became> {
  const found = await caseOfRestriction(db, enforcement);
  if (found !== null && !found.decided) return { state: 'waits', case: found.id };
  const last = await lastStanding(db, enforcement.account);
  return { state: last === null || last.kind === 'restore' ? 'lifted' : 'looked', case: found?.id ?? null };
}

/** All that the page at the link shows. */
export interface Restriction {
  told: ToldOfRestriction;
  became: Became;
  /** what they wrote; null where they have written nothing */
  wrote: string | null;
}

export async function restrictionOf(db: Kysely<Records>, told: ToldOfRestriction): Promise<Restriction> {
  const became = await becameOf(db, told);
  return { told, became, wrote: await wroteOf(db, told, became) };
}

/** From the history of the case, or of one that was merged into it since. */
async function wroteOf(db: Kysely<Records>, told: ToldOfRestriction, { case: about }: Became): Promise<string | null> {
  const { objected_at } = told.statement;
  if (objected_at === null || about === null) return null;
  const lines = await db
    .selectFrom('case_event')
    .select(['detail', 'note'])
    .where('case_id', 'in', (eb) =>
      eb
        .selectFrom('cases')
        .select('id')
        .where((or) => or.or([or('id', '=', about), or('merged_into', '=', about)])),
    )
    .where('at', '=', objected_at)
    .where('kind', '=', 'appealed')
    .execute();
  const detail = JSON.stringify(detailOf(told));
  return lines.find((line) => line.detail === detail)?.note ?? null;
}

const detailOf = ({ enforcement }: ToldOfRestriction) => ({ enforcement: enforcement.id });

/** Whether one can object now. */
export const canObject = ({ statement }: ToldOfRestriction, { state }: Became, now_ms: number): boolean =>
  state === 'waits' &&
  statement.objected_at === null &&
  statement.appeal_until !== null &&
  now_ms <= statement.appeal_until;

/** Files it; again, it changes nothing. */
export async function fileObjection(
  { db, cases, clock }: FilingOptions,
  told: ToldOfRestriction,
  text: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const became = await becameOf(trx, told);
    if (became.case === null || !canObject(told, became, now_ms)) return;
    const { id, account } = told.statement;
    const { numUpdatedRows } = await trx
      .updateTable('statement')
      .set({ objected_at: now_ms })
      .where('id', '=', id)
      .where('objected_at', 'is', null)
      .executeTakeFirst();
    // sent twice at once: the other one counts
    if (numUpdatedRows !== 1n) return;
    const enforcement = told.enforcement.id;
    await cases.appealed(trx, { case: became.case, by: null, now_ms }, detailOf(told), text);
    const detail = { enforcement, case: became.case, account };
    await appendAudit(trx, {
      at_ms: now_ms,
      by: 'system',
      action: 'restriction.objected',
      subject: `statement:${id}`,
      detail,
    });
  });
}
