/**
 * The reference number has a clock of its own: 5 years from its issue (SI 2026/268 reg. 8(1)(a), grade Q; `referenceYears`), longer
 * than anything else. Then it is taken away, from the referral's row, as is the number of what was filed elsewhere and covers it; the
 * audit log never had either.
 */
import type { ExpressionBuilder, Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';

/** Numbers that are taken away in one round, a transaction each. */
const TAKEN_MAX = 100;

const isKept = ({ eb, or }: ExpressionBuilder<Records, 'referral'>) =>
  or([eb('reference', 'is not', null), eb('covered_reference', 'is not', null)]);

/** @param due_ms the time that has surely passed. @returns how many */
export async function forgetReferences(db: Kysely<Records>, due_ms: number): Promise<number> {
  const rows = await db
    .selectFrom('referral')
    .select(['id', 'case_id', 'kind'])
    .where(isKept)
    .where('reference_until', '<=', due_ms)
    .orderBy('reference_until')
    .limit(TAKEN_MAX)
    .execute();
  for (const { id, case_id, kind } of rows) {
    await db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('referral')
        .set({ reference: null, covered_reference: null })
        .where('id', '=', id)
        .where(isKept)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return;
      const entry = {
        at_ms: due_ms,
        by: 'system',
        action: 'referral.number_forgotten',
        subject: `referral:${id}`,
      } as const;
      await appendAudit(trx, { ...entry, detail: { case: case_id, kind } });
    });
  }
  return rows.length;
}
