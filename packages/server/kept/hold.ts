/** Says how long what is preserved for a case is held, whatever becomes of the case: a filing, a court's order. */
import type { Kysely } from 'kysely';
import { type AuditBy, appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';

export interface Hold {
  case: string;
  /** nothing is released before, milliseconds since 1970; null takes the hold away */
  until_ms: number | null;
  why: string;
}

/** How long a reason may be, characters: a reference and a sentence. */
export const HOLD_WHY_LENGTH_MAX = 500;

/** @returns false where there is no such case */
export async function holdCase(
  db: Kysely<Records>,
  { case: id, until_ms, why }: Hold,
  by: AuditBy,
  now_ms: number,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const found = await trx.selectFrom('cases').select('account').where('id', '=', id).executeTakeFirst();
    if (found === undefined) return false;
    const held = { held_until: until_ms, held_why: until_ms === null ? null : why };
    await trx
      .insertInto('case_keeping')
      .values({ case_id: id, account: found.account, preserved_at: now_ms, released_at: null, ...held })
      .onConflict((c) => c.column('case_id').doUpdateSet(held))
      .execute();
    const until = until_ms === null ? null : new Date(until_ms).toISOString();
    const detail = { until, why: why.slice(0, HOLD_WHY_LENGTH_MAX) };
    await appendAudit(trx, { at_ms: now_ms, by, action: 'kept.held', subject: `case:${id}`, detail });
    return true;
  });
}
