/** That a snapshot is wanted: with the first request to preserve of a case, and again where it is referred. */
import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { PreservationRow, Records } from '../../ground/database/index.ts';

const ID_BYTES = 16;

/** In the transaction that asks the platform. */
export async function wantSnapshot(trx: Transaction<Records>, row: PreservationRow, now_ms: number): Promise<void> {
  const { case_id } = row;
  if (case_id === null) return;
  if (row.why !== 'referral') {
    const before = await trx.selectFrom('snapshot').select('id').where('case_id', '=', case_id).executeTakeFirst();
    if (before !== undefined) return;
  }
  const id = `snp_${randomBytes(ID_BYTES).toString('hex')}`;
  const wanted = { id, case_id, preservation: row.id, created_at: now_ms, due_at: now_ms, tries: 0, item: null };
  await trx.insertInto('snapshot').values(wanted).execute();
}
