/** A person wants a referral that waits to be tried again to be tried now: what kept it from leaving is mended. */
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { LEASE_MS } from './filing.ts';

/** `due`: it is being sent, or will be within two minutes anyhow. `not_waiting`: nothing of it is to be sent by machine. */
export type SentNow = 'now' | 'due' | 'not_waiting' | 'not_known';

export function sendNow(db: Kysely<Records>, referral: string, now_ms: number): Promise<SentNow> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('referral')
      .select(['case_id', 'kind'])
      .where('id', '=', referral)
      .executeTakeFirst();
    if (row === undefined) return 'not_known';
    const filing = await trx
      .selectFrom('referral_filing')
      .select('due_at')
      .where('referral', '=', referral)
      .executeTakeFirst();
    if (filing === undefined || filing.due_at === null) return 'not_waiting';
    // somebody may have it until then: nobody takes it from them
    const { numUpdatedRows } = await trx
      .updateTable('referral_filing')
      .set({ due_at: now_ms })
      .where('referral', '=', referral)
      .where('due_at', '>', now_ms + LEASE_MS)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return 'due';
    const detail = { case: row.case_id, kind: row.kind };
    const subject = `referral:${referral}`;
    await appendAudit(trx, { at_ms: now_ms, by: 'operator', action: 'referral.hurried', subject, detail });
    return 'now';
  });
}
