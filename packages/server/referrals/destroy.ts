/**
 * What becomes of referrals when the time of their case is over: its key is destroyed, and what lay under it is taken away. That
 * there was a referral stays, with its number, to whom it went and when, and who did what: nothing of that says what was in it.
 */
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records, ReferralRow } from '../ground/database/index.ts';
import { act } from './acts.ts';

/** Referrals of one case that are destroyed by one transaction each, looked up at once. */
const TAKEN_MAX = 100;

/** States that say something of their own when their content is gone. */
const STAYS: readonly string[] = ['covered', 'not_reported', 'destroyed'];

/** As what destroys a case's evidence asks for it (server/retention). */
export const underKeys = (db: Kysely<Records>) => ({
  name: 'referrals',
  destroy: (caseId: string, because: string, now_ms: number) => destroyReferrals(db, caseId, because, now_ms),
});

/** Called again where it broke off. @param because which clocks had run. @returns how many there were */
async function destroyReferrals(db: Kysely<Records>, caseId: string, because: string, now_ms: number): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await db
      .selectFrom('referral')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('destroyed_at', 'is', null)
      .limit(TAKEN_MAX)
      .execute();
    for (const row of rows) await destroyOne(db, row, because, now_ms);
    count += rows.length;
    if (rows.length < TAKEN_MAX) return count;
  }
}

function destroyOne(db: Kysely<Records>, row: ReferralRow, because: string, now_ms: number): Promise<void> {
  const { id: referral, case_id, account, kind } = row;
  return db.transaction().execute(async (trx) => {
    await trx.updateTable('referral_step').set({ note: null }).where('referral', '=', referral).execute();
    await trx.deleteFrom('referral_filing').where('referral', '=', referral).execute();
    await trx
      .updateTable('authority_request')
      .set({ what: null, answer: null })
      .where('referral', '=', referral)
      .execute();
    const gone = { content: null, besides: null, destroyed_at: now_ms };
    if (STAYS.includes(row.state)) {
      const ended = await trx
        .updateTable('referral')
        .set(gone)
        .where('id', '=', referral)
        .where('destroyed_at', 'is', null)
        .executeTakeFirst();
      // another process was first
      if (ended.numUpdatedRows !== 1n) return;
      const detail = { case: case_id, account, kind, because };
      const subject = `referral:${referral}`;
      await appendAudit(trx, { at_ms: now_ms, by: 'system', action: 'referral.destroyed', subject, detail });
      return;
    }
    const line = { what: 'destroyed', action: 'referral.destroyed', detail: { because } } as const;
    await act(trx, { referral, version: row.version, by: null, now_ms }, { act: 'destroy' }, line, gone);
  });
}
