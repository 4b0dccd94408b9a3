/**
 * A database that was restored from a backup does not know what was sent since: what was about to be sent then may be at the authority by
 * now, and would be reported twice. It waits until a person has looked there, and sends it (`kith referrals send-now`) or gives it back.
 */
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';

/** How long it waits by itself, milliseconds: until somebody says otherwise. A date that everything can write. */
const HELD_MS = 100 * 365 * 24 * 3_600_000;
const PROBLEM = 'restored from a backup: see whether the authority has it';

/** To be called before Kith runs on it. Gives the referrals. */
export async function holdRestored(db: Kysely<Records>, now_ms: number): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    const held = await trx
      .updateTable('referral_filing')
      .set({ due_at: now_ms + HELD_MS, stuck: 1, holder: null, problem: PROBLEM })
      .where('due_at', 'is not', null)
      .returning('referral')
      .execute();
    const referrals = held.map(({ referral }) => referral).sort();
    for (const referral of referrals) {
      const subject = `referral:${referral}`;
      await appendAudit(trx, { at_ms: now_ms, by: 'operator', action: 'referral.held_restored', subject });
    }
    return referrals;
  });
}
