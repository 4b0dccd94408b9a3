/**
 * What somebody is told whom Kith's own risk restricted before anybody had looked (measure D11): that a machine did it, that
 * people will look, and how to say that it is wrong. What they write joins the case, where whoever judges it reads it: the
 * ruling on that case is the answer.
 */
import type { EnforcementPolicy } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { EnforcementRow, Records } from '../ground/database/index.ts';
import { newId } from './ids.ts';
import { REFERRAL_PENDING } from './referral.ts';

const DAY_MS = 86_400_000;

/** Puts down that the person is to be told, where the policy says so; held back where telling would tip them off. */
export async function tellOfRestriction(
  trx: Transaction<Records>,
  { id, account }: EnforcementRow,
  { statement }: EnforcementPolicy,
  now_ms: number,
): Promise<void> {
  if (!statement.automatic) return;
  const held = !statement.whileReferred && (await isReferred(trx, account));
  await trx
    .insertInto('statement')
    .values({
      ...{ id: newId('stm'), ruling: null, enforcement: id, account, kind: 'automatic', created_at: now_ms },
      ...{ state: held ? 'held' : 'waiting', due_at: held ? null : now_ms },
      ...{ held_because: held ? REFERRAL_PENDING : null, held_by: null },
      review_at: held ? now_ms + statement.reviewDays * DAY_MS : null,
      ...{ sent_at: null, appeal_until: null, objected_at: null, language: null, words: null },
    })
    .execute();
}

/** Whether somebody wants the account referred to an authority, or two have agreed on it. */
async function isReferred(trx: Transaction<Records>, account: string): Promise<boolean> {
  const row = await trx
    .selectFrom('ruling')
    .select('id')
    .where('account', '=', account)
    .where('refer', '=', 1)
    .where('state', 'in', ['proposed', 'in_force'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Cases that were merged into one another in a row, at most. */
const MERGES_MAX = 50;

/** The case in which people look at a restriction: its own, or what that was merged into. null where there is none */
export async function caseOfRestriction(
  db: Kysely<Records>,
  { case_id }: Pick<EnforcementRow, 'case_id'>,
): Promise<{ id: string; decided: boolean } | null> {
  let id = case_id;
  for (let i = 0; id !== null && i < MERGES_MAX; i++) {
    const row = await db
      .selectFrom('cases')
      .select(['merged_into', 'decided_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return null;
    if (row.merged_into === null) return { id, decided: row.decided_at !== null };
    id = row.merged_into;
  }
  return null;
}
